"""How well probabilities rank: average precision and ROC-AUC, per label and their macro means.

Equal to scikit-learn's ``average_precision_score`` and ``roc_auc_score`` with sample weights; ties
count half. Not additive: resampling passes item weights, and each label is sorted once per call.
An unanswered item ranks last. Undefined for a label that always or never occurs.

>>> [c.key for c in Ranking().columns(LabelSet(("a",), exclusive=False))][:2]
['average_precision', 'roc_auc']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import gold_matrix, probability_matrix
from eval.scores import Array, Column, NotMeasuredError, need_labels, ratio
from nlp.records import Item, LabelSet


class Ranking:
    """Rank metrics; rows are [probability, gold, not gold] per label."""

    name: ClassVar[str] = "ranking"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    needs_gold: ClassVar[bool] = True

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return both macro means, then both figures of each label."""
        names = need_labels(labels, self.name).names
        both = [(3 * i + 1, 3 * i + 2) for i in range(len(names))]
        every = tuple(j for pair in both for j in pair)
        kinds = ("average_precision", "roc_auc")
        means = [Column(kind, needs=every) for kind in kinds]
        return means + [
            Column(kind, name, needs=both[i]) for i, name in enumerate(names) for kind in kinds
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3L) rows."""
        names = need_labels(labels, self.name).names
        probability = probability_matrix(items, names)
        if probability is None:
            raise NotMeasuredError("the model gives no probabilities")
        gold = gold_matrix(items, names)
        last = np.where(np.isnan(probability), -1.0, probability)  # below every real answer
        return np.stack([last, gold, 1 - gold], axis=2).reshape(len(items), -1)

    def reduce(self, rows: Array, weights: Array) -> Array:
        """Return (B, 2 + 2L) values under (B, n) item weights."""
        single = [
            _precision_and_area(rows[:, j], rows[:, j + 1], weights)
            for j in range(0, rows.shape[1], 3)
        ]
        per_label = np.stack(single, axis=1)  # (B, L, 2)
        return np.hstack([per_label.mean(axis=1), per_label.reshape(len(weights), -1)])

    def item_values(self, rows: Array) -> Array | None:
        """Return None: one item has no rank."""
        return None

    def settings(self) -> dict[str, str]:
        """Return nothing: there is one way to do it."""
        return {}


def _precision_and_area(score: Array, gold: Array, weights: Array) -> Array:
    """Return (B, 2): average precision and area under the ROC curve."""
    order = np.argsort(-score, kind="stable")
    ends = np.flatnonzero(np.diff(score[order], append=-np.inf))  # last place of every tie
    drawn = weights[:, order]
    everything = np.cumsum(drawn, axis=1, dtype=np.float64)[:, ends]
    hits = np.cumsum(drawn * gold[order].astype(drawn.dtype), axis=1, dtype=np.float64)[:, ends]
    misses = everything - hits
    new_hits = np.diff(hits, axis=1, prepend=0.0)
    positives, negatives = hits[:, -1], misses[:, -1]
    precision = ratio(hits, everything)
    average = ratio((new_hits * precision).sum(axis=1), positives, np.nan)
    below = negatives[:, None] - misses + np.diff(misses, axis=1, prepend=0.0) / 2
    area = ratio((new_hits * below).sum(axis=1), positives * negatives, np.nan)
    return np.stack([average, area], axis=1)
