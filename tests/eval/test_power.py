"""Detectable differences and stories needed: the closed form, and a simulation that keeps it honest."""

import numpy as np
import pytest
from statsmodels.stats.power import NormalIndPower

from eval.power import detectable, stories_needed


def test_detectable_difference_equals_statsmodels():
    """A mean difference with unit variance at n = 100 has standard error 0.1."""
    effect = NormalIndPower(ddof=0).solve_power(nobs1=100, alpha=0.05, power=0.8, ratio=0)
    assert detectable(0.1) == pytest.approx(effect, abs=1e-4)
    assert detectable(0.1, alpha=0.01) > detectable(0.1)


def test_stories_needed_by_hand():
    # (1.959964 + 0.841621) * 0.01 = 0.0280158; (0.0280158 / 0.02)^2 * 200 = 392.4
    assert stories_needed(200, 0.01, 0.02) == 393
    assert stories_needed(200, 0.01, -0.02) == 393
    assert stories_needed(200, 0.01, 0.0) is None
    # at a difference that is just detectable the stories at hand are enough
    assert stories_needed(200, 0.01, detectable(0.01)) == 200


@pytest.mark.slow
def test_a_detectable_difference_is_found_four_times_in_five():
    """Draw paired differences of exactly that size: a two-sided z-test must find about 80%."""
    rng, stories = np.random.default_rng(0), 200
    true = detectable(1 / np.sqrt(stories))
    gaps = rng.normal(true, 1, size=(4000, stories))
    z = gaps.mean(axis=1) / (gaps.std(axis=1, ddof=1) / np.sqrt(stories))
    assert np.mean(np.abs(z) > 1.96) == pytest.approx(0.8, abs=0.02)
