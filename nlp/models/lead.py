"""The first sentences of the article: the baseline that news summarizers must beat.

Source: standard since DUC 2001 (Nenkova 2005). Sentences are taken from the top as far as the word
budget allows; a sentence too long for the words left is skipped for a later, shorter one.

>>> from nlp.records import Article, Example
>>> Lead(words=4).predict([Example("a", Article("a", "Rain fell. The town flooded. It ended."))])[0].text
'Rain fell. It ended.'
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats


class Lead(Extractive):
    """Takes sentences in source order; options as in ``Shape``."""

    by_words: ClassVar[bool] = False

    def scores(self, document: Document) -> Floats:
        """Return 1, 1/2, 1/3, …: the earlier, the better."""
        return np.asarray(1.0 / document.places)
