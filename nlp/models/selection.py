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
    closed = np.zeros(len(lengths), bool)
    for flags in (barred, leaning):
        if flags is not None:
            closed |= flags
    shut = np.where(
        closed & ~closed.all(), -np.inf, 0.0
    )  # added to values: -inf is not to be taken
    if not (lengths[shut == 0] <= limits.words).any():
        return [int((values([]) + shut).argmax())]
    shut[lengths > limits.words] = -np.inf
    chosen: list[int] = []
    left, shortest = limits.words, int(lengths.min())
    while left >= shortest:
        worth = values(chosen) + shut
        best = int(worth.argmax())
        if worth[best] == -np.inf:
            break
        chosen.append(best)
        left -= int(lengths[best])
        if len(chosen) >= limits.sentences > 0 and limits.words - left >= limits.least:
            break
        if leaning is not None:
            _open_next(shut, best + 1, leaning, barred)
        shut[lengths > left] = -np.inf
        shut[best] = -np.inf
    return chosen


def _open_next(shut: Floats, after: int, leaning: Flags, barred: Flags | None) -> None:
    """Let the sentence ``after`` a chosen one be taken, if it only leaned on it."""
    if after < len(shut) and leaning[after] and (barred is None or not barred[after]):
        shut[after] = 0.0


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
