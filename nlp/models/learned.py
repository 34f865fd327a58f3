"""What every classifier that learns has in common: folds, calibration, labels, evidence, storage.

A subclass says how an article is read (``_read``), what is learned from labelled readings (``_learn``) and
what each sentence contributes to each label's margin (``_contributions``). From that, this class

1. predicts the training articles out of fold (folds keep near-duplicate stories together),
2. learns calibration and thresholds from those held-out margins only, then fits on everything,
3. answers with the labels whose probability reaches their threshold, and
4. shows the sentences that contributed most as evidence.

Rare and frequent labels weigh the same in ``_learn``; calibration brings the true shares back.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models import calibration, stored
from nlp.models.calibration import Answers, Calibration, Margins
from nlp.models.stored import Arrays
from nlp.models.units import Unit
from nlp.models.vocabulary import Ints
from nlp.records import Evidence, Example, Gold, LabelSet, Prediction
from nlp.splits import folds
from nlp.stories import group

_FOLDS = 5  # inside the training articles


@dataclass(frozen=True)
class Reading:
    """Examples as a model reads them: each one's units, and the example (row) of every unit."""

    units: list[list[Unit]]

    @property
    def owner(self) -> Ints:
        """Return the example index of every unit, in order."""
        return np.repeat(np.arange(len(self.units)), [len(u) for u in self.units])

    def rows(self, values: Margins) -> Margins:
        """Sum unit values (units, labels) to example values (examples, labels)."""
        owner, count = self.owner, len(self.units)
        columns = [np.bincount(owner, weights=v, minlength=count) for v in values.T]
        return np.stack(columns, axis=1)


class Learned(ABC):
    """Base of the learned classifiers; the constructor of a subclass only stores its options."""

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    learns: ClassVar[bool] = True
    upper_bound: ClassVar[bool] = False
    places: ClassVar[tuple[str, ...]] = ("codebook",)  # options that may differ where it is loaded
    codebook: str
    seed: int

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
        answers = np.array([[n in (g.labels or ()) for n in labels.names] for g in gold])
        _refuse_one_answer(gold)
        self.labels_, self.book_ = labels, load(self.codebook)
        self._prepare(examples)
        reading = self._read(examples)
        self.held_out_ = self._held_out(reading, examples, gold, answers)
        self.calibration_ = calibration.learn(self.held_out_, answers, exclusive=labels.exclusive)
        everyone = np.arange(len(examples))
        self.arrays_ = self._learn(reading, everyone, gold, answers)
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example; each assigned label comes with the sentences that drove it."""
        if not examples:
            return []
        reading = self._read(examples)
        contributions = self._contributions(reading, self.arrays_)
        margins = self._margins(reading, contributions, self.arrays_)
        table = self.calibration_.probabilities(margins)
        chosen = self.calibration_.chosen(table)
        parts = np.split(contributions, np.cumsum([len(u) for u in reading.units])[:-1])
        return [
            self._answer(*each) for each in zip(examples, table, chosen, reading.units, parts, strict=True)
        ]

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """Label -> least probability at which it is assigned; empty for exclusive labels."""
        pairs = zip(self.labels_.names, self.calibration_.thresholds, strict=False)
        return dict(pairs)

    def save(self, folder: Path) -> None:
        """Write what was learned to ``folder`` (JSON and safetensors)."""
        content = {
            "labels": list(self.labels_.names),
            "exclusive": self.labels_.exclusive,
            "calibration": self.calibration_.content(),
            **self._content(),
        }
        stored.write(folder, self, content, self.arrays_, self.book_)

    def load(self, folder: Path) -> Self:
        """Become the model that was saved by an instance with the same options.

        Raises
        ------
        UserError
            When the folder holds another model, another codebook, or damaged files.
        """
        self.book_ = load(self.codebook)
        content, self.arrays_ = stored.read(folder, self, self.book_)
        try:
            self.labels_ = LabelSet(tuple(content["labels"]), content["exclusive"])
            self.calibration_ = Calibration.restore(content["calibration"])
            self._restore(content)
        except (KeyError, TypeError, ValueError) as problem:
            raise stored.damaged(folder, problem) from None
        return self

    def _prepare(self, examples: Sequence[Example]) -> None:
        """Learn what needs no labels, such as a vocabulary."""
        return

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
        stories = group([e.article for e in examples])
        if len(set(stories)) < 2:
            raise UserError(
                f"All {len(examples)} training examples belong to one story (near-duplicates count as"
                " one); a classifier needs at least two. Add other articles, or use model=codebook."
            )
        fold = np.array(folds(stories, gold, min(_FOLDS, len(set(stories))), self.seed))
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
        evidence = [
            Evidence(f"{example.topic}={names[i]}" if example.topic else names[i], *units[k][1:])
            for i in np.flatnonzero(chosen)
            for k in strongest(parts[:, i])
        ]
        return Prediction(
            example.id,
            frozenset(names[i] for i in np.flatnonzero(chosen)),
            dict(zip(names, scores.tolist(), strict=True)),
            evidence=tuple(evidence),
        )


def strongest(contributions: Margins, share: float = 0.5, most: int = 3) -> list[int]:
    """Return the units that contribute most, in reading order: at least one, at most ``most``.

    Units that contribute less than ``share`` of the strongest one are left out.
    """
    best = contributions.max()
    order = np.argsort(-contributions, kind="stable")[:most]
    return sorted(int(i) for i in order if contributions[i] >= share * best or contributions[i] == best)


def _refuse_one_answer(gold: Sequence[Gold]) -> None:
    answers = {g.labels for g in gold}
    if len(answers) < 2:
        only = ", ".join(sorted(next(iter(answers), None) or {"no label"}))
        raise UserError(
            f"All {len(gold)} training examples carry the same answer ({only}); a classifier needs"
            " at least two. Add articles with other labels, or use model=codebook."
        )
