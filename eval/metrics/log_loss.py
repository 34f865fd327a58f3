"""Log loss: minus the log of the probability given to what was true; lower is better.

Log loss = mean of -log p(what was true), natural logarithm.

Exclusive labels: scikit-learn's ``log_loss``. Sets of labels: the mean over labels of the binary
log loss. Probabilities are clipped to the smallest float64 step from 0 and 1, as scikit-learn does;
an unanswered item costs that maximum (36.04).

>>> [c.key for c in LogLoss().columns(LabelSet(("a",), exclusive=False))]
['log_loss']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, probability_matrix
from eval.scores import Additive, Array, Column, NotMeasuredError, need_labels, ratio
from nlp.records import Item, LabelSet

SMALLEST = float(np.finfo(np.float64).eps)


class LogLoss(Additive):
    """Mean negative log probability of the truth; rows are [loss, 1]."""

    name: ClassVar[str] = "log_loss"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the one column."""
        need_labels(labels, self.name)
        return [Column(self.name, higher_is_better=False, needs=(1,))]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 2) rows."""
        kind = need_labels(labels, self.name)
        probability = probability_matrix(items, kind.names)
        if probability is None:
            raise NotMeasuredError("the model gives no probabilities")
        gold = gold_matrix(items, kind.names)
        if kind.exclusive:
            true = (np.nan_to_num(probability) * gold).sum(axis=1, keepdims=True)
        else:
            true = np.where(gold > 0, probability, 1 - probability)
        true = np.clip(np.nan_to_num(true), SMALLEST, 1 - SMALLEST)
        return np.stack([-np.log(true).mean(axis=1), np.ones(len(items))], axis=1)

    def combine(self, sums: Array) -> Array:
        """Return (B, 1) means."""
        return ratio(sums[:, :1], sums[:, 1:], np.nan)
