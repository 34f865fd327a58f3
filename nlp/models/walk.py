"""PageRank over the sentences of one article, without a sentences × sentences matrix.

Source: Brin and Page (1998), weighted as in Mihalcea and Tarau (2004): a reader goes on to a sentence
in proportion to its similarity, and with probability 1 − damping to any sentence at all.

>>> walk(lambda x: np.array([x[1], x[0] + x[2], x[1]]), 3).round(2).tolist()
[0.26, 0.49, 0.26]
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nlp.models.vectors import Floats

_MOST_STEPS = 100
_TOLERANCE = 1e-4  # sum of absolute changes, as in Mihalcea and Tarau


def walk(similarity: Callable[[Floats], Floats], n: int, damping: float = 0.85) -> Floats:
    """Return the visit probability of ``n`` sentences (sums to 1).

    ``similarity`` multiplies the symmetric, non-negative similarity matrix with a vector. A sentence
    similar to none passes its visits to all.
    """
    degree = similarity(np.ones(n))
    linked = degree > 0
    share = np.divide(1.0, degree, out=np.zeros(n), where=linked)
    lonely = None if linked.all() else ~linked
    visits = np.where(linked, degree, 1.0)  # where a walk without jumps ends: most of the way
    visits /= visits.sum()
    for _ in range(_MOST_STEPS):
        jumps = 1 - damping + (damping * visits[lonely].sum() if lonely is not None else 0.0)
        after = damping * similarity(visits * share) + jumps / n
        change = after - visits
        visits = after
        if n * (change @ change) < _TOLERANCE**2:  # then the absolute changes sum to less
            break
    return visits
