"""One linear decision per label, learned from the units that teach it and from no others."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.models.linear import fit, fit_units

FEATURES = np.array([[1.0, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [5, 5], [-5, 9]])
SPOKEN = np.array([[1, -1], [1, 0], [-1, 1], [-1, 1], [0, 0], [1, -1]])
INSIDE = np.array([True, True, True, True, True, False])


def test_each_label_is_learned_from_what_teaches_it() -> None:
    weights, bias = fit_units(FEATURES, SPOKEN, INSIDE, c=5.0, seed=0)
    for label, rows in enumerate(([0, 1, 2, 3], [0, 2, 3])):
        alone = fit(FEATURES[rows], SPOKEN[rows][:, [label]] > 0, "logistic", c=5.0, seed=0)
        assert weights[:, label] == pytest.approx(alone[0][:, 0])
        assert bias[label] == pytest.approx(alone[1][0])


def test_a_label_that_nothing_speaks_of_has_a_bias_alone() -> None:
    weights, bias = fit_units(FEATURES, -abs(SPOKEN[:, :1]), INSIDE, c=5.0, seed=0)
    assert not weights.any() and bias == pytest.approx([np.log(0.5 / 4.5)])
