"""Sentences drawn at random: what a summary scores that knows nothing.

The floor below every extractor (Nenkova 2005 reports it beside the lead). Each article has its own draw,
fixed by ``seed`` and the example's id, whatever company it is summarized in.

>>> from nlp.records import Article, Example
>>> article = Article("a", "Rain fell. The town flooded. It ended.")
>>> len(Random(words=4).predict([Example("a", article)])[0].summary)
2
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats


@dataclass(eq=False)
class Random(Extractive):
    """Draws sentences without looking; ``seed`` (0 or more) fixes the draw, the rest as in ``Shape``."""

    by_words: ClassVar[bool] = False

    seed: int = 0

    def scores(self, document: Document) -> Floats:
        """Return one uniform number per sentence."""
        own = zlib.crc32(document.id.encode("utf-8", "surrogatepass"))
        return np.random.default_rng([self.seed, own]).random(len(document.spans))
