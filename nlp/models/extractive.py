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

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from operator import or_
from statistics import median
from typing import ClassVar, Self

import numpy as np

from nlp.models.document import LONGEST, Document, divide, read
from nlp.models.focus import Focus
from nlp.models.selection import Values, greedy, marginal
from nlp.models.shape import Limits, Shape
from nlp.models.vectors import Floats, count
from nlp.records import Example, Gold, LabelSet, Outcome, Prediction, SummarySentence
from nlp.text.codes import codes
from nlp.text.headlines import unfit
from nlp.text.openings import leans

_HELD = 0.85  # of a sentence's words that one already chosen has: it only repeats that one
_DATELINE = re.compile(r"\A\W*[^\W\d_a-zß-ÿ][^—–]{0,60}\s[—–]\s")  # which makes no other sentence
_TOGETHER = 16  # articles counted at once: more no longer saves time
_SCRAP = 0.25  # of the median length: a shorter sentence ('Just like that.') says nothing alone


class Extractive(Shape, ABC):
    """A summarizer that copies sentences: subclasses score them."""

    tasks: ClassVar[tuple[str, ...]] = ("summarize", "digest")
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False
    by_words: ClassVar[bool] = True  # whether the words of every article are needed

    @abstractmethod
    def scores(self, document: Document) -> Floats:
        """Return how much each sentence deserves its place, 0 or more; higher is better."""

    def similarity(self, document: Document) -> Callable[[int], Floats]:
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
        documents = [self.read(example) for example in examples]
        readable = [document for document in documents if document.spans]
        scores = iter(self.scored(readable) if readable else ())
        return [
            self._summarize(document, next(scores), example.topic)
            if document.spans
            else Prediction(example.id, outcome=Outcome.FAILED, note="the article has no text")
            for document, example in zip(documents, examples, strict=True)
        ]

    def scored(self, documents: Sequence[Document]) -> list[Floats]:
        """Return the scores of several documents; here: of each on its own."""
        return list(map(self.scores, documents))

    def read(self, example: Example) -> Document:
        """Return the example's article as sentences, in the form they would stand in the summary."""
        plain = self.form != "headline" and not self.compress
        shorten = None if plain else self.shortened
        document = read(example, quotations=self.quotations, shorten=shorten, words=self.by_words)
        if max(document.sizes, default=0) <= LONGEST:
            return document
        most = self.limits(document.sizes).aim
        return divide(document, most, quotations=self.quotations, shorten=shorten)

    def values(self, document: Document, scores: Floats) -> Values:
        """Return what each sentence adds to those already chosen; here: score against novelty.

        In a digest, whose articles repeat each other, a sentence that adds few words to one is a copy of it.
        """
        if document.several:
            return marginal(scores, self._copying(document), self.trade)
        similarity = self.similarity(document) if self.trade < 1 else None
        return marginal(scores, similarity, self.trade)

    def near(self, document: Document, scores: Floats, limits: Limits) -> list[bool] | None:
        """Return which sentences may follow the first one chosen; None: all."""
        return None

    def _copying(self, document: Document) -> Callable[[int], Floats]:
        pieces = [_DATELINE.sub("", sentence).split() for sentence in document.sentences]
        held = count(codes(pieces, document.language)).held
        close = self.similarity(document)
        return lambda row: np.where(held(row) >= _HELD, 1.0, close(row))

    def _summarize(self, document: Document, scores: Floats, topic: str) -> Prediction:
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
        limits = self.limits(document.sizes)
        values, leaning = self.values(document, scores), self._leaning(document)
        near = self.near(document, scores, limits)
        chosen = greedy(values, document.sizes, limits, barred, leaning, near)
        summary = tuple(
            SummarySentence(
                self.dressed(document.sentences[i]), *document.spans[i], float(scores[i])
            )
            for i in (sorted(chosen) if self.order == "source" else chosen)
        )
        return Prediction(document.id, summary=summary, note=self._note(document, chosen, limits))

    def _note(self, document: Document, chosen: list[int], limits: Limits) -> str:
        """Say where a length asked for is missed, and what was cut out of text without full stops."""
        words = sum(document.sizes[i] for i in chosen)
        missed = "" if self.form == "headline" else limits.remark(words)  # one too long is cut
        cut = {document.divided[i] for i in chosen if i in document.divided}
        told = [f"cut out of a sentence of {n} words" for n in sorted(cut)]
        return "; ".join(filter(None, [missed, *told]))

    def _topic(self, topic: str) -> Focus | None:
        """Return the focus of a digest on a topic."""
        return Focus(f"topic:{topic}", self.codebook) if topic and self.codebook else None

    def _leaning(self, document: Document) -> list[bool]:
        """Return which sentences are taken only after the one before them.

        In a digest no scraps, since the one before may be said by another article already.
        """
        least = 0.0 if document.several else _SCRAP * median(document.sizes)
        short = [size < least for size in document.sizes]
        short[0] = False  # nothing stands before it
        if not self.antecedents and self.form != "headline":
            return short
        opens = (leans(sentence, document.language) for sentence in document.sentences)
        return list(map(or_, short, opens))
