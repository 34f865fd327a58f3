"""Which sentences make the summary: best first while they fit, each valued in the light of those chosen.

>>> scores = np.array([3.0, 9.0, 5.0])
>>> greedy(lambda chosen: scores, np.array([4, 4, 4]), Limits(8))
[1, 2]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

import numpy as np

from nlp.models.shape import Limits
from nlp.models.subset_sums import reaches
from nlp.models.vectors import Flags, Floats, Ints

_COPY = 0.9  # similarity from which a sentence only repeats another
Values = Callable[
    [list[int]], Floats
]  # chosen so far -> what each sentence would add; -inf: nothing


def greedy(
    values: Values,
    lengths: Ints,
    limits: Limits,
    barred: Flags | None = None,
    leaning: Flags | None = None,
) -> list[int]:
    """Return sentence numbers, best first, whose ``lengths`` keep the ``limits``.

    ``barred`` sentences are not taken, and ``leaning`` ones only after the sentence before them, unless
    that leaves no sentence at all: then leaning ones stand alone, and barred ones where all are barred.
    Below the least length, a sentence after which it could not be reached is passed over. When nothing
    fits, the best sentence stands alone. Ties go to the earlier one.
    """
    shut = np.zeros(len(lengths), np.bool_) if barred is None else barred
    held = np.zeros(len(lengths), np.bool_) if leaning is None else leaning & ~shut
    if (shut | held).all():  # rather one that leans than one that is barred
        shut, held = np.zeros_like(shut) if shut.all() else shut, np.zeros_like(held)
    able = (~shut & ~held).nonzero()[0].tolist()
    room = _Room(lengths.tolist(), limits, held.tolist())
    chosen: list[int] = []
    spent = 0
    while able and (spent < limits.least or not 0 < limits.sentences <= len(chosen)):
        worth = values(chosen).tolist()
        best = room.best([i for i in able if worth[i] > -np.inf], worth, spent)
        if best is None:
            return chosen or [max(room.shortish(able), key=worth.__getitem__)]
        chosen.append(best)
        spent += room.sizes[best]
        if room.unlocks(best + 1):
            able = sorted({best + 1, *able}.difference(chosen))
        able = [i for i in able if i != best and room.sizes[i] <= limits.words - spent]
    return chosen


@dataclass(frozen=True, slots=True)
class _Room:
    """What still fits. ``held``: sentences kept out until the one before them is taken."""

    sizes: list[int]  # words
    limits: Limits
    held: list[bool]

    def best(self, able: list[int], worth: list[float], spent: int) -> int | None:
        """Return the best sentence that fits after ``spent`` words, None when none does."""
        lacking, asked = self.limits.least - spent, self.limits.share or self.limits.words
        if lacking <= 0:
            return self._fitting(able, worth, asked - spent)
        for most in (asked, self.limits.words):
            if reaches(map(self._run, able), lacking, most - spent):
                best_first = sorted(able, key=lambda i: -worth[i])
                return next(i for i in best_first if self._leads(i, able, lacking, most - spent))
        return self._fitting(able, worth, self.limits.words - spent)

    def _fitting(self, able: list[int], worth: list[float], most: int) -> int | None:
        fitting = [i for i in able if self.sizes[i] <= most]
        return max(fitting, key=worth.__getitem__, default=None)  # the first of equals

    def unlocks(self, sentence: int) -> bool:
        """Whether a sentence was only kept out because it leans on the one before it."""
        return sentence < len(self.held) and self.held[sentence]

    def shortish(self, able: list[int]) -> list[int]:
        """Return the sentences within the most words, or all where none is."""
        return [i for i in able if self.sizes[i] <= self.limits.words] or able

    def _leads(self, sentence: int, able: list[int], least: int, most: int) -> bool:
        """Whether ``least`` to ``most`` words can be reached with this sentence."""
        own, *after = self._run(sentence)
        rest = (self._run(i) for i in able if i != sentence)
        return reaches(chain([after], rest), least - own, most - own)

    def _run(self, sentence: int) -> list[int]:
        """Return the words of a sentence and of those that come only after it."""
        last = sentence + 1
        while self.unlocks(last):
            last += 1
        return self.sizes[sentence:last]


def leading(scores: Floats, lengths: Ints, words: int) -> Flags:
    """Return which sentences are the best that together fill ``words`` words, the last one perhaps beyond.

    >>> leading(np.array([3.0, 9.0, 5.0]), np.array([4, 4, 4]), 6).tolist()
    [False, True, True]
    """
    order = np.argsort(-scores, kind="stable")
    before = np.cumsum(lengths[order]) - lengths[order]
    flags = np.zeros(len(scores), np.bool_)
    flags[order[before < words]] = True
    return flags


def marginal(scores: Floats, similarity: Callable[[int], Floats] | None, trade: float) -> Values:
    """Return maximal marginal relevance (Carbonell and Goldstein 1998) as values for ``greedy``.

    trade × score (the highest scaled to 1) − (1 − trade) × similarity to the nearest sentence already
    chosen; near copies of those never. ``similarity`` gives that of all sentences to one, in [0, 1]; without
    it scores stand as they are.
    """
    if similarity is None:
        return lambda chosen: scores
    own = trade * scores / (scores.max() or 1.0)
    nearest = np.zeros(len(scores))

    def values(chosen: list[int]) -> Floats:
        nonlocal nearest
        if not chosen:
            return own
        nearest = np.maximum(nearest, similarity(chosen[-1]))
        return np.where(nearest < _COPY, own - (1 - trade) * nearest, -np.inf)

    return values
