"""The walk against the eigenvector of its transition matrix."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.walk import walk


def stationary(similarity: np.ndarray, damping: float) -> np.ndarray:
    """Solve p = damping Mᵀ p + (1 − damping)/n directly; rows without links go everywhere."""
    n = len(similarity)
    degree = similarity.sum(1, keepdims=True)
    moves = np.where(degree > 0, similarity / np.where(degree > 0, degree, 1), 1 / n)
    return np.linalg.solve(np.eye(n) - damping * moves.T, np.full(n, (1 - damping) / n))


@given(st.lists(st.integers(0, 3), min_size=15, max_size=15), st.sampled_from([0.5, 0.85]))
def test_equals_the_direct_solution(weights: list[int], damping: float) -> None:
    similarity = np.zeros((6, 6))
    similarity[np.triu_indices(6, 1)] = weights
    similarity += similarity.T
    visits = walk(lambda x: similarity @ x, 6, damping)
    assert visits == pytest.approx(stationary(similarity, damping), abs=1e-3)
    assert visits.sum() == pytest.approx(1)


def test_no_links_at_all() -> None:
    assert walk(lambda x: 0 * x, 4).tolist() == [0.25] * 4
