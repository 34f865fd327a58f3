"""Sentences as sparse word vectors: what centrality and redundancy are computed on.

Products run over the non-zero entries only; no matrix of all sentences × all sentences or words is
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
from itertools import chain
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

    def blocks(self, rows: Ints, sizes: Sequence[int]) -> list[Floats]:
        """Return the products of each row with each of its group, a matrix for every group.

        ``rows``: those of one group after the other, ``sizes``: how many each has. Groups share no column.
        """
        groups = np.asarray(sizes)
        ends = np.cumsum(groups**2)
        place = np.arange(len(rows)) - np.repeat(np.cumsum(groups) - groups, groups)
        first = np.repeat(ends - groups**2, groups) + place * np.repeat(groups, groups)
        number = np.full(self.height, -1)
        number[rows] = np.arange(len(rows))
        found = number.take(self.rows)
        own = (found >= 0).nonzero()[0]
        found, values = found.take(own), self.values.take(own)
        left, right = _pairs(self.columns.take(own))
        cells = first.take(found).take(left) + place.take(found).take(right)
        products = np.bincount(cells, values.take(left) * values.take(right), ends[-1])
        blocks = np.split(np.asarray(products, np.float64), ends[:-1])
        return [block.reshape(n, n) for block, n in zip(blocks, sizes, strict=True)]

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
    keys.sort(kind="stable")  # the default one is slower on some processors
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


def _pairs(ordered: Ints) -> tuple[Ints, Ints]:
    """Return the places of all pairs of equal values, those of one with itself among them."""
    firsts = _changes(ordered).nonzero()[0]
    runs = np.diff(firsts)
    size, start = np.repeat(runs, runs), np.repeat(firsts[:-1], runs)  # of the run of each value
    left = np.repeat(np.arange(len(ordered)), size)
    right = np.arange(len(left)) + np.repeat(start + size - np.cumsum(size), size)
    return left, right


def _changes(ordered: Ints) -> Flags:
    """Return where another value begins, and the end."""
    flags = np.ones(len(ordered) + 1, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=flags[1:-1])
    return flags
