"""Figures made of several samples on the same stories: averages over annotators, shares, contrasts.

All samples number the same stories (``on_stories``), so that one bootstrap draw moves them together
and what they share cancels.

>>> share = Combined([model, people], lambda v: v[0] / v[1])  # doctest: +SKIP
>>> share.point()  # doctest: +SKIP
array([0.76])
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from eval.intervals import MIN_STORIES, Limits, Plan, interval, too_few
from eval.sample import Sample, sum_by_story
from eval.scores import Array


@dataclass(frozen=True)
class Combined:
    """Values of ``samples`` combined by ``how``, an elementwise function of their (…, m) values."""

    samples: Sequence[Sample]
    how: Callable[[Sequence[Array]], Array]

    @property
    def stories(self) -> int:
        """Return the number of stories, the same in all samples."""
        return self.samples[0].stories

    def point(self) -> Array:
        """Return the (m,) values on the data as they are."""
        return self.how([s.point() for s in self.samples])

    def values(self, counts: Array) -> Array:
        """Return (B, m) values under (B, S) story counts."""
        return self.how([s.values(counts) for s in self.samples])

    @cached_property
    def left_out(self) -> Array:
        """Return (G, m) values with each story (or group of stories) left out."""
        return self.how([s.left_out for s in self.samples])

    def limits(self, j: int, spread: Array | None, plan: Plan) -> Limits:
        """Return the interval of value ``j`` from the (B, m) bootstrap values, or why there is none."""
        notes = [too_few(s, s.columns[j]) for s in self.samples]
        note = next(filter(None, notes), "")
        if note or spread is None or self.stories < MIN_STORIES:
            return Limits(None, None, note, {})
        if np.ptp(spread[:, j]) == 0:
            return Limits(None, None, "the same in every resample: no interval", {})
        low, high, method = interval(self, j, spread[:, j], plan)
        how = {"interval": method, "clusters": "story", "level": f"{plan.level:g}"}
        if method != "jackknife":
            how |= {"resamples": str(plan.resamples), "seed": str(plan.seed)}
        return Limits(low, high, "", how)


def mean(values: Sequence[Array]) -> Array:
    """Return the average of arrays of one shape."""
    return np.asarray(np.mean(np.stack(values), axis=0))


def on_stories(sample: Sample, story: NDArray[np.intp], stories: int) -> Sample:
    """Return ``sample`` with its (n,) items in the given stories, of which it may hold only some."""
    sums = sum_by_story(sample.rows * sample.weight[:, None], story, stories)
    return replace(sample, story=story, stories=stories, sums=sums, light=sums.astype(np.float32))


def part(sample: Sample, keep: NDArray[np.bool_]) -> Sample:
    """Return the items of ``sample`` marked in the (n,) mask, among all its stories."""
    return on_stories(_marked(sample, keep), sample.story[keep], sample.stories)


def alone(sample: Sample, keep: NDArray[np.bool_]) -> Sample:
    """Return the items of ``sample`` marked in the (n,) mask, as if there were no others."""
    used, story = np.unique(sample.story[keep], return_inverse=True)
    return on_stories(_marked(sample, keep), story, len(used))


def _marked(sample: Sample, keep: NDArray[np.bool_]) -> Sample:
    weight = sample.weight[keep]
    return replace(sample, rows=sample.rows[keep], weight=weight / weight.mean())
