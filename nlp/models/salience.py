"""The default summarizer: early sentences that the rest of the article goes on to talk about.

Source: position × forward centrality (in news, sentences point back to what they develop: Zheng and
Lapata 2019, PacSum) with maximal marginal relevance (Carbonell and Goldstein 1998). The sentence at
position i (from 1) scores i^-position × (floor + c), times ``quoted`` when it quotes. c is the sum of
its tf-idf products with all later sentences, scaled to 0…1 within the article: products rather than
cosines, because a sentence that says more of what follows may be longer. Time is linear in length.

The words left at the end are not filled at any price. After the first sentence of an article only those
are taken that are among its best of budget + ``reach`` words (own rule, measured in docs/log.md): a short
sentence from far below that happens to fit says less than it costs. Summaries get 1 to 5 words shorter.

>>> from nlp.records import Article, Example
>>> text = "Share this page. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> Salience(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.errors import UserError
from nlp.models.batch import Batch
from nlp.models.candidates import Similarity, within
from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.selection import leading
from nlp.models.shape import Limits
from nlp.models.vectors import Floats

_FEW = 50  # sentences; the products of more, each with each, are too many to be computed beforehand
_QUOTES = ('"', "“", "«")


@dataclass(eq=False)
class Salience(Extractive):
    """Position × forward centrality, redundancy held down by maximal marginal relevance.

    ``position`` (0 or more): how fast worth falls from the top; 0 ignores position. ``floor`` (0 or
    more): what a sentence is worth that no later one takes up; large values approach the lead.
    ``quoted`` (0 to 1): factor on sentences with quotation marks. ``reach`` (0 or more): how many words
    beyond the budget, counted from the best sentence down, a sentence may stand to fill the words left;
    not used in a digest, or where ``least`` asks for words. The rest as in ``Shape``.
    """

    trade: float = 0.7
    position: float = 1.0
    floor: float = 0.2
    quoted: float = 0.5
    reach: int = 100

    def __post_init__(self) -> None:
        """Refuse options out of range."""
        super().__post_init__()
        for name in ("position", "floor", "reach"):
            if (value := getattr(self, name)) < 0:
                raise UserError(f"model.{name}: {value} is below 0; use 0 or more.")
        if not 0 <= self.quoted <= 1:
            raise UserError(f"model.quoted: {self.quoted} is outside its range; use 0 to 1.")

    def scores(self, document: Document) -> Floats:
        """Return position × (floor + scaled forward centrality), less for quotations."""
        return self.scored(Batch([document]))[0]

    def scored(self, batch: Batch) -> list[Floats]:
        """Return the scores of each document, computed for all of them at once."""
        firsts, heights = batch.firsts[:-1], batch.heights
        centrality = self.centrality(batch)
        centrality -= np.repeat(np.minimum.reduceat(centrality, firsts), heights)
        most = np.maximum.reduceat(centrality, firsts)
        centrality /= np.repeat(np.where(most > 0, most, 1.0), heights)
        places = np.concatenate([document.places for document in batch.documents])
        parts = batch.parts((self.floor + centrality) * places**-self.position)
        for document, part in zip(batch.documents, parts, strict=True):
            used = [mark for mark in _QUOTES if mark in document.article.text]
            quoting = {i for mark in used for i, s in enumerate(document.sentences) if mark in s}
            if quoting:
                part[list(quoting)] *= self.quoted
        return parts

    def near(self, document: Document, scores: list[float], limits: Limits) -> Sequence[int]:
        """Return which sentences are within reach."""
        if document.several or limits.least:  # the best of many articles may all say the same
            return super().near(document, scores, limits)
        if any(document.unfit):
            scores = [0.0 if no else x for no, x in zip(document.unfit, scores, strict=True)]
        return leading(scores, document.sizes, limits.aim + self.reach)

    def compared(self, batch: Batch, near: Sequence[Sequence[int]]) -> Sequence[Similarity | None]:
        """Return the similarities of sentences within reach, computed for all documents at once."""
        if self.trade == 1 or not self.by_words:
            return super().compared(batch, near)
        pairs = list(zip(batch.documents, near, strict=True))
        known = [() if d.several or len(some) > _FEW else some for d, some in pairs]
        return [
            within(document, some, products) if len(products) else self._compared(document, some)
            for (document, some), products in zip(pairs, batch.products(known), strict=True)
        ]

    def centrality(self, batch: Batch) -> Floats:
        """Return how much later sentences take each one up; in a digest, all sentences.

        A digest's articles tell one thing side by side, in no order of development.
        """
        ahead = batch.counts.forward(batch.counts.idf() ** 2)
        several = [document.several for document in batch.documents]
        if not any(several):
            return ahead
        around = batch.tfidf.gram(np.ones(batch.counts.height))
        return np.where(np.repeat(several, batch.heights), around, ahead)
