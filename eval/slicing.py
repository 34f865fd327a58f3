"""Slices of a run, each against all the rest: values behind ``eval.slices`` and the reports.

A slice has its value with an interval, its difference from the rest of the run with a t interval on
the jackknife error over stories (at the degrees of freedom of the smaller side), and p adjusted by
Holm over all slices that are tested.

>>> slices(items, F1(), labels, ["language"])[0].value  # doctest: +SKIP
'fr'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from eval.combined import alone, part
from eval.comparison import ALPHA
from eval.grouping import groups
from eval.intervals import MIN_STORIES, Plan, limits, resample, standard_error
from eval.sample import Pair, Sample
from eval.scores import Metric, NotMeasuredError, signature
from eval.significance import holm
from nlp.errors import UserError, did_you_mean
from nlp.records import Item, LabelSet


@dataclass(frozen=True, slots=True)
class Slice:
    """One slice: its score, the rest's, and the difference between them.

    ``p`` is adjusted by Holm. Everything after ``n`` may be None, ``note`` then says why.
    """

    metric: str
    by: str
    value: str
    n: int
    stories: int
    score: float | None
    low: float | None = None
    high: float | None = None
    rest: float | None = None
    difference: float | None = None
    difference_low: float | None = None
    difference_high: float | None = None
    p: float | None = None
    note: str = ""
    signature: str = ""
    higher_is_better: bool = True

    @property
    def worse(self) -> bool:
        """Whether the slice does worse than the rest, at 5% over all slices tested."""
        sign = 1 if self.higher_is_better else -1
        return self.p is not None and self.p <= ALPHA and sign * (self.difference or 0.0) < 0


def slices(
    items: Sequence[Item],
    metric: Metric,
    labels: LabelSet | None,
    by: Sequence[str],
    *,
    column: str = "",
    plan: Plan | None = None,
) -> list[Slice]:
    """Return the slices of ``items`` by metadata columns or intersections, worst first.

    Parameters
    ----------
    by
        Columns such as 'language' or 'length', or intersections such as 'language×genre'.
    column
        Which value of the metric, such as 'f1[mercenary_activity]'; '' is its first.

    Raises
    ------
    UserError
        For an unknown column of the metadata or of the metric.
    """
    plan = plan or Plan()
    used = [i for i in items if i.gold.known or not metric.needs_gold]
    if not used:
        raise UserError("no item of this run has a gold answer: there is nothing to slice.")
    try:
        whole = Sample.of(metric, used, labels)
    except NotMeasuredError as why:
        raise UserError(f"this run has no {metric.name}: {why}.") from None
    keys = [c.key for c in whole.columns]
    if column and column not in keys:
        raise UserError(f"metric {metric.name!r} has no {column!r}.{did_you_mean(column, keys)}")
    j = keys.index(column) if column else 0
    found = []
    for name in by:
        values = groups(used, name)
        for value in sorted(set(values)):
            keep = np.array([v == value for v in values])
            found.append(_slice(whole, j, keep, name, value, plan))
    tested = [k for k, s in enumerate(found) if s.p is not None]
    for k, p in zip(tested, holm([found[k].p or 0.0 for k in tested]), strict=True):
        found[k] = replace(found[k], p=p)
    sign = -1.0 if whole.columns[j].higher_is_better is False else 1.0
    return sorted(found, key=lambda s: (s.low is None, sign * (s.score or 0.0)))


def _slice(
    whole: Sample, j: int, keep: NDArray[np.bool_], by: str, value: str, plan: Plan
) -> Slice:
    column = whole.columns[j]
    inside = alone(whole, keep)
    score = float(inside.point()[j])
    plain = Slice(column.key, by, value, int(keep.sum()), inside.stories, score)
    if not np.isfinite(score):
        return replace(plain, score=None, note="undefined: nothing to average over")
    able = inside.stories >= MIN_STORIES
    spread = resample([inside], plan)[0] if able else None
    found = limits(inside, j, spread, plan)
    better = column.higher_is_better is not False
    stamp = signature(column, whole.metric, {**found.how, "slice": f"{by}={value}"})
    plain = replace(plain, signature=stamp, higher_is_better=better)
    plain = replace(
        plain,
        low=found.low,
        high=found.high,
        note=found.note,
        signature=stamp,
        higher_is_better=better,
    )
    others = len(np.unique(whole.story[~keep]))
    if found.low is None or others < MIN_STORIES:
        return plain
    return _against_the_rest(plain, Pair(part(whole, keep), part(whole, ~keep)), j, others, plan)


def _against_the_rest(plain: Slice, pair: Pair, j: int, others: int, plan: Plan) -> Slice:
    from scipy.special import stdtr, stdtrit

    gap, error = float(pair.point()[j]), standard_error(pair.left_out[:, j])
    if not np.isfinite(gap) or not error > 0:
        return plain
    freedom = min(plain.stories, others) - 1
    half = float(stdtrit(freedom, 0.5 + plan.level / 2)) * error
    return replace(
        plain, rest=float(pair.b.point()[j]), difference=gap, difference_low=gap - half,
        difference_high=gap + half, p=float(2 * stdtr(freedom, -abs(gap) / error)),
    )  # fmt: skip
