"""Which sentences make the summary: best first while they fit, each valued in the light of those chosen.

>>> scores = np.array([3.0, 9.0, 5.0])
>>> greedy(lambda chosen: scores, np.array([4, 4, 4]), Limits(8, 0, 0))
[1, 2]
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nlp.models.shape import Limits
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
    that leaves no sentence at all. When nothing fits, the best sentence stands alone. Ties go to the
    earlier sentence.
    """
    closed = np.zeros(len(lengths), np.bool_)
    for flags in (barred, leaning):
        if flags is not None:
            closed |= flags
    taken = closed if closed.all() else ~closed
    candidates, sizes = taken.nonzero()[0].tolist(), lengths.tolist()
    fitting = [i for i in candidates if sizes[i] <= limits.words]
    if not fitting:
        return [_best(candidates, values([]))]
    chosen: list[int] = []
    left = limits.words
    while fitting:
        worth = values(chosen)
        best = _best(fitting, worth)
        if worth[best] == -np.inf:
            break
        chosen.append(best)
        left -= sizes[best]
        if len(chosen) >= limits.sentences > 0 and limits.words - left >= limits.least:
            break
        if leaning is not None and _leans(best + 1, leaning, barred):
            fitting = sorted({best + 1, *fitting}.difference(chosen))
        fitting = [i for i in fitting if sizes[i] <= left and i != best]
    return chosen


def _best(candidates: list[int], worth: Floats) -> int:
    return max(candidates, key=worth.tolist().__getitem__)  # the first of equals


def _leans(sentence: int, leaning: Flags, barred: Flags | None) -> bool:
    """Whether a sentence was only kept out because it leans on the one before it."""
    known = sentence < len(leaning) and leaning[sentence]
    return bool(known and (barred is None or not barred[sentence]))


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
