"""The default summarizer: early sentences that the rest of the article goes on to talk about.

Source: position × forward centrality (in news, sentences point back to what they develop: Zheng and
Lapata 2019, PacSum) with maximal marginal relevance (Carbonell and Goldstein 1998). The sentence at
position i (from 1) scores i^-position × (floor + c), times ``quoted`` when it quotes. c is the sum of
its tf-idf products with all later sentences, scaled to 0…1 within the article: products rather than
cosines, because a sentence that says more of what follows may be longer. Time is linear in length.

>>> from nlp.records import Article, Example
>>> text = "Share this page. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> Salience(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

import numpy as np

from nlp.errors import UserError
from nlp.models.extractive import Document, Extractive, within_budget
from nlp.models.vectors import Floats, Vectors


class Salience(Extractive):
    """Position × forward centrality, redundancy held down by maximal marginal relevance.

    ``words``: the budget. ``position`` (0 or more): how fast worth falls from the top; 0 ignores
    position. ``floor`` (0 or more): what a sentence is worth that no later one takes up; large
    values approach the lead. ``quoted`` (0 to 1): factor on sentences with quotation marks.
    ``trade`` (0 to 1): score against novelty; 1 ignores redundancy.
    """

    def __init__(
        self,
        words: int = 75,
        position: float = 0.75,
        floor: float = 0.2,
        quoted: float = 0.5,
        trade: float = 0.7,
    ) -> None:
        """Store the options; ``UserError`` when one is out of range."""
        super().__init__(words)
        for name, value in (("position", position), ("floor", floor)):
            if value < 0:
                raise UserError(f"model.{name}: {value} is below 0; use 0 or more.")
        for name, value in (("quoted", quoted), ("trade", trade)):
            if not 0 <= value <= 1:
                raise UserError(f"model.{name}: {value} is outside its range; use 0 to 1.")
        self.position = position
        self.floor = floor
        self.quoted = quoted
        self.trade = trade

    def scores(self, document: Document) -> Floats:
        """Return position × (floor + scaled forward centrality), less for quotations."""
        return self._scores(document, document.vectors().tfidf())

    def choose(self, document: Document) -> tuple[list[int], Floats]:
        """Return the chosen sentences, best first, and the score of every sentence."""
        vectors = document.vectors().tfidf()
        scores = self._scores(document, vectors)
        similarity = vectors.unit().similarity
        return within_budget(scores, document.lengths, self.words, similarity, self.trade), scores

    def _scores(self, document: Document, vectors: Vectors) -> Floats:
        centrality = vectors.forward()
        centrality -= centrality.min()
        centrality /= centrality.max() or 1.0
        scores = (self.floor + centrality) * np.arange(1, vectors.height + 1) ** -self.position
        for i, sentence in enumerate(document.sentences):
            if '"' in sentence or "“" in sentence or "«" in sentence:
                scores[i] *= self.quoted
        return np.asarray(scores, np.float64)
