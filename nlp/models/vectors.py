"""Sentences as sparse word vectors: what centrality and redundancy are computed on.

Products run over the non-zero entries only; no sentences × sentences or sentences × words matrix is
built, so time and memory grow with the length of the article, not with its square.

Several articles may be counted at once, in columns of their own: what comes out is the same to the last digit
as for each alone, in a fraction of the calls.

>>> from nlp.text.codes import codes
>>> words = codes([["mali", "votes"], ["mali", "waits"], ["rain"]], "en")
>>> count(words).tfidf().unit().similarity(0).round(2).tolist()
[1.0, 0.3, 0.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.text.codes import BITS, Codes

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Vectors(NamedTuple):
    """Non-zero entries (row: sentence, column: word, value), ordered by column, then row."""

    rows: Ints
    columns: Ints
    values: Floats
    height: int  # sentences
    spread: Ints  # column -> rows it stands in
    of: Ints  # column -> sentences of its article

    @property
    def width(self) -> int:
        """The number of distinct words."""
        return len(self.spread)

    def idf(self) -> Floats:
        """Return ln(1 + sentences / sentences with the word), one number per word."""
        return np.asarray(np.log1p(self.of / self.spread))

    def tfidf(self) -> Vectors:
        """Return the entries times the idf of their words."""
        return self._with(self.values * np.repeat(self.idf(), self.spread))

    def unit(self) -> Vectors:
        """Return rows of unit length; rows without words stay zero."""
        norms = np.sqrt(self._by_row(self.values**2))
        return self._with(self.values / norms[self.rows])

    def parts(self, heights: Sequence[int]) -> list[Vectors]:
        """Return the vectors of each of several articles, given how many sentences each one has."""
        above = np.cumsum([0, *heights])
        owner = np.repeat(np.arange(len(heights)), heights)[self.rows]
        ends = np.searchsorted(owner, np.arange(len(heights) + 1))
        left = np.append(self.columns, self.width)[ends]  # the first column of each
        rows, columns = self.rows - above[owner], self.columns - left[owner]
        places = zip(pairwise(ends.tolist()), pairwise(left.tolist()), heights, strict=True)
        return [
            Vectors(rows[a:b], columns[a:b], self.values[a:b], n, self.spread[c:d], self.of[c:d])
            for (a, b), (c, d), n in places
        ]

    def similarity(self, row: int) -> Floats:
        """Return the products of all rows with one row: cosines when rows have unit length."""
        own = (self.rows == row).nonzero()[0]
        words = np.zeros(self.width)
        words[self.columns.take(own)] = self.values.take(own)
        return self.times(words)

    def held(self, row: int) -> Floats:
        """Return the share of each row's distinct words that one row has too; 0 for rows without words."""
        mine = self._by_column((self.rows == row).astype(np.float64)) > 0
        shared = np.bincount(self.rows[mine[self.columns]], minlength=self.height)
        return np.asarray(shared / np.maximum(np.bincount(self.rows, minlength=self.height), 1))

    def gram(self, weights: Floats) -> Floats:
        """Return (V Vᵀ) weights, without building V Vᵀ."""
        return self.times(self._by_column(self.values * weights[self.rows]))

    def forward(self, weights: Floats) -> Floats:
        """Return, for each row of counts, the sum of its products with all later rows, words weighted."""
        upto = np.cumsum(self.values)  # whole numbers: exact, whatever stands before
        last = np.cumsum(self.spread) - 1  # entry of each column
        later = np.repeat(upto[last], self.spread) - upto
        return self._by_row(self.values * np.repeat(weights, self.spread) * later)

    def total(self) -> Floats:
        """Return the sum of all rows: one number per word."""
        return self._by_column(self.values)

    def times(self, column_weights: Floats) -> Floats:
        """Return V column_weights: one number per row."""
        return self._by_row(self.values * column_weights.take(self.columns))

    def _with(self, values: Floats) -> Vectors:
        return self._replace(values=values)

    def _by_row(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.rows, entries, self.height), np.float64)

    def _by_column(self, entries: Floats) -> Floats:
        return np.asarray(np.bincount(self.columns, entries, self.width), np.float64)


def count(*articles: Codes) -> Vectors:
    """Return the counts of the content words of up to 16 articles."""
    heights = [len(article.sizes) for article in articles]
    height = sum(heights)
    bits = height.bit_length()
    article = np.repeat(np.arange(len(heights)) << BITS, heights)
    words, rows = _words(articles)
    keys = (article[rows] | words) << bits | rows
    keys.sort()
    bounds = _changes(keys).nonzero()[0]
    entries = keys[bounds[:-1]]
    words, rows = entries >> bits, entries & ((1 << bits) - 1)
    firsts = _changes(words).nonzero()[0]
    spread = np.diff(firsts)
    columns = np.repeat(np.arange(len(spread)), spread)
    of = np.array(heights)[words[firsts[:-1]] >> BITS]
    return Vectors(rows, columns, np.diff(bounds).astype(np.float64), height, spread, of)


def _words(articles: Sequence[Codes]) -> tuple[Ints, Ints]:
    """Return the numbers of all words of the articles, and the sentence that each stands in."""
    words = np.concatenate([article.pieces for article in articles])
    sizes = list(chain.from_iterable(article.sizes for article in articles))
    rows = np.repeat(np.arange(len(sizes)), sizes)
    single = ((words >= 0) & (words < 1 << BITS)).nonzero()[0]
    several = (words >= 1 << BITS).nonzero()[0]
    if not len(several):
        return words[single], rows[single]
    owner = np.searchsorted(np.cumsum([len(a.pieces) for a in articles]), several, side="right")
    held = [
        articles[i].several[code - (1 << BITS)]
        for i, code in zip(owner.tolist(), words[several].tolist(), strict=True)
    ]
    held_rows = np.repeat(rows[several], list(map(len, held)))
    return np.concatenate([words[single], *held]), np.concatenate([rows[single], held_rows])


def _changes(ordered: Ints) -> Flags:
    """Return where another value begins, and the end."""
    flags = np.ones(len(ordered) + 1, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=flags[1:-1])
    return flags
