"""How hard a summary is to read: LIX, which needs no syllables and works across languages.

LIX = words per sentence + percent of words longer than six letters (Björnsson 1968): under 30 easy,
40-50 newspapers, over 60 hard. Flesch's formula is left out: its syllable counts are guesses, and
its constants hold for English alone.

>>> lix(["the", "cooperation", "ended"], sentences=1)
36.333333333333336
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.sentences import split
from nlp.text.tokens import words


class Readability(Mean):
    """LIX and words per sentence; an empty summary has neither."""

    name: ClassVar[str] = "readability"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return two descriptions."""
        return [Column(m, higher_is_better=None) for m in ("lix", "words_per_sentence")]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's two values."""
        text, language = item.prediction.text, item.article.language
        tokens = words(text, language) if answered(item) else []
        if not tokens:
            return [np.nan, np.nan]
        sentences = max(len(split(text, language)), 1)
        return [lix(tokens, sentences), len(tokens) / sentences]


def lix(tokens: Sequence[str], sentences: int) -> float:
    """Return LIX for the words of a text of so many sentences."""
    return len(tokens) / sentences + 100 * sum(len(t) > 6 for t in tokens) / len(tokens)
