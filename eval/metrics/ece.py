"""Expected calibration error: how far probabilities are from observed shares; lower is better.

ECE = sum over bins of (share of all probabilities in the bin) x |mean probability - observed share|.

Bins hold equal numbers of probabilities ('adaptive', Nguyen & O'Connor 2015). Exclusive labels: the
probability of the likeliest label against whether it was right. Sets of labels: every probability
of every label against its gold. An unanswered item counts as sure and wrong. The estimate is biased
upwards, a bootstrap doubles that bias, and no interval is printed; the Brier score has one.

>>> ECE(bins=10).settings()
{'bins': '10', 'binning': 'adaptive'}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, probability_matrix
from eval.scores import Additive, Array, Column, NotMeasuredError, need_labels, ratio
from nlp.errors import UserError
from nlp.records import Item, LabelSet


class ECE(Additive):
    """Adaptive calibration error; rows are [probability, gold, count] per bin."""

    name: ClassVar[str] = "ece"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def __init__(self, bins: int = 10) -> None:
        """Store the number of bins; raises UserError below 2."""
        if bins < 2:
            raise UserError(f"metric ece: bins={bins} is too few; use 2 or more.")
        self.bins = bins

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the one column, without interval."""
        need_labels(labels, self.name)
        return [Column(self.name, higher_is_better=False, bare="biased upwards: no interval")]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3 * bins) rows; the bins are fixed on all items."""
        kind = need_labels(labels, self.name)
        given = probability_matrix(items, kind.names)
        if given is None:
            raise NotMeasuredError("the model gives no probabilities")
        gold = gold_matrix(items, kind.names)
        if kind.exclusive:
            top = np.nan_to_num(given).argmax(axis=1)[:, None]
            given = np.take_along_axis(given, top, axis=1)
            gold = np.where(np.isnan(given), 0.0, np.take_along_axis(gold, top, axis=1))
            given = np.where(np.isnan(given), 1.0, given)
        given = np.where(np.isnan(given), 1 - gold, given)
        edges = np.quantile(given, np.linspace(0, 1, self.bins + 1)[1:-1])
        place = np.searchsorted(edges, given, side="right")
        parts = np.stack([given, gold, np.ones_like(given)], axis=2)  # (n, decisions, 3)
        inside = place[:, :, None] == np.arange(self.bins)
        return np.asarray(np.einsum("ndb,ndp->nbp", inside, parts)).reshape(len(items), -1)

    def combine(self, sums: Array) -> Array:
        """Return (B, 1): mean distance, bins weighted by their counts."""
        gap = np.abs(sums[:, 0::3] - sums[:, 1::3]).sum(axis=1, keepdims=True)
        return ratio(gap, sums[:, 2::3].sum(axis=1, keepdims=True), np.nan)

    def item_values(self, rows: Array) -> Array | None:
        """Return None: one item is not calibrated."""
        return None

    def settings(self) -> dict[str, str]:
        """Return the binning."""
        return {"bins": str(self.bins), "binning": "adaptive"}
