"""Multi-label closeness: Hamming loss and Jaccard overlap of the label sets of each item.

Hamming loss = wrong decisions / (items x labels). Jaccard = mean over items of the labels both said and
gold, divided by those said or gold.

Equal to scikit-learn's ``hamming_loss`` and ``jaccard_score(average='samples', zero_division=1)``:
two empty sets agree fully. An unanswered item has every decision wrong and no overlap.

>>> [c.metric for c in Overlap().columns(LabelSet(("a", "b"), exclusive=False))]
['hamming_loss', 'jaccard']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.indicators import answered_mask, gold_matrix, label_matrix
from eval.scores import Additive, Array, Column, need_labels, ratio
from nlp.records import Item, LabelSet


class Overlap(Additive):
    """Means over items; rows are [share of wrong decisions, Jaccard, 1]."""

    name: ClassVar[str] = "overlap"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return Hamming loss (lower is better) and Jaccard."""
        need_labels(labels, self.name)
        return [
            Column("hamming_loss", higher_is_better=False, needs=(2,)),
            Column("jaccard", needs=(2,)),
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3) rows."""
        names = need_labels(labels, self.name).names
        gold, said = gold_matrix(items, names), label_matrix(items, names)
        given = answered_mask(items)
        wrong = np.where(given > 0, np.abs(gold - said).mean(axis=1), 1.0)
        union = np.maximum(gold, said).sum(axis=1)
        jaccard = given * ratio((gold * said).sum(axis=1), union, 1.0)
        return np.stack([wrong, jaccard, np.ones(len(items))], axis=1)

    def combine(self, sums: Array) -> Array:
        """Return (B, 2) means."""
        return ratio(sums[:, :2], sums[:, 2:], np.nan)
