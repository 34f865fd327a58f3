"""Calibration against known truths: the curve that made the data, scikit-learn, a search over all thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.models.calibration import ISOTONIC_FROM, Calibration, best_threshold, learn


def drawn(
    n: int, slope: float, offset: float, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return margins, answers drawn from a known curve, and the true probabilities."""
    rng = np.random.default_rng(seed)
    margins = rng.normal(size=(n, 1)) * 3
    truth = 1 / (1 + np.exp(-(slope * margins + offset)))
    return margins, rng.random((n, 1)) < truth, truth


@pytest.mark.parametrize(
    ("n", "slope", "offset"), [(900, 0.7, -1.0), (900, 3.0, 2.0), (8000, 0.7, -1.0)]
)
def test_curves_find_the_truth(n: int, slope: float, offset: float) -> None:
    margins, answers, truth = drawn(n, slope, offset)
    found = learn(margins, answers, exclusive=False)
    assert (len(found.curves[0]) > 2) == (n >= ISOTONIC_FROM), (
        "sigmoid below, isotonic from there on"
    )
    # the standard error of a fitted probability is about sqrt(.25 / n) times a few parameters
    assert np.abs(found.probabilities(margins) - truth).mean() < 0.04


def test_sigmoid_equals_logistic_regression_on_many_examples() -> None:
    from sklearn.linear_model import LogisticRegression

    margins, answers, _ = drawn(
        999, 0.5, 0.3
    )  # Platt's smoothed targets differ from 0 and 1 by 1/500
    oracle = LogisticRegression(C=1e9).fit(margins, answers[:, 0]).predict_proba(margins)[:, 1]
    assert learn(margins, answers, exclusive=False).probabilities(margins)[:, 0] == pytest.approx(
        oracle, abs=0.01
    )


def test_isotonic_equals_scikit_learn_away_from_certainty() -> None:
    from sklearn.isotonic import IsotonicRegression

    margins, answers, _ = drawn(3000, 0.7, -1.0)
    oracle = IsotonicRegression(out_of_bounds="clip").fit(margins[:, 0], answers[:, 0])
    table = learn(margins, answers, exclusive=False).probabilities(margins)[:, 0]
    knots = np.isin(margins[:, 0], oracle.X_thresholds_)  # between knots we interpolate log-odds
    expected = oracle.predict(margins[knots, 0])
    inner = (expected > 0.01) & (expected < 0.99)
    assert table[knots][inner] == pytest.approx(expected[inner], abs=1e-6)


def test_a_useless_margin_gets_the_share() -> None:
    # margins that point the wrong way must not be turned round: slope 0, (3 + 1) / (12 + 2) by Platt's targets
    margins = np.arange(12.0)[:, None]
    answers = margins < 3
    table = learn(margins, answers, exclusive=False).probabilities(margins)
    positive, negative = 4 / 5, 1 / 11
    assert table == pytest.approx(np.full((12, 1), (3 * positive + 9 * negative) / 12), abs=1e-3)


def test_threshold_is_as_good_as_any() -> None:
    rng = np.random.default_rng(1)
    for _ in range(50):
        p = rng.random(30).round(1)  # many ties
        answers = rng.random(30) < p
        if not answers.any():
            continue

        def f1(t: float, p: np.ndarray = p, y: np.ndarray = answers) -> float:
            said = p >= t
            return 2 * (said & y).sum() / (said.sum() + y.sum())

        best = max(f1(t) for t in np.unique(p))
        assert f1(best_threshold(p, answers)) >= best - 0.0101  # the plateau's width


def test_threshold_is_the_middle_of_its_plateau() -> None:
    # every threshold in (0.2, 0.8] parts them: the middle is 0.5
    assert (
        best_threshold(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])) == 0.5
    )
    assert best_threshold(np.array([0.3, 0.6]), np.array([False, False])) == 0.5


def test_temperature_and_offsets_undo_a_known_distortion() -> None:
    rng = np.random.default_rng(0)
    odds = rng.normal(size=(4000, 3)) * 2
    truth = np.exp(odds) / np.exp(odds).sum(1, keepdims=True)
    answers = np.stack([rng.multinomial(1, row) for row in truth]).astype(bool)
    found = learn(
        odds * 4 + np.array([0.0, 8.0, -4.0]), answers, exclusive=True
    )  # T = 4, offsets 0, -2, 1
    assert found.temperature == pytest.approx(4, rel=0.1)
    assert np.subtract(found.offsets, found.offsets[0]) == pytest.approx([0, -2, 1], abs=0.15)
    table = found.probabilities(odds * 4 + np.array([0.0, 8.0, -4.0]))
    assert table.sum(1) == pytest.approx(np.ones(4000))
    assert (found.chosen(table).sum(1) == 1).all()


@pytest.mark.parametrize("exclusive", [False, True])
def test_content_is_plain_and_comes_back(exclusive: bool) -> None:
    import json

    margins, answers, _ = drawn(60, 1.0, 0.0)
    both = np.hstack([answers, ~answers])
    found = learn(np.hstack([margins, -margins]), both, exclusive=exclusive)
    assert Calibration.restore(json.loads(json.dumps(found.content())), labels=2) == found
