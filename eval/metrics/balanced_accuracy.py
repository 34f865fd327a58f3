"""Balanced accuracy: recall averaged over the classes, so that a rare class counts like any other.

Exclusive labels: mean recall over labels that occur, scikit-learn's ``balanced_accuracy_score``.
Sets of labels: the mean over labels of (recall + specificity) / 2. That figure is also given per
label, where 0.5 is chance; it is undefined for a label that always or never occurs.

>>> [c.key for c in BalancedAccuracy().columns(LabelSet(("a",), exclusive=False))]
['balanced_accuracy', 'balanced_accuracy[a]']
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eval.metrics.counts import LabelCounts, gold
from eval.scores import Array, Column, ratio
from nlp.records import LabelSet


class BalancedAccuracy(LabelCounts):
    """Overall balanced accuracy, then one figure per label."""

    name: ClassVar[str] = "balanced_accuracy"

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the overall column, then one per label."""
        names = self.names(labels)
        every = tuple(gold(i) for i in range(len(names)))
        single = [Column(self.name, name, needs=(gold(i),)) for i, name in enumerate(names)]
        return [Column(self.name, needs=every), *single]

    def combine(self, sums: Array) -> Array:
        """Return (B, 1 + L) from summed decisions."""
        hits, said, support, total = self.split(sums)
        recall = ratio(hits, support, np.nan)
        absent = total - support
        specificity = ratio(absent - (said - hits), absent, np.nan)
        single = (recall + specificity) / 2
        occurring = ratio(np.nansum(recall, axis=1), np.isfinite(recall).sum(axis=1), np.nan)
        overall = np.where(self.exclusive(sums), occurring, single.mean(axis=1))
        return np.hstack([overall[:, None], single])

    def item_values(self, rows: Array) -> Array | None:
        """Return minus the wrong decisions: in all, then per label."""
        errors = self.errors(rows)
        return -np.hstack([errors.sum(axis=1, keepdims=True), errors])
