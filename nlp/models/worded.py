"""What the classifiers over word n-grams share: reading units as words, and a vocabulary to store.

A subclass says what it learns from the counts: ``nlp.models.ngrams``, ``Ngrams(Worded)``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nlp.models.learned import Learned
from nlp.models.reading import Reading
from nlp.models.vocabulary import Vocabulary
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

    def _prepare(self, examples: Sequence[Example]) -> None:
        reading = Reading(examples)
        least = min(self.min_articles, len(examples))
        self.vocabulary_ = Vocabulary.learn(
            self._counted(reading), reading.owner, self.ngrams, least
        )

    def _counted(self, reading: Reading) -> list[list[str]]:
        """Return what is counted in each unit."""
        if not self.stemmed:
            return [words(unit.text) for unit in reading.flat]
        content = not self.labels_.exclusive
        return [stems(unit.text, content) for unit in reading.flat]

    def _content(self) -> dict[str, Any]:
        chains = [codes.tolist() for codes in self.vocabulary_.chains]
        return {"words": self.vocabulary_.words, "chains": chains}

    def _restore(self, content: Mapping[str, Any]) -> None:
        chains = tuple(np.array(codes, np.int64) for codes in content["chains"])
        self.vocabulary_ = Vocabulary([str(word) for word in content["words"]], chains)
        if len(self.arrays_["idf"]) != len(self.vocabulary_):
            raise ValueError("weights and vocabulary differ in size")
