"""Sentences that carry the article's main latent topics.

Source: Steinberger and Ježek (2004): the singular vectors of the words × sentences matrix are latent
topics, and a sentence scores the length of its vector over the strongest of them, each weighted by its
singular value: sqrt(Σ σ² v²). Rows have unit length, or long sentences win by length alone. Only the
leading ``topics`` are computed, for long articles without a dense matrix.

>>> from nlp.records import Article, Example
>>> text = "Rain fell. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> Lsa(words=4, topics=1).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.errors import UserError
from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats, Vectors

_DENSE = 200  # sentences up to which the whole Gram matrix is cheaper than an iteration


@dataclass(eq=False)
class Lsa(Extractive):
    """Length over the leading latent topics; ``topics`` (1 or more), the rest as in ``Shape``."""

    topics: int = 3

    def __post_init__(self) -> None:
        """Refuse fewer than one topic."""
        super().__post_init__()
        if self.topics < 1:
            raise UserError(f"model.topics: {self.topics} is too few; use 1 or more.")

    def scores(self, document: Document) -> Floats:
        """Return sqrt(Σ σ² v²) of each sentence over the leading topics."""
        vectors = document.unit
        values, rows = _leading(vectors, min(self.topics, vectors.height))
        return np.asarray(np.sqrt((np.maximum(values, 0) * rows**2).sum(1)))


def _leading(vectors: Vectors, count: int) -> tuple[Floats, Floats]:
    """Return the ``count`` largest eigenvalues of V Vᵀ (σ²) and their vectors as columns."""
    if vectors.height <= max(_DENSE, count + 1):
        gram = np.stack([vectors.similarity(row) for row in range(vectors.height)])
        values, rows = np.linalg.eigh(gram)
        return values[-count:], rows[:, -count:]
    from scipy.sparse.linalg import LinearOperator, eigsh

    shape = (vectors.height, vectors.height)
    product = LinearOperator(shape, matvec=lambda x: vectors.gram(np.ravel(x)), dtype=np.float64)
    values, rows = eigsh(product, count, v0=np.ones(vectors.height))  # a fixed start: same digits
    return values, rows
