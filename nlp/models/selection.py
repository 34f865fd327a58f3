"""Which sentences make the summary: best first while they fit, each valued in the light of those chosen.

>>> scores = [3.0, 9.0, 5.0]
>>> greedy(lambda chosen, able: {i: scores[i] for i in able}, [4, 4, 4], Limits(8))
[1, 2]
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import chain
from operator import gt
from typing import NamedTuple

import numpy as np

from nlp.models.candidates import Similarity
from nlp.models.shape import Limits
from nlp.models.subset_sums import reaches

_COPY = 0.9  # similarity from which a sentence only repeats another
# chosen so far, candidates -> what each of these would add, without those that add nothing
Values = Callable[[list[int], list[int]], dict[int, float]]


def greedy(
    values: Values,
    lengths: list[int],
    limits: Limits,
    barred: Sequence[bool] | None = None,
    leaning: Sequence[bool] | None = None,
    near: Collection[int] | None = None,
) -> list[int]:
    """Return sentence numbers, best first, whose ``lengths`` keep the ``limits``.

    ``barred`` sentences are not taken, and ``leaning`` ones only after the sentence before them, unless
    that leaves no sentence at all: then leaning ones stand alone, and barred ones where all are barred.
    The first is taken from anywhere, all others are ``near``.
    Below the least length, a sentence after which it could not be reached is passed over. When nothing
    fits, the best sentence stands alone. Ties go to the earlier one.
    """
    every, unmarked = range(len(lengths)), [False] * len(lengths)
    shut = unmarked if barred is None else barred
    held = unmarked if leaning is None else list(map(gt, leaning, shut))
    able = [i for i in every if not (shut[i] or held[i])]
    if not able:  # rather one that leans than one that is barred
        able = [i for i in every if held[i]] or list(every)
        held = unmarked
    reached = every if near is None else set(near)
    room = _Room(lengths, limits, held)
    chosen: list[int] = []
    spent = 0
    while able and (spent < limits.least or not 0 < limits.sentences <= len(chosen)):
        worth = values(chosen, able)
        if not worth:
            break
        best = room.best(worth, spent)
        if best is None:
            return chosen or [max(room.shortish(worth), key=worth.__getitem__)]
        chosen.append(best)
        spent += room.sizes[best]
        if room.unlocks(best + 1):
            able = sorted({best + 1, *able}.difference(chosen))
        left = limits.words - spent
        able = [i for i in able if lengths[i] <= left and i in reached and i != best]
    return chosen


class _Room(NamedTuple):
    """What still fits. ``held``: sentences kept out until the one before them is taken."""

    sizes: list[int]  # words
    limits: Limits
    held: list[bool]

    def best(self, worth: dict[int, float], spent: int) -> int | None:
        """Return the best sentence that fits after ``spent`` words, None when none does."""
        lacking, asked = self.limits.least - spent, self.limits.share or self.limits.words
        if lacking <= 0:
            return self._fitting(worth, asked - spent)
        for most in (asked, self.limits.words):
            if reaches(map(self._run, worth), lacking, most - spent):
                best_first = sorted(worth, key=lambda i: -worth[i])
                return next(i for i in best_first if self._leads(i, worth, lacking, most - spent))
        return self._fitting(worth, self.limits.words - spent)

    def _fitting(self, worth: dict[int, float], most: int) -> int | None:
        best = max(worth, key=worth.__getitem__)  # the first of equals
        if self.sizes[best] <= most:  # mostly
            return best
        fitting = [i for i in worth if self.sizes[i] <= most]
        return max(fitting, key=worth.__getitem__, default=None)

    def unlocks(self, sentence: int) -> bool:
        """Whether a sentence was only kept out because it leans on the one before it."""
        return sentence < len(self.held) and self.held[sentence]

    def shortish(self, able: Iterable[int]) -> Iterable[int]:
        """Return the sentences within the most words, or all where none is."""
        return [i for i in able if self.sizes[i] <= self.limits.words] or able

    def _leads(self, sentence: int, able: Iterable[int], least: int, most: int) -> bool:
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


def leading(scores: Sequence[float], lengths: Sequence[int], words: int) -> list[int]:
    """Return which sentences are the best that together fill ``words`` words, the last one perhaps beyond.

    >>> leading([3.0, 9.0, 5.0], [4, 4, 4], 6)
    [1, 2]
    """
    found = []
    for i in sorted(range(len(scores)), key=scores.__getitem__, reverse=True):  # equals in order
        if words <= 0:
            break
        found.append(i)
        words -= lengths[i]
    return found


def marginal(
    scores: Sequence[float], near: Sequence[int], similarity: Similarity | None, trade: float
) -> Values:
    """Return maximal marginal relevance (Carbonell and Goldstein 1998) as values for ``greedy``.

    trade × score (the highest scaled to 1) − (1 − trade) × similarity to the nearest sentence already
    chosen; near copies of those never. ``similarity`` gives that of the sentences ``near``; without it scores
    stand as they are.
    """
    if similarity is None:
        return lambda chosen, able: {i: scores[i] for i in able}
    most, lost = max(scores) or 1.0, 1 - trade
    place = {i: at for at, i in enumerate(near)}
    nearest = np.zeros(len(near))

    def values(chosen: list[int], able: list[int]) -> dict[int, float]:
        nonlocal nearest
        if not chosen:
            return dict(zip(able, map(scores.__getitem__, able), strict=True))
        nearest = np.maximum(nearest, similarity(chosen[-1]))
        close = nearest.tolist()
        return {
            i: trade * scores[i] / most - lost * like
            for i in able
            if (like := close[place[i]]) < _COPY
        }

    return values
