"""What every classifier that learns nothing from labels has in common: labels, codebook, storage.

A subclass stores its options, gets ready in ``_start`` (and there refuses bad ones) and answers in
``predict``. Its probabilities are as they come, not calibrated; labels are assigned at 0.5.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from nlp.codebook import load
from nlp.models import storage
from nlp.records import Example, Gold, LabelSet, Prediction

THRESHOLD = 0.5


class ZeroShot(ABC):
    """Base of the classifiers that read the codebook instead of labelled articles."""

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False
    places: ClassVar[tuple[str, ...]] = ("codebook",)  # options that may differ where it is loaded
    codebook: str

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Take the labels and read the codebook; examples and gold are not used.

        Raises
        ------
        UserError
            When an option names nothing that can answer.
        """
        assert labels is not None, "a classification task names its labels"
        self.labels_, self.book_ = labels, load(self.codebook)
        self._start()
        return self

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """Label -> least probability at which it is assigned; empty for exclusive labels."""
        return {} if self.labels_.exclusive else dict.fromkeys(self.labels_.names, THRESHOLD)

    def save(self, folder: Path) -> None:
        """Write options and labels to ``folder``; there are no weights of its own to store."""
        content = {"labels": list(self.labels_.names), "exclusive": self.labels_.exclusive}
        storage.write(folder, self, content, {}, self.book_)

    def load(self, folder: Path) -> Self:
        """Become the model that was saved by an instance with the same options.

        Raises
        ------
        UserError
            When the folder holds another model, another codebook, or damaged files.
        """
        self.book_ = load(self.codebook)
        content, _ = storage.read(folder, self, self.book_)
        try:
            self.labels_ = LabelSet(tuple(content["labels"]), content["exclusive"])
        except (KeyError, TypeError) as problem:
            raise storage.damaged(folder, problem) from None
        self._start()
        return self

    @abstractmethod
    def _start(self) -> None:
        """Check the options and get ready to predict."""

    @abstractmethod
    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example, in order."""
