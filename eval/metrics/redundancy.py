"""How much a summary repeats itself: repeated three-word runs, and its two most alike sentences.

``repeated_3`` is the share of trigrams that occur earlier in the summary (Peyrard et al. 2017 measure
unique n-grams); ``twin_sentences`` the highest Jaccard overlap of words between two sentences, 0 for
one sentence. No reference needed; lower is better.

>>> repeated(["a", "b", "c", "a", "b", "c"], 3)
0.25
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.tokens import words


class Redundancy(Mean):
    """Repetition inside the summary; an empty summary has no value."""

    name: ClassVar[str] = "redundancy"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return both columns, lower is better."""
        return [Column(name, higher_is_better=False) for name in ("repeated_3", "twin_sentences")]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's two values."""
        if not answered(item) or not item.prediction.text.strip():
            return [np.nan, np.nan]
        language = item.article.language
        sentences = [set(words(s.text, language)) for s in item.prediction.summary]
        alike = (len(a & b) / max(len(a | b), 1) for a, b in combinations(sentences, 2))
        return [repeated(words(item.prediction.text, language), 3), max(alike, default=0.0)]


def repeated(tokens: Sequence[str], n: int) -> float:
    """Return the share of n-grams that occurred before; 0 for a text too short to have any."""
    grams = list(zip(*(tokens[k:] for k in range(n)), strict=False))
    return 1 - len(set(grams)) / len(grams) if grams else 0.0
