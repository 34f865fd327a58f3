"""Auto-pooling by hand: mean, maximum, and what lies between."""

import math

import pytest

from nlp.models.pooling import pool

torch = pytest.importorskip("torch")

LOGITS = torch.tensor(
    [[0.0, 4.0], [2.0, 1.0], [-5.0, 7.0]]
)  # two pieces of one article, one of another


@pytest.mark.parametrize(
    ("sharpness", "expected"),
    [
        (0.0, [[1.0, 2.5], [-5.0, 7.0]]),
        (math.inf, [[2.0, 4.0], [-5.0, 7.0]]),
        # weights 1 : e^2 and e^4 : e^1
        (1.0, [[2 / (1 + math.exp(-2)), (4 + math.exp(-3)) / (1 + math.exp(-3))], [-5.0, 7.0]]),
        (-1.0, [[2 / (1 + math.exp(2)), (4 + math.exp(3)) / (1 + math.exp(3))], [-5.0, 7.0]]),
    ],
)
def test_pool_by_hand(sharpness, expected):
    found = pool(LOGITS, [2, 1], torch.full((2,), sharpness))
    assert torch.allclose(found, torch.tensor(expected), atol=1e-6)


def test_gradients_are_numbers_beside_absent_pieces():
    logits, sharpness = LOGITS.clone().requires_grad_(), torch.ones(2, requires_grad=True)
    pool(logits, [2, 1], sharpness).sum().backward()
    assert torch.isfinite(logits.grad).all() and torch.isfinite(sharpness.grad).all()
