"""Tests of paired differences: exact McNemar, story-swapped randomisation, Holm, tie groups.

Two runs judged on the same items are exchangeable under the null: swapping their answers changes
nothing. Whole stories are swapped, because copies of one story stand or fall together. McNemar's
exact test is the same idea counted out, for right/wrong answers with one item per story.

>>> round(mcnemar(1, 9), 4), holm([0.01, 0.04, 0.03])
(0.0215, [0.03, 0.06, 0.06])

Sources: Noreen 1989 and Yeh 2000 (randomisation), McNemar 1947, Holm 1979; the +1 in p is that of
Phipson & Smyth 2010.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from eval.sample import Pair
from eval.scores import Additive, Array

CELLS = 4_000_000  # most (permutation x story) cells held at once


def mcnemar(only_a: int, only_b: int) -> float:
    """Return the two-sided exact p for items that only one of two runs got right."""
    from scipy.special import bdtr

    total, fewer = only_a + only_b, min(only_a, only_b)
    return min(1.0, 2 * float(bdtr(fewer, total, 0.5)))


def discordant(pair: Pair, j: int) -> tuple[int, int] | None:
    """Return (only a right, only b right) on column ``j``, None where McNemar does not apply.

    It applies to a proportion with the same trials in both runs and one item per story.
    """
    proportion = pair.a.columns[j].proportion
    if proportion is None or pair.stories != len(pair.a.rows):
        return None
    hits, trials = proportion
    if not np.array_equal(pair.a.rows[:, trials], pair.b.rows[:, trials]):
        return None
    difference = pair.a.rows[:, hits] - pair.b.rows[:, hits]
    return int((difference > 0).sum()), int((difference < 0).sum())


def randomisation(pair: Pair, permutations: int, seed: int) -> Array:
    """Return (m,) two-sided p-values: how often swapping stories gives so large a difference."""
    observed = np.abs(pair.point())
    rng = np.random.default_rng(seed)
    extreme, done = np.zeros(len(observed)), 0
    step = max(1, CELLS // max(1, pair.stories))
    swapped = _swap_sums if isinstance(pair.a.metric, Additive) else _swap_rows
    while done < permutations:
        size = min(step, permutations - done)
        swaps = rng.integers(0, 2, size=(size, pair.stories), dtype=np.uint8)
        extreme += (np.abs(swapped(pair, swaps)) >= observed - 1e-9).sum(axis=0)
        done += size
    return np.where(np.isfinite(observed), (extreme + 1) / (permutations + 1), np.nan)


def _swap_sums(pair: Pair, swaps: Array) -> Array:
    """Return (B, m) differences when the stories marked in (B, S) change sides."""
    gap = pair.b.sums - pair.a.sums
    active = np.flatnonzero(gap.any(axis=1))
    moved = swaps[:, active].astype(np.float64) @ gap[active]
    reduce = pair.a.metric.combine if isinstance(pair.a.metric, Additive) else None
    assert reduce is not None
    return np.asarray(
        reduce(pair.a.sums.sum(axis=0) + moved) - reduce(pair.b.sums.sum(axis=0) - moved)
    )


def _swap_rows(pair: Pair, swaps: Array) -> Array:
    """The same for metrics whose rows cannot be summed: one evaluation per permutation."""
    metric, ones = pair.a.metric, np.ones((1, len(pair.a.rows)))
    out = []
    for swap in swaps:
        moved = swap[pair.a.story][:, None] == 1
        a = np.where(moved, pair.b.rows, pair.a.rows)
        b = np.where(moved, pair.a.rows, pair.b.rows)
        out.append((metric.reduce(a, ones) - metric.reduce(b, ones)).ravel())
    return np.array(out)


def holm(p_values: Sequence[float]) -> list[float]:
    """Return Holm's step-down adjusted p-values, in the order given."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, highest = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = highest
    return adjusted


def tie_groups(ranked: Sequence[str], resolved: Callable[[str, str], bool]) -> list[list[str]]:
    """Return groups instead of ranks, from names in order of score, best first.

    The best run not yet in a group opens one; every later run whose difference from it is not
    resolved joins. Runs of one group may differ from each other; none is shown to be worse than
    the group's best.
    """
    left, groups = list(ranked), []
    while left:
        best = left[0]
        group = [best, *(name for name in left[1:] if not resolved(best, name))]
        groups.append(group)
        left = [name for name in left if name not in group]
    return groups
