"""LexRank against the stationary distribution of the dense tf-idf cosines."""

import numpy as np
import pytest

from nlp.models.document import read
from nlp.models.lexrank import LexRank
from nlp.records import Article, Example

TEXT = (
    "The army seized Kidal on Monday. Rebels left Kidal to the army. The army said rebels fled."
    " Rain fell on Gao. Prices of rice rose in Gao."
)


def test_scores_are_the_stationary_distribution_of_the_cosines() -> None:
    document = read(Example("x", Article("a", TEXT, language="en")))
    bags = [
        ["army", "seized", "kidal", "monday"],
        ["rebels", "left", "kidal", "army"],
        ["army", "rebels", "fled"],
        ["rain", "fell", "gao"],
        ["prices", "rice", "rose", "gao"],
    ]
    vocabulary = sorted({word for bag in bags for word in bag})
    found = {word: sum(word in bag for bag in bags) for word in vocabulary}
    rows = np.array([[bag.count(w) * np.log(1 + 5 / found[w]) for w in vocabulary] for bag in bags])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    cosines = rows @ rows.T
    moves = cosines / cosines.sum(1, keepdims=True)
    expected = np.linalg.solve(np.eye(5) - 0.85 * moves.T, np.full(5, 0.15 / 5))
    assert LexRank().scores(document) == pytest.approx(expected, abs=5e-4)
