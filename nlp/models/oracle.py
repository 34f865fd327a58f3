"""The best extract that the references allow: an upper bound, not a summarizer.

Source: greedy selection by ROUGE (Nallapati et al. 2017): the sentence that raises the mean of ROUGE-1
and ROUGE-2 F1 most (over all references) is taken, until none does or none fits the budget. It must
be fitted on the very examples it then answers.

>>> from nlp.records import Article, Example, Gold
>>> asked = [Example("a", Article("a", "Rain fell. The army left the town. It is empty."))]
>>> Oracle().fit(asked, [Gold(references=("The army has left.",))], None).predict(asked)[0].text
'The army left the town.'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar, Self, TypeVar

import numpy as np

from nlp.models.candidates import Candidates, Similarity
from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.selection import Values
from nlp.models.vectors import Floats
from nlp.records import Example, Gold, LabelSet, Outcome, Prediction
from nlp.text.tokens import words

_T = TypeVar("_T")
_Grams = tuple[Counter[str], Counter[tuple[str, str]]]  # words, pairs of neighbouring words


class Oracle(Extractive):
    """Greedy ROUGE against the references; options as in ``Shape``, but ``trade`` is not used."""

    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    upper_bound: ClassVar[bool] = True
    by_words: ClassVar[bool] = False

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Keep the references of each example by its id."""
        self.references_ = {
            example.id: [_grams(reference) for reference in answer.references]
            for example, answer in zip(examples, gold, strict=True)
        }
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer the examples it was fitted on; ABSTAINED where there is no reference to look at."""
        return [
            super(Oracle, self).predict([example])[0]
            if self.references_.get(example.id)
            else Prediction(example.id, outcome=Outcome.ABSTAINED, note="no reference to look at")
            for example in examples
        ]

    def scores(self, document: Document) -> Floats:
        """Return the ROUGE of each sentence alone."""
        references = self.references_[document.id]
        return np.array([_rouge(_grams(sentence), references) for sentence in document.sentences])

    def values(self, candidates: Candidates, similarity: Similarity | None) -> Values:
        """Return the ROUGE that each sentence leads to, unless it does not help and is not needed."""
        document, scores = candidates.document, candidates.scores
        references = self.references_[document.id]
        grams = [_grams(sentence) for sentence in document.sentences]
        summary: _Grams = (Counter(), Counter())

        def values(chosen: list[int], able: list[int]) -> dict[int, float]:
            nonlocal summary
            if not chosen:
                return {i: scores[i] for i in able}
            summary = _join(summary, grams[chosen[-1]])
            joined = {i: _rouge(_join(summary, grams[i]), references) for i in able}
            if sum(document.sizes[i] for i in chosen) < self.least:
                return joined
            reached = _rouge(summary, references)
            return {i: after for i, after in joined.items() if after > reached}

        return values


def _grams(text: str) -> _Grams:
    tokens = words(text)
    return Counter(tokens), Counter(pairwise(tokens))


def _join(one: _Grams, other: _Grams) -> _Grams:
    return one[0] + other[0], one[1] + other[1]


def _rouge(grams: _Grams, references: Sequence[_Grams]) -> float:
    """Return the mean of ROUGE-1 and ROUGE-2 F1, over the references, in 0 to 1."""
    total = 0.0
    for reference in references:
        total += _f1(grams[0], reference[0]) + _f1(grams[1], reference[1])
    return total / (2 * len(references))


def _f1(ours: Counter[_T], theirs: Counter[_T]) -> float:
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())
