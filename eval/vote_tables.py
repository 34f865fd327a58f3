"""Votes as tables summed by story: what agreement coefficients are computed from, under any weights.

``VoteTables`` answers the three questions of an ``eval.sample.Estimate`` (``point``, ``values`` under
story counts, ``left_out``), so that bootstrap and jackknife are those of every other figure.

>>> codes = np.array([[0, 0], [1, 0], [1, -1]])  # two annotators, labels 0 and 1, -1: missing
>>> float(VoteTables.of(codes, np.array([0, 1, 2]), 2, 1 - np.eye(2)).parts.paired.sum())
2.0
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

import numpy as np

from eval.coefficients import ac1, alpha, cohen, coincidences, fleiss, ordinal
from eval.sample import sum_by_story
from eval.scores import Array, ratio

NAMES = ("alpha", "cohen", "fleiss", "ac1", "raw_agreement")


class Parts(NamedTuple):
    """What the columns of (B, k) sums mean, for C labels and P pairs of annotators."""

    tables: Array  # (B, C, C) coincidences
    agreed: Array  # (B,) shares of agreeing pairs, summed over units
    paired: Array  # (B,) units with two labels or more
    shares: Array  # (B, C) shares of the labels, summed over units
    labelled: Array  # (B,) units with any label
    confusions: Array  # (B, P, C, C) a label table per pair of annotators

    @classmethod
    def split(cls, sums: Array, c: int) -> Parts:
        """Cut the columns of ``sums`` into parts."""
        ends = np.cumsum([c * c, 1, 1, c, 1])
        tables, agreed, paired, shares, labelled, pairs = np.split(sums, ends, axis=1)
        return cls(
            tables.reshape(-1, c, c), agreed[:, 0], paired[:, 0], shares, labelled[:, 0],
            pairs.reshape(len(sums), pairs.shape[1] // (c * c), c, c),
        )  # fmt: skip


@dataclass(frozen=True)
class VoteTables:
    """Every story's summed tables, and the five coefficients of ``NAMES`` under story counts."""

    sums: Array  # (S, k)
    labels: int
    distance: Array | None  # (C, C); None: ordinal, from the totals
    most: int  # labels of the most labelled unit

    @classmethod
    def of(cls, codes: Array, story: Array, labels: int, distance: Array | None) -> VoteTables:
        """Sum (n, r) label numbers (-1: missing) over the (n,) stories of their units."""
        counts = np.stack([(codes == c).sum(axis=1) for c in range(labels)], axis=1).astype(float)
        given = counts.sum(axis=1, keepdims=True)
        agreed = ratio((counts * (counts - 1)).sum(axis=1, keepdims=True), given * (given - 1))
        rows = np.hstack(
            [
                coincidences(counts).reshape(len(counts), -1), agreed, given > 1,
                ratio(counts, given), given > 0, _confusions(codes, labels),
            ]
        )  # fmt: skip
        sums = sum_by_story(rows, story, int(story.max()) + 1)
        return cls(sums, labels, distance, int(given.max()))

    @property
    def stories(self) -> int:
        """Return the number of stories."""
        return len(self.sums)

    @cached_property
    def parts(self) -> Parts:
        """The parts of every story."""
        return Parts.split(self.sums, self.labels)

    def point(self) -> Array:
        """Return the (5,) coefficients on the data as they are."""
        return self._combine(self.sums.sum(axis=0, keepdims=True)).ravel()

    def values(self, counts: Array) -> Array:
        """Return (B, 5) coefficients under (B, S) story counts."""
        return self._combine(counts @ self.sums)

    @cached_property
    def left_out(self) -> Array:
        """Return (S, 5) coefficients with each story left out in turn."""
        return self._combine(self.sums.sum(axis=0) - self.sums)

    def carriers(self, name: str) -> int:
        """Return how many stories an interval for coefficient ``name`` rests on.

        Raw agreement: those with a unit labelled twice. The others also measure chance, and rest on
        those in which someone gave another label than the commonest.
        """
        if name == "raw_agreement":
            return int((self.parts.paired > 0).sum())
        totals = self.parts.tables.sum(axis=2)
        return int(np.delete(totals, totals.sum(axis=0).argmax(), axis=1).any(axis=1).sum())

    def _combine(self, sums: Array) -> Array:
        parts = Parts.split(sums, self.labels)
        raw = ratio(parts.agreed, parts.paired, np.nan)
        shares = ratio(parts.shares, parts.labelled[:, None], np.nan)
        fixed = self.distance
        distance = ordinal(parts.tables.sum(axis=2)) if fixed is None else fixed
        first = (alpha(parts.tables, distance), cohen(parts.confusions))
        return np.stack([*first, fleiss(raw, shares), ac1(raw, shares), raw], axis=1)


def _confusions(codes: Array, labels: int) -> Array:
    """Return (n, P*C*C): for every pair of annotators a 1 where their two labels meet."""
    n, size = len(codes), labels * labels
    pairs = list(combinations(range(codes.shape[1]), 2))
    out = np.zeros((n, len(pairs), size))
    for p, (a, b) in enumerate(pairs):
        both = np.flatnonzero((codes[:, a] >= 0) & (codes[:, b] >= 0))
        out[both, p, codes[both, a] * labels + codes[both, b]] = 1.0
    return out.reshape(n, -1)
