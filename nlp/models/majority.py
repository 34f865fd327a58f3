"""Majority baseline: the most frequent answer in training, whatever the article says.

Multi-label: a label is assigned when at least half of the training examples carry it.
``python -m nlp.run +task=topic model=majority``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from nlp.models import storage
from nlp.records import Example, Gold, LabelSet, Prediction


class Majority:
    """The trivial model every other one must beat; its scores are the training shares."""

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    learns: ClassVar[bool] = True
    upper_bound: ClassVar[bool] = False
    imbalance: ClassVar[str] = "frequent"  # what is done about rare labels, as reports tell it

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Count labels."""
        assert labels is not None, "a classification task names its labels"
        counts = Counter(label for g in gold for label in g.labels or ())
        self.scores_ = {name: counts[name] / max(1, len(gold)) for name in labels.names}
        self.exclusive_ = labels.exclusive
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Give every example the same answer."""
        if self.exclusive_:
            answer = frozenset([max(self.scores_, key=self.scores_.__getitem__)])
        else:
            answer = frozenset(n for n, t in self.thresholds_.items() if self.scores_[n] >= t)
        return [Prediction(e.id, answer, self.scores_) for e in examples]

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """One half for every label; empty for exclusive labels."""
        return {} if self.exclusive_ else dict.fromkeys(self.scores_, 0.5)

    def save(self, folder: Path) -> None:
        """Write the training shares to ``folder``."""
        content = {"scores": self.scores_, "exclusive": self.exclusive_}
        storage.write(folder, self, content, {}, None)

    def load(self, folder: Path) -> Self:
        """Read the training shares back; raises ``UserError`` for a folder of another model."""
        content, _ = storage.read(folder, self, None)
        try:
            self.scores_ = {str(k): float(v) for k, v in content["scores"].items()}
            self.exclusive_ = bool(content["exclusive"])
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise storage.damaged(folder, problem) from None
        return self
