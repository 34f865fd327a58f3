"""Precision, recall, F1 and support of every label.

Precision = hits / said, recall = hits / gold, F1 = 2 hits / (said + gold), support = gold, where *said*
counts the items given the label, *gold* those that have it, *hits* those with both.

Precision and recall are proportions and get Wilson intervals; F1 is not one and is resampled.
Equal to scikit-learn's ``precision_recall_fscore_support(average=None, zero_division=0)``.

>>> [c.key for c in PerLabel().columns(LabelSet(("a",), exclusive=False))]
['precision[a]', 'recall[a]', 'f1[a]', 'support[a]']
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eval.metrics.counts import LabelCounts, figures, gold, hit, said
from eval.scores import Array, Column
from nlp.records import LabelSet


class PerLabel(LabelCounts):
    """Four figures per label; support is the number of items that carry it in gold."""

    name: ClassVar[str] = "per_label"

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return precision, recall, F1, support of the first label, then of the next."""
        return [
            column
            for i, name in enumerate(self.names(labels))
            for column in (
                Column("precision", name, needs=(said(i),), proportion=(hit(i), said(i))),
                Column("recall", name, needs=(gold(i),), proportion=(hit(i), gold(i))),
                Column("f1", name, needs=(gold(i),)),
                Column("support", name, higher_is_better=None, bare="a count"),
            )
        ]

    def combine(self, sums: Array) -> Array:
        """Return (B, 4L) from summed decisions."""
        hits, given, support, _ = self.split(sums)
        f1, precision, recall = figures(hits, given, support)
        return np.stack([precision, recall, f1, support], axis=2).reshape(len(sums), -1)

    def item_values(self, rows: Array) -> Array | None:
        """Return minus the wrong decision on the column's label."""
        return -np.repeat(self.errors(rows), 4, axis=1)
