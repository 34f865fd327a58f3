"""Share of items answered exactly right: accuracy, or subset accuracy for sets of labels.

Accuracy = right / all. Equal to scikit-learn's ``accuracy_score``, except that an unanswered item is
wrong even when its gold set is empty.

>>> Accuracy().columns(LabelSet(("a", "b"), exclusive=True))[0].proportion
(0, 1)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Additive, Array, Column, answered, need_labels, ratio
from nlp.records import Item, LabelSet


class Accuracy(Additive):
    """Exact matches; rows are [right, 1]. ``name`` is what the column is called."""

    name: ClassVar[str] = "accuracy"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def __init__(self, called: str = "accuracy") -> None:
        """Store the column name ('subset_accuracy' is usual when items carry sets of labels)."""
        self.called = called

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the one column, a proportion."""
        need_labels(labels, self.name)
        return [Column(self.called, needs=(1,), proportion=(0, 1))]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 2): right or not, and 1."""
        right = [answered(i) and i.prediction.labels == i.gold.labels for i in items]
        return np.stack([np.array(right, dtype=float), np.ones(len(items))], axis=1)

    def combine(self, sums: Array) -> Array:
        """Return (B, 1) shares."""
        return ratio(sums[:, :1], sums[:, 1:], np.nan)
