"""Items as 0/1 and probability matrices: the one place where label sets become arrays.

>>> gold_matrix(items, ("a", "b"))  # doctest: +SKIP
array([[1., 0.], [0., 1.]])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from eval.scores import Array, answered
from nlp.records import Item


def gold_matrix(items: Sequence[Item], names: Sequence[str]) -> Array:
    """Return (n, L): 1 where the label is in the gold answer."""
    return _matrix((item.gold.labels or () for item in items), names)


def label_matrix(items: Sequence[Item], names: Sequence[str]) -> Array:
    """Return (n, L): 1 where the label was given; all 0 for an unanswered item."""
    given = (item.prediction.labels if answered(item) else () for item in items)
    return _matrix(given, names)


def answered_mask(items: Sequence[Item]) -> Array:
    """Return (n,): 1 where the model gave an answer."""
    return np.fromiter((answered(item) for item in items), dtype=float, count=len(items))


def probability_matrix(items: Sequence[Item], names: Sequence[str]) -> Array | None:
    """Return (n, L) probabilities, NaN rows where unanswered; None when the model gives none."""
    if not any(item.prediction.scores for item in items if answered(item)):
        return None
    blank = [np.nan] * len(names)
    rows = [
        [item.prediction.scores[n] for n in names] if answered(item) else blank for item in items
    ]
    return np.array(rows, dtype=float).reshape(len(items), len(names))


def _matrix(sets: Iterable[Collection[str]], names: Sequence[str]) -> Array:
    """Return one 0/1 row per set; the few distinct sets are spelt out once."""
    distinct: dict[frozenset[str], int] = {}
    index = [distinct.setdefault(frozenset(given), len(distinct)) for given in sets]
    rows = [[float(name in given) for name in names] for given in distinct]
    return np.array(rows).reshape(-1, len(names))[index] if index else np.zeros((0, len(names)))
