"""The nouns every floor shares: articles, annotations, examples, predictions; plain frozen values.

``Article`` + ``Annotation`` come from a corpus. A task turns them into ``Example`` (what a model may
see) and ``Gold`` (what only the judge and ``fit`` may see). A model answers each example with exactly
one ``Prediction``. ``Item`` is a prediction joined to its gold: what a run stores and ``eval`` judges.
``Article("a", "Rain fell.").digest`` keys standoff labels. Offsets are Python string offsets, half-open,
into ``Article.text`` (``field="text"``) or ``Article.title`` (``field="title"``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Protocol, Self


class Outcome(StrEnum):
    """How one example ended. Every example of a run has exactly one."""

    SCORED = "scored"
    ABSTAINED = "abstained"
    TRUNCATED = "truncated"  # scored, but Prediction.cut characters were not read
    UNPARSED = "unparsed"
    FAILED = "failed"
    SKIPPED_NO_GOLD = "skipped-no-gold"


@dataclass(frozen=True, slots=True)
class Article:
    """One news article: normalised ``text`` (body without page furniture) and its metadata."""

    id: str
    text: str
    title: str = ""
    language: str = ""  # ISO 639-1 code, '' when unknown
    outlet: str = ""
    date: str = ""  # ISO 8601, '' when unknown
    section: str = ""
    agency: str = ""
    origin: str = ""  # where it was read: 'file:line', for messages
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the normalised text: the key of standoff labels."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A character span that by itself justifies ``label`` (a topic, or 'topic=stance')."""

    label: str
    start: int
    end: int
    field: str = "text"


@dataclass(frozen=True, slots=True)
class AttributedStance:
    """What one quoted or reported source holds on one topic, with the span that says so."""

    holder: str
    topic: str
    label: str
    start: int
    end: int
    field: str = "text"


@dataclass(frozen=True, slots=True)
class Reference:
    """One reference summary; ``kind`` is 'headline' or 'abstract'."""

    kind: str
    text: str
    writer: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """Adjudicated labels of one article. ``topics is None`` means: not labelled."""

    article: str
    topics: frozenset[str] | None = None
    stance: Mapping[str, str] = field(default_factory=dict)  # topic -> the outlet's own stance
    evidence: tuple[Evidence, ...] = ()
    attributed: tuple[AttributedStance, ...] = ()
    references: tuple[Reference, ...] = ()
    inclusion: float = 1.0  # probability with which the article entered the sample, in (0, 1]


@dataclass(frozen=True, slots=True)
class LabelSet:
    """The labels a classification task may assign; ``exclusive``: exactly one per example."""

    names: tuple[str, ...]
    exclusive: bool


@dataclass(frozen=True, slots=True)
class Example:
    """One question put to a model: an article and, for stance, the topic it is asked about."""

    id: str
    article: Article
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Gold:
    """The right answer to one example: a set of labels, or reference summaries."""

    labels: frozenset[str] | None = None
    references: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    weight: float = 1.0  # 1 / inclusion probability
    attributed: tuple[AttributedStance, ...] = ()  # of the sources task: who holds the labels

    @property
    def known(self) -> bool:
        """Whether there is anything to score against."""
        return self.labels is not None or bool(self.references)


@dataclass(frozen=True, slots=True)
class Support:
    """What backs a written sentence: the source sentences that hold most of its words (no understanding)."""

    start: int  # half-open offsets into Article.text, -1: no source sentence shares a word
    end: int
    share: float  # of the written sentence's words that stand there, in [0, 1]
    missing: tuple[
        str, ...
    ] = ()  # its names and numbers that the article lacks; its “not”, where it denies

    @property
    def doubtful(self) -> bool:
        """Whether to check the sentence: a name, number or “not” of its own, or half of its words."""
        return bool(self.missing) or self.share < 0.5


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """One sentence of a summary; ``start``/``end`` locate it in the article (-1: generated)."""

    text: str
    start: int = -1
    end: int = -1
    score: float = 0.0
    support: Support | None = None  # of generated sentences


@dataclass(frozen=True, slots=True)
class Prediction:
    """A model's answer to one example."""

    id: str
    labels: frozenset[str] = frozenset()
    scores: Mapping[str, float] = field(default_factory=dict)  # label -> probability in [0, 1]
    summary: tuple[SummarySentence, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    outcome: Outcome = Outcome.SCORED
    note: str = ""  # why, when the outcome is not SCORED
    cut: int = 0  # characters of the article that were not read
    attributed: tuple[AttributedStance, ...] = ()  # of the sources task: who holds the labels

    @property
    def text(self) -> str:
        """The summary as one string."""
        return " ".join(sentence.text for sentence in self.summary)


@dataclass(frozen=True, slots=True)
class Item:
    """One example's prediction beside its gold, with what scoring and slicing need."""

    id: str
    article: Article
    story: str  # near-duplicate cluster: the unit of resampling and of splitting
    gold: Gold
    prediction: Prediction
    topic: str = ""
    fold: int = -1


class Task(Protocol):
    """A question asked of every article."""

    name: str
    labels: LabelSet | None  # None for summaries

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Return the questions and, aligned with them, their gold (``Gold()`` when unknown)."""
        ...

    def check(self, prediction: Prediction) -> Prediction:
        """Return the prediction, or one marked UNPARSED when it breaks the task's answer rules."""
        ...


class Model(Protocol):
    """Anything that answers examples: constructor stores, ``fit`` learns, ``predict`` answers.

    It may tell what answers cost in ``meter_`` (``nlp.cost``), and how many to keep ``at_once`` if it is slow.
    """

    tasks: ClassVar[tuple[str, ...]]
    learns: ClassVar[bool]  # False: fit() needs no gold, so no folds are needed
    upper_bound: ClassVar[bool]  # True only for oracles, which are fitted on what they predict

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Learn from training examples; models with nothing to learn return themselves."""
        ...

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example, in order, without gold."""
        ...


class Classifier(Model, Protocol):
    """A model for labels: what it learned can be stored, and its labels follow from its scores.

    An example's labels are those whose score reaches their entry in ``thresholds_``; exclusive labels
    have none, and the one of highest score is assigned. Every assigned label comes with evidence:
    spans labelled with the topic, or with 'topic=stance'.
    """

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """Label -> least score at which it is assigned; empty for exclusive labels."""
        ...

    def save(self, folder: Path) -> None:
        """Write what ``fit`` learned; nothing that can run code when it is read."""
        ...

    def load(self, folder: Path) -> Self:
        """Become the fitted model that an instance with the same options saved.

        Raises ``UserError`` for damaged files and for another class, other options or another codebook.
        """
        ...
