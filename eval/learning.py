"""How a score grows with labels: a band over repeated draws, and the labels that a target would take.

The error 1 - score is fitted with an inverse power law, a + b * n^-c (Cortes et al. 1994, 'Learning Curves:
Asymptotic Values and Rate of Convergence'; weighted as in Figueroa et al. 2012), a never below 0. The law is
fitted again to resampled draws; the interval of 'labels needed' is where the middle of those fits lies. Where
the law misses the end of the curve, too many fits never reach the target, or it lies far outside what was
seen, no number is given.

>>> import numpy as np
>>> law = fit(np.array([20.0, 40, 80, 160]), 0.1 + 2 * np.array([20.0, 40, 80, 160]) ** -0.5)
>>> [round(v, 2) for v in (law.floor, law.scale, law.rate)], round(law.labels(0.8))
([0.1, 1.99, 0.5], 398)
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.scores import Array

SHARE = 0.8  # of the draws lie in the band
FARTHEST = 10  # times the labels there are: no law is believed beyond
_REFITS = 1000
_RATES = np.geomspace(0.05, 2, 200)


@dataclass(frozen=True)
class Point:
    """Mean score at ``size`` labels, with the band that holds ``SHARE`` of the ``draws``."""

    size: int
    value: float
    low: float
    high: float
    draws: int


@dataclass(frozen=True)
class Law:
    """Error = ``floor`` + ``scale`` * labels ** -``rate``."""

    floor: float
    scale: float
    rate: float

    def score(self, size: float) -> float:
        """Return the score that the law gives at ``size`` labels."""
        return float(1 - self.floor - self.scale * size**-self.rate)

    def labels(self, target: float) -> float:
        """Return how many labels reach a score; infinity when none do."""
        room = 1 - target - self.floor
        if room <= 0:
            return math.inf
        exponent = math.log(self.scale / room) / self.rate
        return math.exp(exponent) if exponent < 700 else math.inf


@dataclass(frozen=True)
class Needed:
    """Labels needed for ``target``: a number with its interval, or ``why`` there is none, in words."""

    target: float
    labels: float | None
    low: float | None
    high: float | None
    level: float
    why: str = ""

    def text(self, score: str) -> str:
        """Return the finding in a sentence; ``score`` names what is to reach the target."""
        asked = f"Labels needed for {score} {self.target:.2f}"
        if self.labels is None:
            return f"{asked}: {self.why}."
        limits = f"{self.level:.0%} interval {_round(self.low)} to {_round(self.high)}"
        return f"{asked}: about {_round(self.labels)} ({limits})."


def points(values: Array, sizes: Sequence[int]) -> list[Point]:
    """Return the curve of (draws, sizes) scores; NaN: that draw gave no score at that size."""
    found = []
    for size, column in zip(sizes, values.T, strict=True):
        seen = column[np.isfinite(column)]
        if len(seen):
            low, high = np.quantile(seen, [(1 - SHARE) / 2, (1 + SHARE) / 2])
            found.append(Point(size, float(seen.mean()), float(low), float(high), len(seen)))
    return found


def fit(sizes: Array, errors: Array) -> Law:
    """Return the inverse power law of least squared error; each size weighs as many as its labels.

    For each of many rates the other two parameters are a straight line's, so no search can go astray.
    """
    weight = sizes / sizes.sum()  # what is extrapolated from are the large sizes
    x = sizes ** -_RATES[:, None]  # (rates, sizes)
    centre, mean = x @ weight, errors @ weight
    centred = x - centre[:, None]
    scale = (centred * (errors - mean)) @ weight / (centred**2 @ weight)
    floor = mean - scale * centre
    below = floor < 0  # a law through no floor fits best where the free one would lie below 0
    scale = np.maximum(np.where(below, (x * errors) @ weight / (x**2 @ weight), scale), 1e-9)
    floor = np.where(below, 0.0, floor)
    best = np.argmin((floor[:, None] + scale[:, None] * x - errors) ** 2 @ weight)
    return Law(float(floor[best]), float(scale[best]), float(_RATES[best]))


def needed(values: Array, sizes: Sequence[int], target: float, level: float, seed: int) -> Needed:
    """Return the labels needed for a target score, from (draws, sizes) scores."""

    def unsaid(why: str) -> Needed:
        return Needed(target, None, None, None, level, why)

    complete = np.isfinite(values).all(axis=0)
    x, table = np.array(sizes, float)[complete], values[:, complete]
    if len(x) < 4:
        return unsaid(f"cannot be said: a law needs 4 sizes with scores, not {len(x)}")
    mean = table.mean(axis=0)
    if mean[-1] >= target:
        return unsaid(f"reached already, with {x[np.argmax(mean >= target)]:.0f} or fewer")
    law = fit(x, 1 - mean)
    missed = abs(law.score(x[-1]) - mean[-1])
    if missed > (target - mean[-1]) / 2:
        return unsaid(f"cannot be said: the law misses the end of the curve by {missed:.3f}")
    rng = np.random.default_rng(seed)
    picks = rng.integers(0, len(table), (_REFITS, len(table)))
    spread = [fit(x, 1 - table[pick].mean(axis=0)).labels(target) for pick in picks]
    low, high = np.quantile(spread, [(1 - level) / 2, (1 + level) / 2], method="nearest")
    point, most = law.labels(target), float(x[-1])
    if math.isinf(point):
        return unsaid(f"cannot be said: the curve levels off near {1 - law.floor:.2f}, before it")
    if point > FARTHEST * most:
        return unsaid(f"cannot be said: more than {FARTHEST} times the {most:.0f} there are")
    if high > FARTHEST**2 * most:
        return unsaid(f"cannot be said: at least {_round(low)}, no upper limit at {level:.0%}")
    return Needed(target, point, float(low), float(high), level)


def _round(number: float | None) -> str:
    """Return a count with two significant digits."""
    if number is None or not math.isfinite(number):
        return "–"
    digits = max(0, math.floor(math.log10(max(number, 1))) - 1)
    return f"{round(number, -digits):,.0f}"
