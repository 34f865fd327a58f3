"""A comparison as a value: standings in tie groups, and every paired difference with its evidence.

``compare`` in ``eval.compare`` makes one from stored runs; renderers and reports read it.

>>> "resolved" in dir(Difference)
True
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from eval.intervals import Plan, interval, limits, resample, standard_error, too_few
from eval.power import detectable
from eval.sample import Pair, Sample
from eval.scores import Array
from eval.significance import discordant, holm, mcnemar, randomisation

ALPHA = 0.05  # a difference is resolved when its Holm-adjusted p is at most this


@dataclass(frozen=True, slots=True)
class Standing:
    """One run's value on the compared metric; ``group`` counts from 1, best first."""

    name: str
    value: float
    low: float | None
    high: float | None
    group: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """``a`` minus ``b`` on the same items; ``a`` is the better-scoring run.

    ``adjusted`` is p after Holm over all pairs; ``wins`` counts the articles on which ``a`` is
    better, None for metrics without a value per article; ``error`` is the standard error;
    ``detectable`` the smallest true difference seen with 80% power at 0.05 / pairs.
    """

    a: str
    b: str
    value: float
    low: float | None
    high: float | None
    p: float
    adjusted: float
    test: str
    wins: int | None
    ties: int | None
    losses: int | None
    error: float
    detectable: float
    note: str = ""

    @property
    def resolved(self) -> bool:
        """Whether the two runs can be told apart."""
        return self.adjusted <= ALPHA


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything a comparison says; standings are in order of score, best first.

    ``stories_needed`` would resolve the top two with 80% power; None when they score the same.
    """

    metric: str
    higher_is_better: bool
    n: int
    stories: int
    level: float
    standings: list[Standing]
    groups: list[list[str]]
    differences: list[Difference]
    stories_needed: int | None
    signature: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def standings(
    samples: Sequence[Sample], names: Sequence[str], groups: Sequence[Sequence[str]], j: int,
    plan: Plan,
) -> list[Standing]:  # fmt: skip
    """Return every run's value on column ``j`` with its interval and group."""
    place = {name: g for g, group in enumerate(groups, 1) for name in group}
    out = []
    for name, sample, spread in zip(names, samples, resample(samples, plan), strict=True):
        found = limits(sample, j, spread, plan)
        value = float(sample.point()[j])
        out.append(Standing(name, value, found.low, found.high, place[name], found.note))
    return out


def differences(
    samples: Sequence[Sample], names: Sequence[str], articles: Sequence[str], j: int, sign: float,
    plan: Plan,
) -> list[Difference]:  # fmt: skip
    """Return every pair's difference on column ``j``; ``sign`` is -1 when lower is better.

    All pairs are resampled on the same stories; p-values are Holm-adjusted over them.
    """
    couples = list(combinations(range(len(samples)), 2))
    pairs = [Pair(samples[a], samples[b]) for a, b in couples]
    found = []
    for (a, b), pair, spread in zip(couples, pairs, resample(pairs, plan), strict=True):
        one = _difference(pair, names[a], names[b], j, spread[:, j], plan, len(pairs))
        won = _wins(pair, articles, j, sign)
        if won is not None:
            one = replace(one, wins=won[0], ties=won[1], losses=won[2])
        found.append(one)
    adjusted = holm([d.p for d in found])
    return [replace(d, adjusted=p) for d, p in zip(found, adjusted, strict=True)]


def _difference(
    pair: Pair, a: str, b: str, j: int, spread: Array, plan: Plan, family: int
) -> Difference:
    value = float(pair.point()[j])
    low, high, note = _limits(pair, j, spread, plan)
    counts = discordant(pair, j)
    if counts is not None:
        p, test = mcnemar(*counts), "exact McNemar"
    else:
        p = float(randomisation(pair, plan.resamples, plan.seed)[j])
        test = "story-swapped randomisation"
    whole = bool(np.isfinite(spread).all())
    error = float(np.std(spread, ddof=1)) if whole else standard_error(pair.left_out[:, j])
    least = detectable(error, ALPHA / family)
    return Difference(a, b, value, low, high, p, p, test, None, None, None, error, least, note)


def _limits(
    pair: Pair, j: int, spread: Array, plan: Plan
) -> tuple[float | None, float | None, str]:
    columns = [(sample, sample.columns[j]) for sample in (pair.a, pair.b)]
    note = next((why for s, c in columns if (why := too_few(s, c))), "")
    if note:
        return None, None, note
    if np.ptp(spread) == 0:
        return None, None, "the same in every resample: no interval"
    low, high, _ = interval(pair, j, spread, plan)
    return low, high, ""


def _wins(pair: Pair, articles: Sequence[str], j: int, sign: float) -> tuple[int, int, int] | None:
    """Return the articles on which a is better, level, worse, from values summed by article."""
    a, b = (s.metric.item_values(s.rows) for s in (pair.a, pair.b))
    if a is None or b is None:
        return None
    totals: defaultdict[str, float] = defaultdict(float)
    for article, gap in zip(articles, sign * np.nan_to_num(a[:, j] - b[:, j]), strict=True):
        totals[article] += float(gap)
    wins = sum(gap > 1e-9 for gap in totals.values())
    losses = sum(gap < -1e-9 for gap in totals.values())
    return wins, len(totals) - wins - losses, losses
