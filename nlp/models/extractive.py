"""What all extractive summarizers share: the sentences of an article, chosen at a word budget.

The rule of the budget. Sentences are taken from best to worst; one that does not fit into the words
left is skipped for a later one that does. So a summary never exceeds the budget, with one exception:
an article whose every sentence is longer than the budget yields its best sentence alone. Words are
counted between white space, as ``wc -w`` does. The chosen sentences stand in source order, each with
its exact offsets: ``article.text[start:end] == sentence.text``.

A new extractor subclasses ``Extractive`` and says how good each sentence is:

>>> from nlp.records import Article, Example
>>> class Longest(Extractive):
...     def scores(self, document):
...         return document.lengths.astype(float)
>>> article = Article("a", "Rain fell. The army left the town on Monday. Nobody was hurt.")
>>> Longest(words=9).predict([Example("a", article)])[0].text
'Rain fell. The army left the town on Monday.'
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np

from nlp.errors import UserError
from nlp.models.vectors import Floats, Ints, Vectors, count_words
from nlp.records import Example, Gold, LabelSet, Outcome, Prediction, SummarySentence
from nlp.text.language import detect
from nlp.text.sentences import split
from nlp.text.tokens import content_words


@dataclass(frozen=True, slots=True)
class Document:
    """One article cut into sentences, each cut at white space."""

    id: str  # of the example
    language: str
    spans: list[tuple[int, int]]  # offsets into the article's text
    sentences: list[str]
    pieces: list[list[str]]  # what stands between white space, in lower case, per sentence
    lengths: Ints  # number of pieces per sentence

    def vectors(self) -> Vectors:
        """Return the counts of content words, one row per sentence."""
        return count_words([content_words(pieces, self.language) for pieces in self.pieces])


def read(example: Example) -> Document:
    """Cut the article of ``example`` into sentences; an unknown language is detected."""
    article = example.article
    language = article.language or detect(article.text)
    spans = split(article.text, language)
    sentences = [article.text[start:end] for start, end in spans]
    pieces = [sentence.lower().split() for sentence in sentences]
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    return Document(example.id, language, spans, sentences, pieces, lengths)


class Extractive(ABC):
    """A summarizer that copies sentences: subclasses score them."""

    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False

    def __init__(self, words: int = 75) -> None:
        """Store the budget in words; ``UserError`` when it is below 1."""
        if words < 1:
            raise UserError(
                f"model.words: {words} is no length for a summary; use 1 or more words."
            )
        self.words = words

    @abstractmethod
    def scores(self, document: Document) -> Floats:
        """Return how much each sentence deserves its place; higher is better."""

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Return self: there is nothing to learn."""
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Summarize each article on its own; FAILED, with a note, when it has no text."""
        return [self._summarize(example) for example in examples]

    def choose(self, document: Document) -> tuple[list[int], Floats]:
        """Return the chosen sentences, best first, and the score of every sentence."""
        scores = self.scores(document)
        return within_budget(scores, document.lengths, self.words), scores

    def _summarize(self, example: Example) -> Prediction:
        document = read(example)
        if not document.spans:
            return Prediction(example.id, outcome=Outcome.FAILED, note="the article has no text")
        chosen, scores = self.choose(document)
        summary = tuple(
            SummarySentence(document.sentences[i], *document.spans[i], float(scores[i]))
            for i in sorted(chosen)
        )
        return Prediction(example.id, summary=summary)


def within_budget(
    scores: Floats,
    lengths: Ints,
    budget: int,
    similarity: Callable[[int], Floats] | None = None,
    trade: float = 1.0,
) -> list[int]:
    """Return sentence numbers, best first, whose ``lengths`` sum to at most ``budget`` words.

    With ``similarity`` (of all sentences to one, in [0, 1]) the choice is by maximal marginal
    relevance (Carbonell and Goldstein 1998): trade × score − (1 − trade) × similarity to the
    nearest sentence already chosen. When nothing fits, the best sentence alone.
    """
    chosen: list[int] = []
    worth = np.where(lengths <= budget, trade * scores, -np.inf)
    cost = np.zeros(len(scores))
    left = budget
    while worth[best := int((worth - cost).argmax())] > -np.inf:
        chosen.append(best)
        left -= int(lengths[best])
        worth[lengths > left] = worth[best] = -np.inf
        if similarity is not None and left:
            cost = np.maximum(cost, (1 - trade) * similarity(best))
    return chosen or [int(scores.argmax())]
