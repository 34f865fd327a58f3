"""Majority baseline: the most frequent answer in training, whatever the article says.

Multi-label: a label is assigned when more than half of the training examples carry it.
``python -m nlp.run +task=topic model=majority``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Self

from nlp.records import Example, Gold, LabelSet, Prediction


class Majority:
    """The trivial model every other one must beat; its scores are the training shares."""

    tasks = ("topic", "stance")
    learns = True
    upper_bound = False

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Count labels."""
        assert labels is not None, "a classification task names its labels"
        counts = Counter(label for g in gold for label in g.labels or ())
        self.scores_ = {name: counts[name] / max(1, len(gold)) for name in labels.names}
        best = max(labels.names, key=self.scores_.__getitem__)
        self.labels_ = (
            frozenset([best])
            if labels.exclusive
            else frozenset(name for name, share in self.scores_.items() if share > 0.5)
        )
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Give every example the same answer."""
        return [Prediction(e.id, self.labels_, self.scores_) for e in examples]
