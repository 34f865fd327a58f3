"""chrF++: F-score of character 1- to 6-grams and word 1- to 2-grams (Popović 2017), 0 to 100.

With P and R the mean precision and recall over the n-gram orders: chrF = 100 (1 + 4) P R / (4 P + R), so
recall counts twice as much (beta 2).

Equal to sacrebleu's ``CHRF(word_order=2)`` at corpus level: counts are summed over items before the
score is taken, and of several references the one with the best score on the item counts. Good for
languages with many word forms, where whole words rarely match.

>>> ChrF().settings()
{'chars': '6', 'words': '2', 'beta': '2', 'level': 'corpus'}
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, TypeVar

import numpy as np

from eval.scores import Additive, Array, Column, answered
from nlp.records import Item, LabelSet

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_S = TypeVar("_S", str, list[str])
_SPREAD = 2.0**2  # beta squared: recall counts four times as much as precision


class ChrF(Additive):
    """Corpus chrF; rows are [summary, reference, shared] counts per order, then 1.

    ``chars`` and ``words`` are the longest n-grams; ``words=0`` is plain chrF.
    """

    name: ClassVar[str] = "chrf"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)

    def __init__(self, chars: int = 6, words: int = 2) -> None:
        """Store the options."""
        self.chars, self.words = chars, words

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the one column; it rests on the items that have a reference."""
        return [Column("chrf", needs=(3 * (self.chars + self.words),))]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3 * orders + 1) counts against each item's best reference."""
        return np.array([self._row(item) for item in items], dtype=float)

    def combine(self, sums: Array) -> Array:
        """Return (B, 1) scores in [0, 100]; NaN without any reference."""
        said, gold, shared = (sums[:, j:-1:3] for j in range(3))
        used = (said > 0) & (gold > 0)
        orders = np.maximum(used.sum(axis=1), 1)
        precision = np.where(used, shared / np.maximum(said, 1), 0).sum(axis=1) / orders
        recall = np.where(used, shared / np.maximum(gold, 1), 0).sum(axis=1) / orders
        below = _SPREAD * precision + recall
        score = (1 + _SPREAD) * precision * recall / np.where(below > 0, below, 1)
        return np.where(sums[:, -1] > 0, 100 * score, np.nan)[:, None]

    def settings(self) -> dict[str, str]:
        """Return the n-gram orders, beta, and that counts are pooled."""
        return {"chars": str(self.chars), "words": str(self.words), "beta": "2", "level": "corpus"}

    def _row(self, item: Item) -> list[float]:
        said = self._grams(item.prediction.text if answered(item) else "")
        rows = [self._counts(said, self._grams(r)) for r in item.gold.references]
        if not rows:
            return [0.0] * (3 * len(said) + 1)
        scores = self.combine(np.array(rows, dtype=float)).ravel()
        return rows[int(scores.argmax())]

    @staticmethod
    def _counts(said: Sequence[Counter[str]], gold: Sequence[Counter[str]]) -> list[float]:
        row: list[float] = []
        for a, b in zip(said, gold, strict=True):
            common = a.keys() & b.keys()
            row += [a.total() if b else 0, b.total(), sum(min(a[g], b[g]) for g in common)]
        return [*row, 1.0]

    def _grams(self, text: str) -> list[Counter[str]]:
        """Return counts of character n-grams without white space, then of word n-grams."""
        solid, tokens = "".join(text.split()), _words(text)
        return [
            *(Counter(_slices(solid, n)) for n in range(1, self.chars + 1)),
            *(Counter(map(" ".join, _slices(tokens, n))) for n in range(1, self.words + 1)),
        ]


def _slices(sequence: _S, n: int) -> list[_S]:
    return [sequence[i : i + n] for i in range(len(sequence) - n + 1)]


def _words(text: str) -> list[str]:
    """Part one leading or trailing punctuation mark from each word, as chrF++ does."""
    out: list[str] = []
    for word in text.split():
        if len(word) > 1 and word[-1] in _PUNCTUATION:
            out += [word[:-1], word[-1]]
        elif len(word) > 1 and word[0] in _PUNCTUATION:
            out += [word[0], word[1:]]
        else:
            out.append(word)
    return out
