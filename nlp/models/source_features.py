"""What is read of a source: the words of its clauses, marks that frame them, and vectors where there are any.

Words count once for all topics and once more for their own topic (Daumé III 2007, 'Frustratingly Easy Domain
Adaptation'). Marks say who the source is, by which verbs it speaks, and how near the topic is named; they
hold a space, so that no word of a text equals one. Both blocks are tf-idf of length 1. Vectors of an encoder
say what the clauses, the source's name and the sentences around mean; they too count once more by topic.

>>> marks("treaty", "a nurse", ("said",), near=1, quoted=True)
['who a', 'who nurse', 'cue said', 'near 1', 'topic treaty', 'quoted True']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from nlp.models.calibration import Margins
from nlp.models.vocabulary import Ints, Vocabulary
from nlp.text.tokens import words

_LONGEST = 2  # words of an n-gram
_LEAST = 2  # examples with an n-gram or mark


class Told(NamedTuple):
    """One source as it is read: its topic, words, marks and vector (empty without an encoder)."""

    topic: str
    words: list[str]
    marks: list[str]
    vector: Margins


def marks(topic: str, holder: str, cues: Sequence[str], *, near: int, quoted: bool) -> list[str]:
    """Return the marks of a source; ``near``: sentences between it and the topic."""
    who = [f"who {word}" for word in words(holder)]
    return [*who, *(f"cue {c}" for c in cues), f"near {near}", f"topic {topic}", f"quoted {quoted}"]


@dataclass(frozen=True)
class Features:
    """Vocabularies with the weights of their entries; ``topics`` are those words count apart for."""

    topics: tuple[str, ...]
    vocabularies: tuple[Vocabulary, Vocabulary]
    idf: tuple[Margins, Margins]

    @classmethod
    def learn(cls, topics: tuple[str, ...], told: Sequence[Told], owner: Ints) -> Features:
        """Learn from training sources; ``owner`` is the example index of each."""
        said, frame = [t.words for t in told], [t.marks for t in told]
        pair = (
            Vocabulary.learn(said, owner, _LONGEST, _LEAST)[0],
            Vocabulary.learn(frame, owner, 1, _LEAST)[0],
        )
        idf = (_idf(_counts(pair[0], said)), _idf(_counts(pair[1], frame)))
        return cls(topics, pair, idf)

    def table(self, told: Sequence[Told]) -> Any:
        """Return sparse (sources, features): words and vectors, both also by topic, and marks."""
        from scipy.sparse import csr_array, diags_array, hstack

        said, frame = (
            _weighted(_counts(vocabulary, units), idf)
            for vocabulary, idf, units in zip(
                self.vocabularies,
                self.idf,
                ([t.words for t in told], [t.marks for t in told]),
                strict=True,
            )
        )
        meant = csr_array(np.stack([t.vector for t in told]))
        general = hstack([said, meant])
        own = [
            diags_array(np.array([t.topic == n for t in told], float)) @ general
            for n in self.topics
        ]
        return csr_array(hstack([general, *own, frame]))


def _counts(vocabulary: Vocabulary, units: Sequence[Sequence[str]]) -> Any:
    from scipy.sparse import csr_array

    row, column = vocabulary.find(vocabulary.read(units))
    shape = (len(units), max(1, len(vocabulary)))
    found = csr_array(
        (np.ones(len(row)), (row.astype(np.int32), column.astype(np.int32))), shape=shape
    )
    found.sum_duplicates()
    return found


def _idf(counts: Any) -> Margins:
    seen = np.asarray((counts > 0).sum(0)).ravel()
    return np.asarray(np.log((1 + counts.shape[0]) / (1 + seen)) + 1)


def _weighted(counts: Any, idf: Margins) -> Any:
    """Return (1 + log count) x idf, each row of length 1."""
    from scipy.sparse import diags_array

    table = counts.copy()
    table.data = 1 + np.log(table.data)
    table = table @ diags_array(idf)
    length = np.sqrt(np.asarray(table.multiply(table).sum(1)).ravel())
    return diags_array(1 / np.maximum(length, 1e-12)) @ table
