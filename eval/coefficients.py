"""Agreement coefficients as arithmetic on summed tables, for many story weightings at once.

Every unit (article, or article and topic) that two or more annotators labelled gives a coincidence
table of its pairs of labels; coefficients are functions of weighted sums of such tables, so that
bootstrap resamples cost one matrix product.

>>> agree = np.array([[[8.0, 1.0], [1.0, 10.0]]])  # 10 units, two annotators: one disagreement
>>> round(float(alpha(agree, nominal(2))[0]), 3)
0.808

Sources: Krippendorff 2011, "Computing Krippendorff's alpha-reliability"; Passonneau 2006 (MASI);
Cohen 1960 and Light 1971 (several annotators); Fleiss 1971; Gwet 2008 (AC1), with missing labels
as in Gwet 2014, "Handbook of inter-rater reliability", chapter 2.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from eval.scores import Array, ratio


def nominal(labels: int) -> Array:
    """Return (C, C) distances: 0 between equal labels, 1 between all others."""
    return 1.0 - np.eye(labels)


def ordinal(totals: Array) -> Array:
    """Return (B, C, C) distances between ordered labels from their (B, C) totals.

    Krippendorff's sum of the totals between two labels, less half of theirs, squared: the squared
    difference of their mean ranks.
    """
    ranks = np.cumsum(totals, axis=1) - totals / 2
    return np.asarray((ranks[:, :, None] - ranks[:, None, :]) ** 2)


def masi(sets: Sequence[Collection[str]]) -> Array:
    """Return (C, C) distances 1 - Jaccard x monotonicity between sets of labels.

    Monotonicity: 1 for equal sets, 2/3 for one inside the other, 1/3 for overlap, 0 for nothing
    shared. Two empty sets are equal: distance 0.
    """
    return np.array([[1 - _similarity(frozenset(a), frozenset(b)) for b in sets] for a in sets])


def _similarity(a: frozenset[str], b: frozenset[str]) -> float:
    if a == b:
        return 1.0
    return len(a & b) / len(a | b) * (2 / 3 if a < b or b < a else 1 / 3)


def coincidences(counts: Array) -> Array:
    """Return (n, C, C) tables from (n, C) counts of labels per unit; 0 for units of one label.

    Every ordered pair of two annotators' labels counts 1 / (labels of the unit - 1), so a table
    sums to the number of the unit's labels.
    """
    given = counts.sum(axis=1)
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(counts.shape[1])
    weight = np.where(given > 1, 1 / np.maximum(given - 1, 1), 0.0)
    return np.asarray(pairs * weight[:, None, None])


def alpha(tables: Array, distance: Array) -> Array:
    """Return (B,) Krippendorff's alpha from (B, C, C) coincidences; NaN where labels do not vary.

    ``distance``: (C, C), or (B, C, C) when it depends on the totals.
    """
    totals = tables.sum(axis=2)
    observed = (tables * distance).sum(axis=(1, 2))
    expected = (totals[:, :, None] * totals[:, None, :] * distance).sum(axis=(1, 2))
    return 1 - ratio((totals.sum(axis=1) - 1) * observed, expected, np.nan)


def fleiss(agreed: Array, shares: Array) -> Array:
    """Return (B,) Fleiss' kappa from (B,) pairwise agreement and (B, C) shares of the labels."""
    return _beyond(agreed, (shares**2).sum(axis=1))


def ac1(agreed: Array, shares: Array) -> Array:
    """Return (B,) Gwet's AC1 from (B,) pairwise agreement and (B, C) shares of the labels."""
    labels = shares.shape[1]
    chance = (shares * (1 - shares)).sum(axis=1) / (labels - 1) if labels > 1 else agreed * 0 + 1
    return _beyond(agreed, chance)


def cohen(tables: Array) -> Array:
    """Return (B,) Cohen's kappa, averaged over pairs, from (B, P, C, C) confusion tables.

    Pairs of annotators without a common unit, or whose agreement is certain by chance, are left
    out; NaN where none remains.
    """
    total = tables.sum(axis=(2, 3))
    agreed = ratio(np.trace(tables, axis1=2, axis2=3), total, np.nan)
    chance = ratio((tables.sum(axis=2) * tables.sum(axis=3)).sum(axis=2), total**2, np.nan)
    kappa = _beyond(agreed, chance)
    defined = np.isfinite(kappa)
    return ratio(np.where(defined, kappa, 0).sum(axis=1), defined.sum(axis=1), np.nan)


def _beyond(agreed: Array, chance: Array) -> Array:
    """Agreement beyond chance, as a share of what was possible beyond chance."""
    room = 1 - chance
    return ratio(agreed - chance, np.where(np.abs(room) < 1e-12, 0, room), np.nan)
