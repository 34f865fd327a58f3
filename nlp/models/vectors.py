"""Sentences as sparse word vectors: what centrality and redundancy are computed on.

Products run over the non-zero entries only; no sentences × sentences or sentences × words matrix is
built, so time and memory grow with the length of the article, not with its square.

>>> words, rows = ["mali", "votes", "mali", "waits", "rain"], np.array([0, 0, 1, 1, 2])
>>> vectors = count_words(words, rows, 3).tfidf().unit()
>>> vectors.similarity(0).round(2).tolist()
[1.0, 0.3, 0.0]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

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
        weights = np.log1p(self.height / np.maximum(self.spread(), 1))
        return replace(self, values=self.values * weights[self.columns])

    def unit(self) -> Vectors:
        """Return rows of unit length; rows without words stay zero."""
        norms = np.sqrt(self._by_row(self.values**2))
        return replace(self, values=self.values / norms[self.rows])

    def similarity(self, row: int) -> Floats:
        """Return the products of all rows with one row: cosines when rows have unit length."""
        return self.times(self._by_column(self.values * (self.rows == row)))

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

    def _by_row(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.rows, entries, self.height), np.float64)

    def _by_column(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.columns, entries, self.width), np.float64)


def count_words(words: Sequence[str], rows: Ints, height: int) -> Vectors:
    """Return the counts of ``words``; ``rows`` says in which of ``height`` sentences each stands."""
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    columns = np.fromiter(map(ids.__getitem__, words), np.int64, len(words))
    high = max(height, 1)
    entries = np.sort(columns * high + rows)
    first = np.flatnonzero(np.concatenate(([len(entries) > 0], entries[1:] != entries[:-1])))
    columns, found = np.divmod(entries[first], high)
    counts = np.diff(np.concatenate((first, [len(entries)]))).astype(np.float64)
    return Vectors(found, columns, counts, height, len(ids))
