"""Greedy choice within limits, by hand and by property."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.selection import greedy, marginal
from nlp.models.shape import Limits

BUDGETS = {
    "best first while they fit": ([3, 9, 5], [4, 4, 4], 8, [1, 2]),
    "a long one is skipped for a shorter later one": ([9, 8, 7], [4, 9, 3], 8, [0, 2]),
    "the best one itself may not fit": ([9, 1], [9, 3], 8, [1]),
    "nothing fits: the best alone": ([1, 2], [9, 10], 8, [1]),
    "ties go to the earlier": ([1, 1, 1], [4, 4, 4], 8, [0, 1]),
    "exactly full": ([1, 2], [4, 4], 8, [1, 0]),
}
LIMITS = {
    "at most two sentences": (Limits(99, 2, 0), [1, 2]),
    "one sentence, but at least seven words": (Limits(99, 1, 7), [1, 2]),
    "fewest words reached by one": (Limits(99, 1, 4), [1]),
    "fewest words never beat the most": (Limits(8, 1, 8), [1, 2]),
}


def choose(
    scores: list[float], lengths: list[int], limits: Limits, **flags: list[bool]
) -> list[int]:
    worth = np.array(scores, float)
    masks = {name: np.array(flag) for name, flag in flags.items()}
    return greedy(lambda chosen: worth, np.array(lengths), limits, **masks)


@pytest.mark.parametrize("name", BUDGETS)
def test_budget(name: str) -> None:
    scores, lengths, budget, expected = BUDGETS[name]
    assert choose(scores, lengths, Limits(budget, 0, 0)) == expected


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    limits, expected = LIMITS[name]
    assert choose([3, 9, 5, 1], [4, 4, 4, 4], limits) == expected


def test_barred_sentences_are_taken_only_when_all_are() -> None:
    wide = Limits(99, 0, 0)
    assert choose([3, 9, 5], [4, 4, 4], wide, barred=[False, True, False]) == [2, 0]
    assert choose([3, 9, 5], [4, 4, 4], wide, barred=[True] * 3) == [1, 2, 0]
    assert choose([3, 9], [9, 3], Limits(5, 0, 0), barred=[False, True]) == [0], "bars come first"


def test_a_leaning_sentence_waits_for_the_one_before_it() -> None:
    leaning = [False, True, True]
    assert choose([1, 9, 8], [4, 4, 4], Limits(99, 0, 0), leaning=leaning) == [0, 1, 2]
    assert choose([1, 9, 8], [4, 4, 4], Limits(8, 0, 0), leaning=leaning) == [0, 1]
    assert choose([1, 9, 8], [4, 5, 4], Limits(8, 0, 0), leaning=leaning) == [0]
    assert choose([1, 9], [4, 4], Limits(8, 0, 0), leaning=[True, True]) == [1, 0], "all lean"
    barred = [False, True, False]
    assert choose([1, 9, 8], [4, 4, 4], Limits(99, 0, 0), leaning=leaning, barred=barred) == [0]


def test_marginal_relevance_by_hand() -> None:
    # Sentence 1 is much like 0. Second pick at trade 0.7, scores scaled by the highest, 2:
    # 1: 0.7 × 0.9 − 0.3 × 0.8 = 0.39;  2: 0.7 × 0.6 − 0.3 × 0.0 = 0.42, so 2 comes first.
    similarity = np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
    scores, lengths = np.array([2, 1.8, 1.2]), np.array([4, 4, 4])
    for trade, expected in ((0.7, [0, 2]), (1.0, [0, 1])):
        values = marginal(scores, lambda i: similarity[i], trade)
        assert greedy(values, lengths, Limits(8, 0, 0)) == expected


def test_near_copies_are_never_taken() -> None:
    similarity = np.array([[1, 0.95, 0], [0.95, 1, 0], [0, 0, 1]])
    values = marginal(np.array([2, 1.8, 0.1]), lambda i: similarity[i], trade=0.99)
    assert greedy(values, np.array([4, 4, 4]), Limits(99, 0, 0)) == [0, 2]


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 40)), min_size=1), st.integers(1, 100))
def test_budget_is_never_exceeded_and_filled(items: list[tuple[float, int]], budget: int) -> None:
    scores = [score for score, _ in items]
    lengths = np.array([length for _, length in items])
    chosen = choose(scores, lengths.tolist(), Limits(budget, 0, 0))
    spent = lengths[chosen].sum()
    assert len(set(chosen)) == len(chosen)
    if lengths.min() > budget:
        assert chosen == [int(np.argmax(scores))]
    else:
        assert spent <= budget
        assert all(lengths[i] > budget - spent for i in range(len(items)) if i not in chosen)
