"""Intervals that respect stories: cluster bootstrap (percentile, BCa), Wilson, jackknife.

Copies of one wire story are not independent, so whole stories are drawn, never articles. The
percentile and BCa limits are read at levels widened for few stories (Hesterberg 2015, "What
teachers should know about the bootstrap"), because plain ones cover too little below about 100.
Proportions get Wilson's interval at their effective sample size (Korn & Graubard 1998, with
Wilson's limits in place of Clopper-Pearson's); where a bootstrap has no usable spread, the
jackknife steps in.

>>> [round(limit, 3) for limit in wilson(8, 10, effective=10, stories=10, level=0.95)]
[0.49, 0.943]
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eval.sample import Estimate, Sample
from eval.scores import Array, Column
from nlp.errors import UserError

MIN_STORIES = 10  # fewer stories, or stories with a positive, than this: no interval
METHODS = ("percentile", "bca")
CELLS = 4_000_000  # counts held at once: 16 megabytes
CACHED = 1 << 17  # counts made at once: a megabyte, so that scattered writes stay in the cache


@dataclass(frozen=True, slots=True)
class Plan:
    """How intervals are made: the same plan and data give the same digits."""

    resamples: int = 2000
    seed: int = 0
    level: float = 0.95
    method: str = "percentile"

    def __post_init__(self) -> None:
        """Refuse what cannot give an interval."""
        if self.method not in METHODS:
            raise UserError(f"unknown interval method {self.method!r}; allowed: percentile, bca.")
        if not 0.5 <= self.level < 1:
            raise UserError(f"interval level {self.level!r} must lie in [0.5, 1), such as 0.95.")
        if self.resamples < 100:
            raise UserError(f"resamples={self.resamples!r} is too few; use 100 or more, say 2000.")
        if self.seed < 0:
            raise UserError(f"seed={self.seed!r} must be 0 or more.")


def draws(stories: int, resamples: int, seed: int) -> Iterator[NDArray[np.float32]]:
    """Yield (b, S) story counts of bootstrap samples, ``resamples`` rows in all, in chunks."""
    rng = np.random.Generator(np.random.SFC64(seed))
    kind: Any = np.uint16 if stories < 1 << 16 else np.uint32
    step = max(1, CELLS // stories)
    for start in range(0, resamples, step):
        counts = np.empty((min(step, resamples - start), stories), dtype=np.float32)
        for block in np.array_split(counts, -(-counts.size // CACHED)):
            picks = rng.integers(0, stories, size=block.shape, dtype=kind).astype(np.intp)
            picks += (np.arange(len(block)) * stories)[:, None]
            block[:] = np.bincount(picks.ravel(), minlength=block.size).reshape(block.shape)
        yield counts


def resample(estimates: Sequence[Estimate], plan: Plan) -> list[Array]:
    """Return one (B, m) array of bootstrap values per estimate, all on the same drawn stories."""
    if not estimates:
        return []
    chunks: list[list[Array]] = [[] for _ in estimates]
    for counts in draws(estimates[0].stories, plan.resamples, plan.seed):
        for kept, estimate in zip(chunks, estimates, strict=True):
            kept.append(estimate.values(counts))
    return [np.concatenate(kept) for kept in chunks]


def interval(estimate: Estimate, j: int, spread: Array, plan: Plan) -> tuple[float, float, str]:
    """Return (low, high, method) of value ``j`` from its (B,) bootstrap values.

    The jackknife replaces a bootstrap in which some resample had no value, or, for BCa, whose
    values all lie on one side of the estimate.
    """
    stories = estimate.stories
    if np.isfinite(spread).all():
        if plan.method == "percentile":
            low, high = np.quantile(spread, widened(stories, plan.level))
            return float(low), float(high), "percentile"
        point, left_out = float(estimate.point()[j]), estimate.left_out[:, j]
        limits = bca(point, spread, left_out, stories, plan.level)
        if limits is not None:
            return (*limits, "bca")
    point, left_out = float(estimate.point()[j]), estimate.left_out[:, j]
    return (*jackknife(point, left_out, stories, plan.level), "jackknife")


@dataclass(frozen=True, slots=True)
class Limits:
    """An interval, or the reason why there is none, and how it was made (for the signature)."""

    low: float | None
    high: float | None
    note: str
    how: dict[str, str]


def limits(sample: Sample, j: int, spread: Array | None, plan: Plan) -> Limits:
    """Return the interval of column ``j`` of a sample from its (B, m) bootstrap values."""
    column = sample.columns[j]
    note = too_few(sample, column)
    if note or spread is None:
        return Limits(None, None, note, {})
    how = {"clusters": "story", "level": f"{plan.level:g}"}
    if bool((sample.weight != 1).any()):
        how["weights"] = "inclusion"
    if column.proportion is not None:
        return Limits(
            *wilson_by_story(sample, column, plan.level), "", {"interval": "wilson", **how}
        )
    if np.ptp(spread[:, j]) == 0:
        return Limits(None, None, "the same in every resample: no interval", {})
    low, high, method = interval(sample, j, spread[:, j], plan)
    if method != "jackknife":
        how |= {"resamples": str(plan.resamples), "seed": str(plan.seed)}
    return Limits(low, high, "", {"interval": method, **how})


def widened(stories: int, level: float) -> tuple[float, float]:
    """Return the two quantile levels that a t interval on ``stories`` units would need.

    >>> [round(x, 4) for x in widened(20, 0.95)]
    [0.0159, 0.9841]
    """
    from scipy.special import ndtr

    tail = float(ndtr(-_half_width(stories, level)))
    return tail, 1 - tail


def bca(
    point: float, spread: Array, left_out: Array, stories: int, level: float
) -> tuple[float, float] | None:
    """Return bias-corrected and accelerated limits (Efron 1987), None where they do not exist."""
    from scipy.special import ndtr, ndtri

    below = float(np.mean(spread < point) + np.mean(spread == point) / 2)
    if not 0 < below < 1 or not np.isfinite(left_out).all():
        return None
    shift = float(ndtri(below))
    deviation = left_out.mean() - left_out
    scale = float((deviation**2).sum()) ** 1.5
    bend = float((deviation**3).sum()) / (6 * scale) if scale > 0 else 0.0
    half = _half_width(stories, level)
    levels = [shift + (shift + z) / (1 - bend * (shift + z)) for z in (-half, half)]
    low, high = np.quantile(spread, ndtr(levels))
    return float(low), float(high)


def jackknife(point: float, left_out: Array, stories: int, level: float) -> tuple[float, float]:
    """Return point ± t·SE with the delete-one-story standard error (Tukey 1958)."""
    half = _student(stories, level) * standard_error(left_out)
    return point - half, point + half


def standard_error(left_out: Array) -> float:
    """Return the jackknife standard error from (G,) leave-one-out values."""
    groups = len(left_out)
    return float(np.sqrt((groups - 1) / groups * ((left_out - left_out.mean()) ** 2).sum()))


def wilson(
    hits: float, trials: float, effective: float, stories: int, level: float
) -> tuple[float, float]:
    """Return Wilson's limits for hits/trials as if ``effective`` independent trials had been seen.

    ``effective`` is first reduced by (z/t)² for ``stories`` - 1 degrees of freedom when copies made
    it smaller than ``trials``; with one article per story it is Wilson's interval (1927) itself.
    """
    from scipy.special import ndtri

    share, z = hits / trials, float(ndtri(0.5 + level / 2))
    if effective < trials:
        effective *= (z / _student(stories, level)) ** 2
    centre = (share + z * z / (2 * effective)) / (1 + z * z / effective)
    half = z * math.sqrt(share * (1 - share) / effective + z * z / (4 * effective**2))
    half /= 1 + z * z / effective
    return max(0.0, centre - half), min(1.0, centre + half)


def effective_trials(hits: Array, trials: Array) -> float:
    """Return how many independent trials (S,) hits of (S,) trials per story are worth.

    Trials divided by the design effect (linearised between-story variance over the binomial one),
    never more than the trials; the number of stories when all hit or all miss, where no variance
    shows.
    """
    used = trials > 0
    stories, total = int(used.sum()), float(trials.sum())
    if bool((trials[used] == 1).all()):  # one article per story, all weighing the same
        return total
    share = float(hits.sum()) / total
    if stories < 2 or share in (0.0, 1.0):
        return float(stories)
    variance = stories / (stories - 1) * float(((hits - share * trials) ** 2).sum()) / total**2
    return min(total, share * (1 - share) / variance) if variance > 0 else total


def wilson_by_story(sample: Sample, column: Column, level: float) -> tuple[float, float]:
    """Return the clustered Wilson interval of a column that is a proportion."""
    assert column.proportion is not None
    hits, trials = (sample.sums[:, j] for j in column.proportion)
    effective = effective_trials(hits, trials)
    return wilson(float(hits.sum()), float(trials.sum()), effective, int((trials > 0).sum()), level)


def too_few(sample: Sample, column: Column) -> str:
    """Return why no interval can be given for ``column``, '' when one can."""
    if column.bare:
        return column.bare
    if sample.stories < MIN_STORIES:
        return f"only {_stories(sample.stories)}: no interval"
    carriers = sample.carriers(column)
    if carriers < MIN_STORIES:
        scarce = "its scarcest label" if len(column.needs) > 1 else "a value"
        what = "this label" if column.label else scarce
        return f"only {_stories(carriers)} with {what}: no interval"
    return ""


def _stories(number: int) -> str:
    return f"{number} {'story' if number == 1 else 'stories'}"


def _half_width(stories: int, level: float) -> float:
    return math.sqrt(stories / (stories - 1)) * _student(stories, level)


def _student(stories: int, level: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(max(1, stories - 1), 0.5 + level / 2))
