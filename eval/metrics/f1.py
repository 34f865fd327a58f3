"""F1, precision and recall averaged over labels: macro, micro or weighted.

For one label: precision = hits / said, recall = hits / gold, F1 = 2 hits / (said + gold), where *said*
counts the items given the label, *gold* those that have it, *hits* those with both. Macro: the mean
over labels. Micro: the three counts are summed over labels first. Weighted: the mean weighted by gold.

Equal to scikit-learn's ``precision_recall_fscore_support`` with ``zero_division=0``: a label that
is never predicted has precision 0, one that never occurs has recall 0; both stay in the mean.

>>> [c.metric for c in F1("macro").columns(LabelSet(("a", "b"), exclusive=False))]
['macro_f1', 'macro_precision', 'macro_recall']
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eval.metrics.counts import LabelCounts, figures, gold
from eval.scores import Array, Column, ratio
from nlp.errors import UserError, did_you_mean
from nlp.records import LabelSet

AVERAGES = ("macro", "micro", "weighted")


class F1(LabelCounts):
    """F1, precision and recall under one average.

    ``average``: 'macro' counts every label the same, 'micro' every decision, 'weighted' every label
    by its gold count.
    """

    name: ClassVar[str] = "f1"

    def __init__(self, average: str = "macro") -> None:
        """Store the options; raises UserError for an unknown average."""
        if average not in AVERAGES:
            hint = did_you_mean(average, AVERAGES)
            raise UserError(f"metric f1: unknown average {average!r}.{hint}")
        self.average = average

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return F1, precision, recall."""
        every = tuple(gold(i) for i in range(len(self.names(labels))))
        return [Column(f"{self.average}_{m}", needs=every) for m in ("f1", "precision", "recall")]

    def combine(self, sums: Array) -> Array:
        """Return (B, 3) from summed decisions."""
        parts = self.split(sums)[:3]
        if self.average == "micro":
            return np.hstack(figures(*(p.sum(axis=1, keepdims=True) for p in parts)))
        per_label = figures(*parts)
        if self.average == "macro":
            return np.stack([figure.mean(axis=1) for figure in per_label], axis=1)
        support = parts[2]
        return np.stack(
            [ratio((f * support).sum(axis=1), support.sum(axis=1)) for f in per_label], axis=1
        )

    def item_values(self, rows: Array) -> Array | None:
        """Return minus the wrong decisions on each item, for all three columns."""
        return -np.repeat(self.errors(rows).sum(axis=1, keepdims=True), 3, axis=1)
