"""How much is answered, and how often that is wrong: coverage and selective risk.

Coverage = answered / asked; selective risk = answered wrongly / answered (El-Yaniv and Wiener 2010, 'On the
foundations of noise-free selective classification'). An answer is wrong when any of its labels is. Without
abstentions coverage is 1 and the risk is 1 - accuracy; where nothing is answered there is no risk.

>>> [c.metric for c in Selective().columns(LabelSet(("a", "b"), exclusive=True))]
['selective_coverage', 'selective_risk']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Additive, Array, Column, answered, need_labels, ratio
from nlp.records import Item, LabelSet


class Selective(Additive):
    """Rows are [answered, 1, answered wrongly]."""

    name: ClassVar[str] = "selective"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return coverage and selective risk, both proportions."""
        need_labels(labels, self.name)
        return [
            Column("selective_coverage", needs=(1,), proportion=(0, 1)),
            Column("selective_risk", higher_is_better=False, needs=(0,), proportion=(2, 0)),
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 3) indicators."""
        given = [answered(i) for i in items]
        wrong = [
            a and i.prediction.labels != i.gold.labels for a, i in zip(given, items, strict=True)
        ]
        return np.stack([given, np.ones(len(items)), wrong], axis=1).astype(float)

    def combine(self, sums: Array) -> Array:
        """Return (B, 2); the risk is NaN where nothing is answered."""
        return np.hstack(
            [ratio(sums[:, :1], sums[:, 1:2], np.nan), ratio(sums[:, 2:], sums[:, :1], np.nan)]
        )
