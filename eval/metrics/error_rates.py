"""True- and false-positive rates, pooled over labels and for every label: what slices are held against.

TPR = TP / (TP + FN); FPR = FP / (FP + TN).

A model that is as accurate everywhere may still miss more in one outlet and cry wolf more in
another (Hardt et al. 2016, "Equality of opportunity in supervised learning"). ``tpr`` is recall;
``fpr`` is the share of the negatives that were given the label.

>>> [c.key for c in ErrorRates().columns(LabelSet(("a",), exclusive=False))]
['tpr', 'fpr', 'tpr[a]', 'fpr[a]']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, label_matrix
from eval.scores import Additive, Array, Column, need_labels, ratio
from nlp.records import Item, LabelSet


class ErrorRates(Additive):
    """Rows: [hits, positives, false alarms, negatives], pooled and then per label."""

    name: ClassVar[str] = "error_rates"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return tpr and fpr pooled over labels, then of each label; per label a proportion."""
        out = [
            Column("tpr", needs=(1,)),
            Column("fpr", higher_is_better=False, needs=(3,)),
        ]
        for i, name in enumerate(need_labels(labels, self.name).names, 1):
            hit, positive, alarm, negative = range(4 * i, 4 * i + 4)
            out.append(Column("tpr", name, needs=(positive,), proportion=(hit, positive)))
            out.append(Column("fpr", name, False, (negative,), (alarm, negative)))
        return out

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 4 + 4L) counts; an unanswered item says nothing."""
        names = need_labels(labels, self.name).names
        gold, said = gold_matrix(items, names), label_matrix(items, names)
        each = np.stack([gold * said, gold, (1 - gold) * said, 1 - gold], axis=2)
        return np.hstack([each.sum(axis=1), each.reshape(len(items), -1)])

    def combine(self, sums: Array) -> Array:
        """Return (B, 2 + 2L) rates; NaN without positives or negatives."""
        return ratio(sums[:, ::2], sums[:, 1::2], np.nan)
