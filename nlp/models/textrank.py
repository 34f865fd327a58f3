"""TextRank: sentences that share most words with the rest of the article.

Source: Mihalcea and Tarau (2004): the similarity of two sentences is the number of distinct content
words they share, divided by the sum of the logarithms of their sizes; damping 0.85. (Sizes are taken
plus one, so that sentences of one word do not divide by zero.) That sum does not factorise, but
sentences of equal size share it: products group them by size, so no sentences × sentences matrix is
built and time stays linear in the length of the article.

>>> from nlp.records import Article, Example
>>> text = "Rain fell. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> TextRank(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

import numpy as np

from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats, Vectors
from nlp.models.walk import walk


class TextRank(Extractive):
    """PageRank over shared words; options as in ``Shape``."""

    def scores(self, document: Document) -> Floats:
        """Return each sentence's visit probability."""
        shared = _SharedWords(document.counts)
        return walk(shared.times, len(document.spans))


class _SharedWords:
    """The similarity matrix of TextRank, as a product."""

    def __init__(self, vectors: Vectors) -> None:
        self.rows, self.columns, self.width = vectors.rows, vectors.columns, vectors.width
        self.sizes = np.bincount(self.rows, minlength=vectors.height)
        distinct, self.size_of = np.unique(self.sizes, return_inverse=True)
        logs = np.log1p(distinct)
        sums = logs[:, None] + logs
        self.weights = np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)
        self.cells = self.columns * len(distinct) + self.size_of[self.rows]
        self.loops = self.sizes * np.diag(self.weights)[self.size_of]

    def times(self, x: Floats) -> Floats:
        """Return W x, where W has no self-similarity."""
        kinds = len(self.weights)
        by_size = np.bincount(self.cells, x[self.rows], self.width * kinds).reshape(-1, kinds)
        seen = (by_size @ self.weights).ravel()[self.cells]
        return np.bincount(self.rows, seen, len(self.sizes)) - self.loops * x
