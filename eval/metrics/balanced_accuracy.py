"""Balanced accuracy: recall averaged over the classes, so that a rare class counts like any other.

Exclusive labels: mean recall over labels that occur, scikit-learn's ``balanced_accuracy_score``.
Sets of labels: the mean over labels of (recall + specificity) / 2. That figure is also given per
label, where 0.5 is chance; it is undefined for a label that always or never occurs.

>>> from nlp.records import LabelSet
>>> [c.key for c in BalancedAccuracy().columns(LabelSet(("a",), exclusive=False))]
['balanced_accuracy', 'balanced_accuracy[a]']
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from eval.metrics.counts import OverallAndPerLabel
from eval.scores import Array, ratio


class BalancedAccuracy(OverallAndPerLabel):
    """Overall balanced accuracy, then one figure per label."""

    name: ClassVar[str] = "balanced_accuracy"

    def combine(self, sums: Array) -> Array:
        """Return (B, 1 + L) from summed decisions."""
        hits, said, support, total = self.split(sums)
        recall = ratio(hits, support, np.nan)
        absent = total - support
        specificity = ratio(absent - (said - hits), absent, np.nan)
        single = (recall + specificity) / 2
        occurring = ratio(np.nansum(recall, axis=1), np.isfinite(recall).sum(axis=1), np.nan)
        overall = np.where(self.exclusive(sums), occurring, single.mean(axis=1))
        return np.hstack([overall[:, None], single])
