"""Matthews correlation: agreement of said and gold labels, 0 for chance and for constant answers.

For one label: (TP TN - FP FN) / sqrt((TP + FP)(TP + FN)(TN + FP)(TN + FN)) (Matthews 1975).

Exclusive labels: the multi-class coefficient (Gorodkin 2004), equal to scikit-learn's
``matthews_corrcoef``; 'no answer' is one more class that is never right. Sets of labels: the mean
of the labels' binary coefficients. Those are also given per label.

>>> from nlp.records import LabelSet
>>> [c.key for c in MCC().columns(LabelSet(("a",), exclusive=False))]
['mcc', 'mcc[a]']
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eval.metrics.counts import OverallAndPerLabel
from eval.scores import Array, ratio


class MCC(OverallAndPerLabel):
    """Overall coefficient, then one per label."""

    name: ClassVar[str] = "mcc"

    def combine(self, sums: Array) -> Array:
        """Return (B, 1 + L) from summed decisions."""
        hits, said, support, total = self.split(sums)
        single = _coefficient(
            total * hits - said * support, said * (total - said), support * (total - support)
        )
        unsaid = total - said.sum(axis=1, keepdims=True)
        overall = _coefficient(
            total[:, 0] * hits.sum(axis=1) - (said * support).sum(axis=1),
            total[:, 0] ** 2 - (said**2).sum(axis=1) - unsaid[:, 0] ** 2,
            total[:, 0] ** 2 - (support**2).sum(axis=1),
        )
        overall = np.where(self.exclusive(sums), overall, single.mean(axis=1))
        return np.hstack([overall[:, None], single])


def _coefficient(covariance: Array, said: Array, gold: Array) -> Array:
    # Negative products only arise for label sets, whose overall value is not used.
    return ratio(covariance, np.sqrt(np.maximum(said, 0)) * np.sqrt(np.maximum(gold, 0)))
