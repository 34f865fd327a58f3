"""How well probabilities rank: average precision and ROC-AUC, per label and their macro means.

Equal to scikit-learn's ``average_precision_score`` and ``roc_auc_score`` with sample weights; ties
count half. Not additive: resampling passes item weights, and each label is sorted once per call. Weights in
float32 give exact running totals below 2**24 draws.
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
    """Return (B, 2): average precision and area under the ROC curve.

    Both are sums over the tied groups that hold a positive, so only those are carried on after the
    running total of all weights.
    """
    order = np.argsort(-score, kind="stable")
    ranked, positive = score[order], np.flatnonzero(gold[order] > 0)
    if not len(positive):
        return np.full((len(weights), 2), np.nan)
    starts = np.flatnonzero(np.diff(ranked[positive], prepend=np.inf))  # first positive of a group
    ends = np.searchsorted(-ranked, -ranked[positive[starts]], side="right")
    begins = np.searchsorted(-ranked, -ranked[positive[starts]], side="left")
    above = np.zeros((len(weights), len(ranked) + 1), dtype=weights.dtype)
    np.cumsum(weights[:, order], axis=1, out=above[:, 1:])
    fresh = np.add.reduceat(weights[:, order[positive]], starts, axis=1)  # positives per group
    hits, upto, before = np.cumsum(fresh, axis=1), above[:, ends], above[:, begins]
    positives, total = hits[:, -1], above[:, -1]
    negatives = total - positives
    precision = (fresh * ratio(hits, upto)).sum(axis=1, dtype=np.float64)
    # Negatives ranked below a group, and half of those inside it.
    tied = upto - before - fresh
    below = negatives[:, None] - (upto - hits) + tied / 2
    area = (fresh * below).sum(axis=1, dtype=np.float64)
    scale = positives.astype(np.float64)
    return np.stack(
        [ratio(precision, scale, np.nan), ratio(area, scale * negatives, np.nan)], axis=1
    )
