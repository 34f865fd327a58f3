"""Brier score: mean squared distance of probabilities from what was true; lower is better.

Brier score = mean of (p - y)^2, p the probability given to a label, y 1 where it holds and 0 elsewhere.

Exclusive labels: summed over labels, between 0 and 2 (Brier 1950; scikit-learn's
``brier_score_loss(scale_by_half=False)``). Sets of labels: the mean over labels of the binary
score. The binary score is also given per label. An unanswered item costs the most possible.

>>> [c.key for c in Brier().columns(LabelSet(("a",), exclusive=False))]
['brier', 'brier[a]']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, probability_matrix
from eval.scores import Additive, Array, Column, NotMeasuredError, need_labels, ratio
from nlp.records import Item, LabelSet


class Brier(Additive):
    """Squared error of probabilities; rows are [overall, per label…, 1]."""

    name: ClassVar[str] = "brier"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the overall column, then one per label."""
        names = need_labels(labels, self.name).names
        one = len(names) + 1
        return [Column(self.name, label, False, needs=(one,)) for label in ("", *names)]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, L + 2) rows."""
        kind = need_labels(labels, self.name)
        probability = probability_matrix(items, kind.names)
        if probability is None:
            raise NotMeasuredError("the model gives no probabilities")
        error = (probability - gold_matrix(items, kind.names)) ** 2
        silent = np.isnan(probability)
        error = np.where(silent, 1.0, error)
        # Unanswered with exclusive labels: all on one wrong label, 1 there and 1 on the right one.
        whole = np.where(silent[:, 0], 2.0, error.sum(axis=1))
        overall = whole if kind.exclusive else error.mean(axis=1)
        return np.column_stack([overall, error, np.ones(len(items))])

    def combine(self, sums: Array) -> Array:
        """Return (B, 1 + L) means."""
        return ratio(sums[:, :-1], sums[:, -1:], np.nan)
