"""What every classifier that learns has in common: folds, calibration, labels, evidence, storage.

A subclass says how an article is read (``_read``), what is learned from labelled readings (``_learn``) and
what each sentence contributes to each label's margin (``_contributions``). From that, this class

1. predicts the training articles out of fold (folds keep near-duplicate stories together),
2. learns calibration and thresholds from those held-out margins only, then fits on everything,
3. answers with the labels whose probability reaches their threshold, and
4. shows the sentences that contributed most as evidence (``nlp.models.shown``).

Rare and frequent labels weigh the same in ``_learn``; calibration brings the true shares back. For topics,
a model may also learn from general news that carries none (``background``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from threadpoolctl import threadpool_limits

from nlp.codebook import Codebook, load
from nlp.models import calibration, storage
from nlp.models.background import background
from nlp.models.beginnings import beginnings, shortened
from nlp.models.calibration import Answers, Calibration, Margins
from nlp.models.encoder import opened
from nlp.models.inner_folds import inner_folds, refuse_one_answer
from nlp.models.shown import of_stance, strongest
from nlp.models.storage import Arrays
from nlp.models.units import Unit
from nlp.models.vocabulary import Ints
from nlp.records import Article, Evidence, Example, Gold, LabelSet, Prediction

_FOLDS = 5  # inside the training articles


class Learned(ABC):
    """Base of the learned classifiers; the constructor of a subclass only stores its options."""

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    learns: ClassVar[bool] = True
    upper_bound: ClassVar[bool] = False
    places: ClassVar[tuple[str, ...]] = ("codebook",)  # options that may differ where it is loaded
    codebook: str
    seed: int
    background = ""  # folder of general news; an option of some models
    characters: int  # to read of an article, 0: all

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Learn from labelled articles.

        Raises
        ------
        UserError
            When all articles carry the same answer or belong to one story.
        """
        assert labels is not None, "a classification task names its labels"
        refuse_one_answer(gold)
        book = load(self.codebook)
        if not labels.exclusive:
            general = background(
                self.background, book, {e.article.language for e in examples} - {""}
            )
            examples = [*examples, *general]
            gold = [*gold, *[Gold(frozenset())] * len(general)]
        answers = np.array([[n in (g.labels or ()) for n in labels.names] for g in gold])
        examples = beginnings(examples, self.characters)
        reading = self.prepare(examples, labels, book)
        with threadpool_limits(1, user_api="blas"):  # many small products: threads only wait
            margins = self._held_out(reading, examples, gold, answers)
            self.calibration_ = calibration.learn(margins, answers, exclusive=labels.exclusive)
            self.arrays_ = self._learn(reading, np.arange(len(examples)), gold, answers)
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example; each assigned label comes with the sentences that drove it."""
        if not examples:
            return []
        reading = self._read(beginnings(examples, self.characters))
        contributions = self._contributions(reading, self.arrays_)
        margins = self._margins(reading, contributions, self.arrays_)
        table = self.calibration_.probabilities(margins)
        chosen = self.calibration_.chosen(table)
        parts = reading.apart(self._shown(contributions, self.arrays_))
        rows = zip(reading.examples, table, chosen, reading.units, parts, strict=True)
        answers = zip(examples, (self._answer(*row) for row in rows), strict=True)
        return [shortened(*pair, self.characters) for pair in answers]

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """Label -> least probability at which it is assigned; empty for exclusive labels."""
        pairs = zip(self.labels_.names, self.calibration_.thresholds, strict=False)
        return dict(pairs)

    @property
    def imbalance(self) -> str:
        """What is done about rare labels, as reports tell it."""
        return "weighted"

    @property
    def meter_(self) -> dict[str, int]:
        """How many numbers were learned, and those of the encoder that the model reads with."""
        return {"parameters": self._given() + sum(a.size for a in self.arrays_.values())}

    def save(self, folder: Path) -> None:
        """Write what was learned to ``folder`` (JSON and safetensors)."""
        content = {
            "labels": list(self.labels_.names),
            "exclusive": self.labels_.exclusive,
            "calibration": self.calibration_.content(),
            **self.content(),
        }
        storage.write(folder, self, content, self.arrays_, self.book_)

    def load(self, folder: Path) -> Self:
        """Become the model that was saved by an instance with the same options.

        Raises
        ------
        UserError
            When the folder holds another model, another codebook, or damaged files.
        """
        book = load(self.codebook)
        content, arrays = storage.read(folder, self, book)
        try:
            labels = LabelSet(tuple(content["labels"]), bool(content["exclusive"]))
            self.calibration_ = Calibration.restore(content["calibration"], len(labels.names))
            self.restore(content, arrays, labels, book)
            asked = book.topic_ids[0] if labels.exclusive else ""
            self.predict([Example("", Article("", "."), asked)])  # all sizes fit together
        except (IndexError, KeyError, TypeError, ValueError) as problem:
            raise storage.damaged(folder, problem) from None
        return self

    def prepare(self, examples: Sequence[Example], labels: LabelSet, book: Codebook) -> Any:
        """Take in what is known before any label is looked at; return a ``Reading`` of the examples."""
        self.labels_, self.book_ = labels, book
        return self._prepare(examples)

    def restore(
        self, content: Mapping[str, Any], arrays: Arrays, labels: LabelSet, book: Codebook
    ) -> None:
        """Take back what was learned; content that does not fit raises ``ValueError`` or ``KeyError``."""
        self.labels_, self.book_, self.arrays_ = labels, book, arrays
        if content["encoder"] != self._weights():
            raise ValueError("trained on the vectors of an encoder with other weights")
        self._restore(content)

    def content(self) -> dict[str, Any]:
        """Return plain values that ``restore`` needs besides the arrays."""
        return {"encoder": self._weights(), **self._content()}

    def _weights(self) -> str:
        """Identify the encoder of a model that has the option; '' for models that read words only."""
        encoder: str | None = getattr(self, "encoder", None)
        return "" if encoder is None else opened(encoder).weights

    def _given(self) -> int:
        """Return the size of the encoder that the model reads with, 0 without one."""
        encoder: str | None = getattr(self, "encoder", None)
        return 0 if encoder is None else opened(encoder).parameters

    def _prepare(self, examples: Sequence[Example]) -> Any:
        """Learn what needs no labels, such as a vocabulary; return the examples as ``_read`` does."""
        return self._read(examples)

    @abstractmethod
    def _read(self, examples: Sequence[Example]) -> Any:
        """Return a ``Reading`` of the examples."""

    @abstractmethod
    def _learn(self, reading: Any, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        """Return what the examples at ``rows`` teach; ``gold`` and ``answers`` cover all examples."""

    @abstractmethod
    def _contributions(self, reading: Any, arrays: Arrays) -> Margins:
        """Return (units, labels): how much each unit speaks for each label."""

    def _margins(self, reading: Any, contributions: Margins, arrays: Arrays) -> Margins:
        """Return (examples, labels) margins; the sum of the contributions and a bias, if not overridden."""
        return np.asarray(reading.rows(contributions) + arrays["bias"])

    def _shown(self, contributions: Margins, arrays: Arrays) -> Margins:
        """Return (units, labels) as evidence is chosen by: the contributions, if not overridden."""
        return contributions

    def _content(self) -> dict[str, Any]:
        """Return further plain values to store."""
        return {}

    def _restore(self, content: Mapping[str, Any]) -> None:
        """Take back what ``_content`` and ``_learn`` stored."""
        return

    def _held_out(
        self, reading: Any, examples: Sequence[Example], gold: Sequence[Gold], answers: Answers
    ) -> Margins:
        """Return margins of every training example from a model that never saw its story."""
        fold = inner_folds(examples, gold, _FOLDS, self.seed)
        margins = np.zeros(answers.shape)
        for number in range(fold.max() + 1):
            arrays = self._learn(reading, np.flatnonzero(fold != number), gold, answers)
            each = self._margins(reading, self._contributions(reading, arrays), arrays)
            margins[fold == number] = each[fold == number]
        return margins

    def _answer(
        self, example: Example, scores: Margins, chosen: Answers, units: list[Unit], parts: Margins
    ) -> Prediction:
        names = self.labels_.names
        assigned = [i for i, taken in enumerate(chosen.tolist()) if taken]
        evidence = [
            Evidence(f"{example.topic}={names[i]}" if example.topic else names[i], *units[k][1:])
            for i in assigned
            for k in self._driving(example, units, parts[:, i], names[i])
        ]
        return Prediction(
            example.id,
            frozenset(names[i] for i in assigned),
            dict(zip(names, scores.tolist(), strict=True)),
            evidence=tuple(evidence),
        )

    def _driving(
        self, example: Example, units: list[Unit], contributions: Margins, label: str
    ) -> list[int]:
        if example.topic:
            return of_stance(self.book_, example, units, contributions, label)
        return strongest(contributions)
