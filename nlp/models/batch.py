"""Several articles read together: what is computed for all of them at once, in fewer and longer steps.

The numbers of each are the same, to the last digit, as if it had been read alone.

>>> from nlp.models.document import read
>>> from nlp.records import Article, Example
>>> texts = ["Mali votes. Rain fell. Mali waits.", "Niger votes. Niger waits."]
>>> batch = Batch([read(Example(text, Article(text, text, language="en"))) for text in texts])
>>> [products.round(2).tolist() for products in batch.products([[0, 2], [1]])]
[[[1.0, 0.3], [0.3, 1.0]], [[1.0]]]
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

from nlp.models.document import Document
from nlp.models.vectors import Floats, Ints, Vectors, count


class Batch:
    """Up to 16 documents, one or more."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents
        self.heights = [len(document.spans) for document in documents]
        self.firsts: Ints = np.cumsum([0, *self.heights])  # row of each first sentence, and the end

    @cached_property
    def counts(self) -> Vectors:
        """Counts of content words, one row per sentence; articles share no columns."""
        return count(*(document.codes for document in self.documents))

    @cached_property
    def tfidf(self) -> Vectors:
        """Tf-idf of content words."""
        return self.counts.tfidf()

    def parts(self, rows: Floats) -> list[Floats]:
        """Return the numbers of each document, given one for each sentence of all."""
        return [rows[start:end] for start, end in pairwise(self.firsts.tolist())]

    def products(self, groups: Sequence[Sequence[int]]) -> list[Floats]:
        """Return the tf-idf cosines of each sentence with each of some sentences of every document."""
        sizes = list(map(len, groups))
        local = np.fromiter((i for group in groups for i in group), np.int64, sum(sizes))
        rows = local + np.repeat(self.firsts[:-1], sizes)
        return self.tfidf.unit().blocks(rows, sizes)
