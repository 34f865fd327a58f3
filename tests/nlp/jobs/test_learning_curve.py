"""The score a learning curve is asked about when the user names none."""

from __future__ import annotations

import pytest

from nlp.jobs.learning_curve import _next


@pytest.mark.parametrize(
    ("best", "target"),
    [
        (0.60, 0.65),
        (0.598, 0.65),
        (0.63, 0.65),
        (0.631, 0.70),
        (0.0, 0.05),
        (0.94, 0.95),
        (1, 0.95),
    ],
)
def test_the_next_target_is_far_enough_to_be_told_from_the_best(best: float, target: float) -> None:
    assert _next(best) == target
