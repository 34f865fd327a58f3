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
    return _matrix((item.gold.labels or () for item in items), len(items), names)


def label_matrix(items: Sequence[Item], names: Sequence[str]) -> Array:
    """Return (n, L): 1 where the label was given; all 0 for an unanswered item."""
    given = (item.prediction.labels if answered(item) else () for item in items)
    return _matrix(given, len(items), names)


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


def _matrix(sets: Iterable[Collection[str]], n: int, names: Sequence[str]) -> Array:
    column = {name: j for j, name in enumerate(names)}
    cells = [(i, column[label]) for i, given in enumerate(sets) for label in given]
    out = np.zeros((n, len(names)))
    if cells:
        rows, columns = zip(*cells, strict=True)
        out[list(rows), list(columns)] = 1.0
    return out
