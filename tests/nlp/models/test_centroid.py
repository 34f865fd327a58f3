"""The centroid against dense matrices."""

import numpy as np
import pytest

from nlp.models.centroid import Centroid
from nlp.models.document import read
from nlp.records import Article, Example

TEXT = "The army seized Kidal. Rebels left Kidal to the army. Rain fell on Gao."


def test_scores_by_hand() -> None:
    # Weights: army, kidal ln(1 + 3/2); all others ln(1 + 3/1).
    common, rare = np.log(2.5), np.log(4)
    columns = ["army", "seized", "kidal", "rebels", "left", "rain", "fell", "gao"]
    bags = [
        ["army", "seized", "kidal"],
        ["rebels", "left", "kidal", "army"],
        ["rain", "fell", "gao"],
    ]
    weight = {w: common if w in ("army", "kidal") else rare for w in columns}
    rows = np.array([[weight[w] * (w in bag) for w in columns] for bag in bags])
    centroid = rows.sum(0)
    expected = rows @ centroid / np.linalg.norm(rows, axis=1)
    document = read(Example("x", Article("a", TEXT, language="en")))
    assert Centroid().scores(document) == pytest.approx(expected)
