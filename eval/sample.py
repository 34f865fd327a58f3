"""Measured items, grouped by story: what every interval and test evaluates under other weights.

``Sample`` holds one metric's rows; ``Pair`` holds two runs on the same items and gives their
differences. Both answer the same three questions (``point``, ``values`` under story counts,
``left_out``), so the bootstrap, the jackknife and the tests are written once. Additive metrics are
summed by story before anything is resampled: a resample then costs (stories x statistics).

>>> sample = Sample.of(metric, items, labels)  # doctest: +SKIP
>>> sample.point()  # doctest: +SKIP
array([0.71, 0.74])
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eval.scores import Additive, Array, Column, Metric
from nlp.records import Item, LabelSet

GROUPS = 200  # most groups left out in turn when a metric cannot be summed by story
CELLS = 4_000_000  # most (resample x item) cells held at once


class Estimate(Protocol):
    """Anything with m values that can be computed again under story counts."""

    @property
    def stories(self) -> int:
        """Return the number of stories S."""
        ...

    def point(self) -> Array:
        """Return the (m,) values on the data as they are, in float64."""
        ...

    def values(self, counts: Array) -> Array:
        """Return (B, m) values when story s is taken ``counts[b, s]`` times."""
        ...

    @property
    def left_out(self) -> Array:
        """Return (G, m) values with each story (or each of G groups of stories) left out."""
        ...


def story_index(items: Sequence[Item]) -> NDArray[np.intp]:
    """Return the (n,) story number of every item; an item without a story is its own."""
    numbers: dict[tuple[bool, str], int] = {}
    keys = ((bool(i.story), i.story or i.article.id or i.id) for i in items)
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.intp)


def sum_by_story(rows: Array, story: NDArray[np.intp], stories: int) -> Array:
    """Return (S, k) float64 sums of the (n, k) rows of each story."""
    columns = [np.bincount(story, rows[:, j], minlength=stories) for j in range(rows.shape[1])]
    return np.stack(columns, axis=1) if columns else np.zeros((stories, 0))


@dataclass(frozen=True)
class Sample:
    """One metric's (n, k) rows over n items of S stories.

    ``weight`` (n,) holds inverse inclusion probabilities scaled to mean 1 (Horvitz-Thompson): all ones
    where every item was certain to be in the sample.
    """

    metric: Metric
    columns: list[Column]
    rows: Array
    weight: Array
    story: NDArray[np.intp]
    stories: int
    sums: Array = field(repr=False)  # (S, k) float64
    light: Array = field(repr=False)  # the same in float32: twice as fast, exact for counts < 2**24

    @classmethod
    def of(
        cls,
        metric: Metric,
        items: Sequence[Item],
        labels: LabelSet | None,
        story: NDArray[np.intp] | None = None,
    ) -> Sample:
        """Measure ``items`` once; ``story`` is their ``story_index`` when it is at hand."""
        rows = np.asarray(metric.measure(items, labels), dtype=np.float64)
        weight = np.array([item.gold.weight for item in items], dtype=np.float64)
        weight /= weight.mean() if len(weight) else 1.0
        story = story_index(items) if story is None else story
        stories = int(story.max()) + 1 if len(story) else 0
        sums = sum_by_story(rows * weight[:, None], story, stories)
        columns, light = metric.columns(labels), sums.astype(np.float32)
        return cls(metric, columns, rows, weight, story, stories, sums, light)

    def point(self) -> Array:
        """Return the (m,) values of the metric."""
        if isinstance(self.metric, Additive):
            return self.metric.combine(self.sums.sum(axis=0, keepdims=True)).ravel()
        return self.metric.reduce(self.rows, self.weight[None, :]).ravel()

    def values(self, counts: Array) -> Array:
        """Return (B, m) values under (B, S) story counts."""
        if isinstance(self.metric, Additive):
            table = self.light if counts.dtype == np.float32 else self.sums
            return self.metric.combine((counts @ table).astype(np.float64))
        step = max(1, CELLS // max(1, len(self.rows)))
        parts = [
            self.metric.reduce(self.rows, counts[i : i + step][:, self.story] * self.weight)
            for i in range(0, len(counts), step)
        ]
        return np.concatenate(parts)

    @cached_property
    def left_out(self) -> Array:
        """Return (G, m) values, each story left out in turn (in 200 groups if not additive)."""
        if isinstance(self.metric, Additive):
            return self.metric.combine(self.sums.sum(axis=0) - self.sums)
        groups = np.arange(self.stories) % min(GROUPS, self.stories)
        keep = (groups[None, :] != np.arange(min(GROUPS, self.stories))[:, None]).astype(float)
        return self.values(keep)

    def carriers(self, column: Column) -> int:
        """Return how many stories an interval for ``column`` rests on (its scarcest need)."""
        return min([self.stories, *(int((self.sums[:, j] != 0).sum()) for j in column.needs)])


@dataclass(frozen=True)
class Pair:
    """Two runs measured on the same items in the same order: values are ``a`` minus ``b``."""

    a: Sample
    b: Sample

    @property
    def stories(self) -> int:
        """Return the number of stories, the same in both."""
        return self.a.stories

    def point(self) -> Array:
        """Return the (m,) differences."""
        return self.a.point() - self.b.point()

    def values(self, counts: Array) -> Array:
        """Return (B, m) differences, both runs under the same story counts."""
        return self.a.values(counts) - self.b.values(counts)

    @cached_property
    def left_out(self) -> Array:
        """Return (G, m) differences with each story (or group of stories) left out."""
        return self.a.left_out - self.b.left_out
