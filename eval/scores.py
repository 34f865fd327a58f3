"""Scores and the shape of a metric: ``measure`` one item, ``reduce`` many.

A metric turns every item into one row of sufficient statistics (counts or sums); its values are a
function of weighted rows. Point estimates, bootstrap intervals, jackknives and paired tests all
call the same ``reduce`` with other weights, so a metric that works has its interval for free.

>>> class Words(Mean):
...     name = "words"
...     tasks = ("summarize",)
...     def outputs(self):
...         return [Column("words", higher_is_better=None)]
...     def values(self, item):
...         return [float(len(item.prediction.text.split()))]

Source: the measure-then-aggregate design of sacrebleu (Post 2018, "A call for clarity in reporting
BLEU scores"), extended to weights.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from nlp.errors import UserError
from nlp.records import Item, LabelSet, Outcome

Array = NDArray[Any]  # float64 unless said otherwise
ANSWERED = frozenset({Outcome.SCORED, Outcome.TRUNCATED})


class NotMeasuredError(Exception):
    """A metric cannot give a number on these items; the message says why."""


@dataclass(frozen=True, slots=True)
class Score:
    """One number with what makes it readable: interval, n, stories and how it was made.

    ``low``/``high`` are None when no interval can be given; ``note`` then says why.
    ``higher_is_better`` is None for descriptions such as length.
    """

    metric: str
    label: str
    value: float
    low: float | None
    high: float | None
    n: int
    stories: int
    level: float = 0.95
    note: str = ""
    signature: str = ""
    higher_is_better: bool | None = True

    def text(self, digits: int = 2) -> str:
        """Return '0.71 [0.66, 0.76]', or the value and the reason why it stands alone."""
        if self.low is None or self.high is None:
            return f"{self.value:.{digits}f}" + (f" ({self.note})" if self.note else "")
        return f"{self.value:.{digits}f} [{self.low:.{digits}f}, {self.high:.{digits}f}]"


@dataclass(frozen=True, slots=True)
class Column:
    """One named value that a metric gives, and what an interval for it rests on.

    ``needs``: row columns that must be non-zero in enough stories (F1 of a label: its gold count).
    ``proportion``: (hits, trials) row columns when the value is their ratio of 0/1 counts.
    ``bare``: why the value never has an interval ('a count').
    """

    metric: str
    label: str = ""
    higher_is_better: bool | None = True
    needs: tuple[int, ...] = ()
    proportion: tuple[int, int] | None = None
    bare: str = ""

    @property
    def key(self) -> str:
        """Return 'f1[mercenary_activity]', or the bare metric name when there is no label."""
        return f"{self.metric}[{self.label}]" if self.label else self.metric


@runtime_checkable
class Metric(Protocol):
    """Anything that measures items; the constructor takes plain keyword arguments."""

    name: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]]
    needs_gold: ClassVar[bool]  # False: also measures items without a gold answer

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the m values that ``reduce`` gives, in order."""
        ...

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, k) float64 sufficient statistics, one row per item."""
        ...

    def reduce(self, rows: Array, weights: Array) -> Array:
        """Return (B, m) values for (n, k) rows under (B, n) item weights; NaN where undefined."""
        ...

    def item_values(self, rows: Array) -> Array | None:
        """Return (n, m) values per item, oriented like the columns, for win/tie/loss, or None."""
        ...

    def settings(self) -> dict[str, str]:
        """Return what changes the value (tokenizer, stemming, …), for the signature."""
        ...


class Additive(ABC):
    """A metric whose values are a function of weighted row sums, so stories may be summed first."""

    name: ClassVar[str]
    tasks: ClassVar[tuple[str, ...]]
    needs_gold: ClassVar[bool] = True

    @abstractmethod
    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the m values that ``combine`` gives, in order."""

    @abstractmethod
    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, k) float64 sufficient statistics, one row per item."""

    @abstractmethod
    def combine(self, sums: Array) -> Array:
        """Return (B, m) values for (B, k) weighted row sums; NaN where undefined."""

    def reduce(self, rows: Array, weights: Array) -> Array:
        """Return (B, m) values for (n, k) rows under (B, n) item weights."""
        return self.combine(weights @ rows)

    def item_values(self, rows: Array) -> Array | None:
        """Return (n, m): each item's value on its own."""
        return self.combine(rows)

    def settings(self) -> dict[str, str]:
        """Return what changes the value, for the signature."""
        return {}


class Mean(Additive):
    """Means over items of per-item values; an item without a value (NaN) leaves that mean alone."""

    needs_gold: ClassVar[bool] = True

    @abstractmethod
    def outputs(self) -> list[Column]:
        """Return the columns, without what their interval rests on."""

    @abstractmethod
    def values(self, item: Item) -> Sequence[float]:
        """Return the item's m values; NaN: this item has none."""

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the outputs, each resting on the items that have a value."""
        out = self.outputs()
        return [
            Column(c.metric, c.label, c.higher_is_better, needs=(len(out) + i,))
            for i, c in enumerate(out)
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 2m): the values (0 where undefined), then 1 where defined."""
        width = len(self.outputs())
        values = np.array([self.values(item) for item in items], dtype=float).reshape(-1, width)
        defined = ~np.isnan(values)
        return np.hstack([np.where(defined, values, 0.0), defined.astype(float)])

    def combine(self, sums: Array) -> Array:
        """Return (B, m) means; NaN where no item has a value."""
        width = sums.shape[1] // 2
        return ratio(sums[:, :width], sums[:, width:], np.nan)


def ratio(numerator: Array, denominator: Array, undefined: float = 0.0) -> Array:
    """Return numerator / denominator elementwise, ``undefined`` where the denominator is 0."""
    safe = np.where(denominator == 0, 1, denominator)
    return np.asarray(np.where(denominator == 0, undefined, numerator / safe))


def answered(item: Item) -> bool:
    """Whether the model gave an answer; a failed, abstained or unparsed one is empty and wrong."""
    return item.prediction.outcome in ANSWERED


def need_labels(labels: LabelSet | None, metric: str) -> LabelSet:
    """Return the label set of a classification task, or say that the metric does not fit."""
    if labels is None or not labels.names:
        raise UserError(
            f"metric {metric!r} scores labels, but this task has none; "
            "use a summary metric such as 'rouge' for summaries."
        )
    return labels


@cache
def toolkit_version() -> str:
    """Return the installed version of the toolkit, 'source' when it runs uninstalled."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    try:
        return version("realign")
    except PackageNotFoundError:
        return "source"


def signature(column: Column, metric: Metric, interval: Mapping[str, str] | None = None) -> str:
    """Return 'metric:rouge1_f|tok:unicode|…|version:0.1.0': all that is needed to make it again."""
    parts = {"metric": column.key, **metric.settings(), **(interval or {})}
    return "|".join(f"{k}:{v}" for k, v in {**parts, "version": toolkit_version()}.items())
