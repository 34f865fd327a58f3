"""Sentences as sparse word vectors: what centrality and redundancy are computed on.

Products run over the non-zero entries only; no sentences × sentences or sentences × words matrix is
built, so time and memory grow with the length of the article, not with its square.

>>> vectors = count_words([["mali", "votes"], ["mali", "waits"], ["rain"]]).tfidf().unit()
>>> vectors.similarity(0).round(2).tolist()
[1.0, 0.3, 0.0]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Vectors:
    """Non-zero entries (row: sentence, column: word, value), ordered by column, then row."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int  # sentences
    width: int  # distinct words

    def tfidf(self) -> Vectors:
        """Return the entries weighted tf × ln(1 + sentences / sentences with the word)."""
        weights = np.log1p(self.height / self.spread())
        return self._with(self.values * weights[self.columns])

    def unit(self) -> Vectors:
        """Return rows of unit length; rows without words stay zero."""
        norms = np.sqrt(self._by_row(self.values**2))
        return self._with(self.values / norms[self.rows])

    def similarity(self, row: int) -> Floats:
        """Return the products of all rows with one row: cosines when rows have unit length."""
        return self.times(self._by_column(self.values * (self.rows == row)))

    def held(self, row: int) -> Floats:
        """Return the share of each row's distinct words that one row has too; 0 for rows without words."""
        mine = self._by_column((self.rows == row).astype(np.float64)) > 0
        shared = np.bincount(self.rows[mine[self.columns]], minlength=self.height)
        return np.asarray(shared / np.maximum(np.bincount(self.rows, minlength=self.height), 1))

    def gram(self, weights: Floats) -> Floats:
        """Return (V Vᵀ) weights, without building V Vᵀ."""
        return self.times(self._by_column(self.values * weights[self.rows]))

    def forward(self) -> Floats:
        """Return, for each row, the sum of its products with all later rows."""
        upto = np.cumsum(self.values)
        last = (
            np.cumsum(np.bincount(self.columns, minlength=self.width)) - 1
        )  # entry of each column
        return self._by_row(self.values * (upto[last][self.columns] - upto))

    def spread(self) -> Ints:
        """Return in how many rows each word stands."""
        return np.asarray(np.bincount(self.columns, minlength=self.width))

    def total(self) -> Floats:
        """Return the sum of all rows: one number per word."""
        return self._by_column(self.values)

    def times(self, column_weights: Floats) -> Floats:
        """Return V column_weights: one number per row."""
        return self._by_row(self.values * column_weights[self.columns])

    def _with(self, values: Floats) -> Vectors:
        return Vectors(self.rows, self.columns, values, self.height, self.width)

    def _by_row(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.rows, entries, self.height), np.float64)

    def _by_column(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.columns, entries, self.width), np.float64)


def count_words(sentences: Sequence[Sequence[str]]) -> Vectors:
    """Return the counts of the words of each sentence."""
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    columns = np.fromiter(map(ids.__getitem__, chain.from_iterable(sentences)), np.int64)
    height = len(sentences)
    entries = np.repeat(np.arange(height), list(map(len, sentences)))
    entries += columns * height
    entries.sort()
    edges = np.ones(len(entries) + 1, np.bool_)  # where another entry begins, and the end
    np.not_equal(entries[1:], entries[:-1], out=edges[1:-1])
    bounds = edges.nonzero()[0]
    columns, rows = np.divmod(entries[bounds[:-1]], max(height, 1))
    counts = (bounds[1:] - bounds[:-1]).astype(np.float64)
    return Vectors(rows, columns, counts, height, len(ids))
