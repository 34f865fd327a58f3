"""What all extractive summarizers share: the sentences of an article, chosen within limits.

The rule of the budget. Sentences are taken from best to worst; one that does not fit into the words
left, or leaves no way to the least length, is skipped for a later one (``salience``: within its
``reach``). So a summary never exceeds the budget, with one exception: where every sentence is longer
than the budget, the best one stands alone. Text without full stops is cut to pieces first
(``nlp.text.cuts``). A summary that misses a length asked for, or holds such a piece, says so in its
note. Words are counted between white space, as ``wc -w`` does.

The chosen sentences stand in source order, each with its exact offsets:
``article.text[start:end] == sentence.text``. (Compressed, bulleted and headline sentences are shorter or
longer than their source, and '…' stands behind a cut between words; the offsets still say where it is.)

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
from collections.abc import Iterable, Sequence
from operator import or_
from typing import ClassVar, Self

import numpy as np

from nlp.models.batch import Batch
from nlp.models.candidates import Candidates, Similarity, copying, leaning
from nlp.models.document import LONGEST, Document, divide, read
from nlp.models.focus import Focus
from nlp.models.selection import Values, greedy, marginal
from nlp.models.shape import Limits, Shape
from nlp.models.vectors import Floats
from nlp.records import Example, Gold, LabelSet, Outcome, Prediction, SummarySentence
from nlp.text.headlines import unfit

_TOGETHER = 16  # articles counted at once: more no longer saves time


class Extractive(Shape, ABC):
    """A summarizer that copies sentences: subclasses score them."""

    tasks: ClassVar[tuple[str, ...]] = ("summarize", "digest")
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False
    by_words: ClassVar[bool] = True  # whether the words of every article are needed

    @abstractmethod
    def scores(self, document: Document) -> Floats:
        """Return how much each sentence deserves its place, 0 or more; higher is better."""

    def similarity(self, document: Document) -> Similarity:
        """Return what gives the similarity, in [0, 1], of all sentences to one: tf-idf cosines."""
        return document.unit.similarity

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Return self: there is nothing to learn."""
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Summarize each article on its own.

        FAILED, with a note, when it has no text; ABSTAINED when nothing in it speaks of the focus.
        """
        together = range(0, len(examples), _TOGETHER)
        return [answer for i in together for answer in self._some(examples[i : i + _TOGETHER])]

    def _some(self, examples: Sequence[Example]) -> list[Prediction]:
        documents = list(map(self.read, examples))
        pairs = zip(documents, examples, strict=True)
        topics = {document: example.topic for document, example in pairs if document.spans}
        answers = iter(self._answers(Batch(list(topics)), topics.values()) if topics else ())
        return [
            next(answers)
            if document.spans
            else Prediction(document.id, outcome=Outcome.FAILED, note="the article has no text")
            for document in documents
        ]

    def _answers(self, batch: Batch, topics: Iterable[str]) -> list[Prediction]:
        asked = list(map(self._candidates, batch.documents, self.scored(batch), topics))
        near = [each.near if isinstance(each, Candidates) else () for each in asked]
        return [
            self._summary(each, similarity) if isinstance(each, Candidates) else each
            for each, similarity in zip(asked, self.compared(batch, near), strict=True)
        ]

    def scored(self, batch: Batch) -> list[Floats]:
        """Return the scores of several documents; here: of each on its own."""
        return list(map(self.scores, batch.documents))

    def compared(self, batch: Batch, near: Sequence[Sequence[int]]) -> Sequence[Similarity | None]:
        """Return for each document the similarity to its sentences ``near``; None where none is needed."""
        return list(map(self._compared, batch.documents, near))

    def read(self, example: Example) -> Document:
        """Return the example's article as sentences, in the form they would stand in the summary."""
        plain = self.form != "headline" and not self.compress
        shorten = None if plain else self.shortened
        document = read(example, quotations=self.quotations, shorten=shorten, words=self.by_words)
        if max(document.sizes, default=0) <= LONGEST:
            return document
        most = self.limits(document.sizes).aim
        return divide(document, most, quotations=self.quotations, shorten=shorten)

    def values(self, candidates: Candidates, similarity: Similarity | None) -> Values:
        """Return what each sentence adds to those already chosen; here: score against novelty."""
        return marginal(candidates.scores, candidates.near, similarity, self.trade)

    def near(self, document: Document, scores: list[float], limits: Limits) -> Sequence[int]:
        """Return which sentences may follow the first one chosen; here: all."""
        return range(len(document.spans))

    def _candidates(
        self, document: Document, scores: Floats, topic: str
    ) -> Candidates | Prediction:
        barred = document.unfit
        if self.form == "headline":
            barred = list(map(or_, barred, map(unfit, document.sentences)))
        if focus := self.focused or self._topic(topic):
            opening = document.places == 1
            close = focus.closeness(
                document.sentences, document.article, document.language, opening
            )
            if not close.any():
                note = f"nothing in the article speaks of {focus.query!r}"
                return Prediction(document.id, outcome=Outcome.ABSTAINED, note=note)
            scores, barred = scores * close, list(map(or_, barred, (close == 0).tolist()))
        limits, worth = self.limits(document.sizes), scores.tolist()
        return Candidates(document, worth, barred, limits, self.near(document, worth, limits))

    def _compared(self, document: Document, near: Sequence[int]) -> Similarity | None:
        if not near or (self.trade == 1 and not document.several):
            return None
        similarity = self.similarity(document)
        if document.several:
            similarity = copying(document, similarity)
        some = np.array(near, np.int64)
        return lambda row: similarity(row).take(some)

    def _summary(self, candidates: Candidates, similarity: Similarity | None) -> Prediction:
        document, scores, barred, limits, near = candidates
        values = self.values(candidates, similarity)
        leans = leaning(document, self.antecedents or self.form == "headline")
        chosen = greedy(values, document.sizes, limits, barred, leans, near)
        summary = tuple(
            SummarySentence(self.dressed(document.sentences[i]), *document.spans[i], scores[i])
            for i in (sorted(chosen) if self.order == "source" else chosen)
        )
        return Prediction(document.id, summary=summary, note=self._note(document, chosen, limits))

    def _note(self, document: Document, chosen: list[int], limits: Limits) -> str:
        """Say where a length asked for is missed, and what was cut out of text without full stops."""
        words = sum(map(document.sizes.__getitem__, chosen))
        missed = "" if self.form == "headline" else limits.remark(words)  # one too long is cut
        cut = {document.divided[i] for i in chosen if i in document.divided}
        told = [f"cut out of a sentence of {n} words" for n in sorted(cut)]
        return "; ".join(filter(None, [missed, *told]))

    def _topic(self, topic: str) -> Focus | None:
        """Return the focus of a digest on a topic."""
        return Focus(f"topic:{topic}", self.codebook) if topic and self.codebook else None
