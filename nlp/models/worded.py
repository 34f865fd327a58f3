"""What the classifiers over word n-grams share: reading units as words, and a vocabulary to store.

A subclass says what it learns from the counts: ``nlp.models.ngrams``, ``Ngrams(Worded)``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from nlp.models.learned import Learned
from nlp.models.reading import Reading
from nlp.models.vocabulary import Parts, Vocabulary, Words
from nlp.records import Example
from nlp.text.stems import stems
from nlp.text.tokens import words


class Worded(Learned):
    """A learned classifier with the options ``ngrams``, ``min_articles`` and ``stemmed``.

    Function words say nothing of a topic, but how somebody speaks: stems leave them out for topics only.
    """

    ngrams: int
    min_articles: int
    stemmed: bool

    def _prepare(self, examples: Sequence[Example]) -> Any:
        reading = Reading(examples)
        least = min(self.min_articles, len(examples))
        self.vocabulary_, read = Vocabulary.learn(
            self._pieces(reading), reading.owner, self.ngrams, least, self._parts()
        )
        return self._count(reading, read)

    def _read(self, examples: Sequence[Example]) -> Any:
        reading = Reading(examples)
        return self._count(reading, self.vocabulary_.read(self._pieces(reading)))

    @abstractmethod
    def _count(self, reading: Reading, read: Words) -> Any:
        """Return the examples with the counts of what is known of the words ``read`` in their units."""

    def _pieces(self, reading: Reading) -> Iterator[list[str]]:
        """Yield the pieces of each unit."""
        return (unit.text.split() for unit in reading.flat)

    def _parts(self) -> Parts:
        """Return what gives the words to count of a piece."""
        return partial(stems, content=not self.labels_.exclusive) if self.stemmed else words

    def _content(self) -> dict[str, Any]:
        chains = [codes.tolist() for codes in self.vocabulary_.chains]
        return {"words": self.vocabulary_.words, "chains": chains}

    def _restore(self, content: Mapping[str, Any]) -> None:
        chains = tuple(np.array(codes, np.int64) for codes in content["chains"])
        self.vocabulary_ = Vocabulary(list(map(str, content["words"])), chains, self._parts())
        size = len(self.vocabulary_)
        if len(self.arrays_["idf"]) != size or len(self.arrays_["weights"]) < size:
            raise ValueError("weights and vocabulary differ in size")
