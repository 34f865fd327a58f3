"""Label decisions as counts: the rows behind F1, recall, balanced accuracy and MCC.

One row holds, for every label, whether it was hit, said and gold; then a 1, and whether labels
exclude each other. Everything a confusion matrix per label can say follows from their sums.

>>> LabelCounts.split(np.array([[1.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0]]))[1]  # said, per label
array([[1., 1.]])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, label_matrix
from eval.scores import Additive, Array, Column, need_labels, ratio
from nlp.records import Item, LabelSet


class LabelCounts(Additive):
    """Base of metrics on label decisions; rows: [hit, said, gold] per label, 1, exclusive."""

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def names(self, labels: LabelSet | None) -> tuple[str, ...]:
        """Return the label names, or say that the task has none."""
        return need_labels(labels, self.name).names

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3L + 2) indicators; an unanswered item says nothing."""
        kind = need_labels(labels, self.name)
        names = kind.names
        gold, said = gold_matrix(items, names), label_matrix(items, names)
        parts = np.stack([gold * said, said, gold], axis=2).reshape(len(items), -1)
        tail = np.tile([1.0, float(kind.exclusive)], (len(items), 1))
        return np.hstack([parts, tail])

    @staticmethod
    def split(sums: Array) -> tuple[Array, Array, Array, Array]:
        """Return hits, said and gold, each (B, L), and the total (B, 1)."""
        return sums[:, 0:-2:3], sums[:, 1:-2:3], sums[:, 2:-2:3], sums[:, -2:-1]

    @staticmethod
    def exclusive(sums: Array) -> Array:
        """Return (B,) whether the labels exclude each other."""
        return np.asarray(sums[:, -1] > 0)

    @staticmethod
    def errors(rows: Array) -> Array:
        """Return (n, L) wrong decisions: what items are compared by, as F1 of one says little."""
        hits, said, gold, _ = LabelCounts.split(rows)
        return np.asarray(said + gold - 2 * hits)


class OverallAndPerLabel(LabelCounts):
    """Base of metrics with one overall figure and the same per label: values are (B, 1 + L)."""

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the overall column, then one per label."""
        names = self.names(labels)
        every = tuple(gold(i) for i in range(len(names)))
        single = [Column(self.name, name, needs=(gold(i),)) for i, name in enumerate(names)]
        return [Column(self.name, needs=every), *single]

    def item_values(self, rows: Array) -> Array | None:
        """Return minus the wrong decisions: in all, then per label."""
        errors = self.errors(rows)
        return -np.hstack([errors.sum(axis=1, keepdims=True), errors])


def hit(i: int) -> int:
    """Return the row column that counts hits of label ``i``."""
    return 3 * i


def said(i: int) -> int:
    """Return the row column that counts how often label ``i`` was given."""
    return 3 * i + 1


def gold(i: int) -> int:
    """Return the row column that counts how often label ``i`` is right."""
    return 3 * i + 2


def figures(hits: Array, said: Array, gold: Array) -> tuple[Array, Array, Array]:
    """Return F1, precision and recall; 0 where undefined, as scikit-learn's ``zero_division=0``."""
    return ratio(2 * hits, said + gold), ratio(hits, said), ratio(hits, gold)
