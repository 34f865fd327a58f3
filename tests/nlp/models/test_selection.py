"""Greedy choice within limits, by hand and by property."""

from collections.abc import Sequence
from itertools import compress, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.selection import greedy, leading, marginal
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
    "fewest words out of reach: as without": (Limits(11, 0, 9), [1, 2]),
    "the share asked for": (Limits(99, share=9), [1, 2]),
    "fewest words within the share": (Limits(99, least=8, share=9), [1, 2]),
    "fewest words above the share": (Limits(99, least=9, share=5), [1, 2, 0]),
    "share below every sentence": (Limits(99, share=3), [1]),
}
LEAST = {  # scores, lengths, limits, chosen: the best would leave a gap that nothing fills
    "the best is passed over": ([9, 8, 7], [50, 40, 35], Limits(75, least=70), [1, 2]),
    "the best is kept where it can be": ([9, 8, 7], [50, 40, 25], Limits(75, least=70), [0, 2]),
    "the longer way round": ([9, 8, 1, 1], [40, 30, 20, 15], Limits(60, least=60), [0, 2]),
    "then above the share": ([9, 8, 7], [50, 40, 35], Limits(75, least=70, share=20), [1, 2]),
    "share first, then most": ([9, 8, 7], [30, 25, 31], Limits(75, least=60, share=61), [0, 2]),
    "no way there": ([9, 8], [50, 50], Limits(75, least=70), [0]),
    "a short article": ([9, 8], [10, 20], Limits(75, least=70, share=3), [0, 1]),
    "among those short enough": ([9, 1], [90, 20], Limits(75, share=3), [1]),
}


def choose(
    scores: Sequence[float], lengths: Sequence[int], limits: Limits, **flags: list[bool]
) -> list[int]:
    return greedy(lambda chosen, able: {i: scores[i] for i in able}, list(lengths), limits, **flags)


@pytest.mark.parametrize("name", BUDGETS)
def test_budget(name: str) -> None:
    scores, lengths, budget, expected = BUDGETS[name]
    assert choose(scores, lengths, Limits(budget)) == expected


@pytest.mark.parametrize("name", LIMITS)
def test_limits(name: str) -> None:
    limits, expected = LIMITS[name]
    assert choose([3, 9, 5, 1], [4, 4, 4, 4], limits) == expected


@pytest.mark.parametrize("name", LEAST)
def test_the_least_length(name: str) -> None:
    scores, lengths, limits, expected = LEAST[name]
    assert choose(scores, lengths, limits) == expected


def test_the_least_length_with_sentences_that_lean_or_repeat() -> None:
    asked = Limits(60, least=50)
    leaning = [False, True, False, True]
    assert choose([9, 8, 3, 2], [20, 45, 30, 20], asked, leaning=leaning) == [0, 2]
    assert choose([9, 8, 3, 2], [20, 45, 31, 21], asked, leaning=leaning) == [0, 2]
    assert choose([3, 8, 9, 2], [20, 45, 31, 21], Limits(60, least=52), leaning=leaning) == [2, 3]
    assert choose([3, 8, 9, 2], [20, 45, 31, 21], Limits(66, least=64), leaning=leaning) == [0, 1]
    copied = marginal([3, 2, 1], range(3), lambda i: np.array([1, 0.95, 0]), trade=0.99)
    assert greedy(copied, [4, 4, 4], Limits(12, least=12)) == [0, 2], "copies fill nothing"


def test_barred_sentences_are_taken_only_when_all_are() -> None:
    wide = Limits(99)
    assert choose([3, 9, 5], [4, 4, 4], wide, barred=[False, True, False]) == [2, 0]
    assert choose([3, 9, 5], [4, 4, 4], wide, barred=[True] * 3) == [1, 2, 0]
    assert choose([3, 9], [9, 3], Limits(5), barred=[False, True]) == [0], "bars come first"


def test_rather_one_that_leans_than_one_that_is_barred() -> None:
    barred, leaning = [True, False, True], [False, True, True]
    assert choose([9, 1, 8], [4, 4, 4], Limits(99), barred=barred, leaning=leaning) == [1]
    assert choose([9, 1, 8], [4, 4, 4], Limits(4), barred=[True] * 3, leaning=leaning) == [0]


def test_a_leaning_sentence_waits_for_the_one_before_it() -> None:
    leaning = [False, True, True]
    assert choose([1, 9, 8], [4, 4, 4], Limits(99), leaning=leaning) == [0, 1, 2]
    assert choose([1, 9, 8], [4, 4, 4], Limits(8), leaning=leaning) == [0, 1]
    assert choose([1, 9, 8], [4, 5, 4], Limits(8), leaning=leaning) == [0]
    assert choose([1, 9], [4, 4], Limits(8), leaning=[True, True]) == [1, 0], "all lean"
    barred = [False, True, False]
    assert choose([1, 9, 8], [4, 4, 4], Limits(99), leaning=leaning, barred=barred) == [0]


def test_marginal_relevance_by_hand() -> None:
    # Sentence 1 is much like 0. Second pick at trade 0.7, scores scaled by the highest, 2:
    # 1: 0.7 × 0.9 − 0.3 × 0.8 = 0.39;  2: 0.7 × 0.6 − 0.3 × 0.0 = 0.42, so 2 comes first.
    similarity = np.array([[1, 0.8, 0], [0.8, 1, 0], [0, 0, 1]])
    scores, lengths = [2, 1.8, 1.2], [4, 4, 4]
    for trade, expected in ((0.7, [0, 2]), (1.0, [0, 1])):
        values = marginal(scores, range(3), lambda i: similarity[i], trade)
        assert greedy(values, lengths, Limits(8)) == expected


def test_nothing_is_taken_that_adds_nothing() -> None:
    assert greedy(lambda chosen, able: {}, [4, 4], Limits(8)) == []
    assert greedy(lambda chosen, able: {} if chosen else {1: 1.0}, [4, 4], Limits(8)) == [1]


def test_only_the_first_is_taken_from_out_of_reach() -> None:
    near = [2, 1]
    assert choose([9, 8, 7, 6], [4] * 4, Limits(99), near=near) == [0, 1, 2]
    assert choose([8, 9, 7, 6], [4] * 4, Limits(99), near=near) == [1, 2]
    leaning = [False, True, False, True]  # the last would be free once the third is taken
    assert choose([1, 2, 9, 8], [4] * 4, Limits(99), near=near, leaning=leaning) == [2]


def test_one_that_leaned_is_measured_against_all_taken_before() -> None:
    # 1 is free once 0 is taken, and nothing like it; but it is a copy of 2, taken first.
    similarity = np.array([[1, 0, 0], [0, 1, 0.95], [0, 0.95, 1]])
    values = marginal([1, 1, 2.0], range(3), lambda i: similarity[i], trade=0.9)
    assert greedy(values, [4] * 3, Limits(99), leaning=[False, True, False]) == [2, 0]


def test_near_copies_are_never_taken() -> None:
    similarity = np.array([[1, 0.95, 0], [0.95, 1, 0], [0, 0, 1]])
    values = marginal([2, 1.8, 0.1], range(3), lambda i: similarity[i], trade=0.99)
    assert greedy(values, [4, 4, 4], Limits(99)) == [0, 2]


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(1, 40), st.booleans()), min_size=1, max_size=6
    ),
    st.integers(1, 100),
    st.integers(1, 100),
)
def test_the_least_length_is_reached_where_it_can_be(
    items: list[tuple[int, int, bool]], most: int, least: int
) -> None:
    lengths = [length for _, length, _ in items]
    leaning = [lean and i > 0 for i, (_, _, lean) in enumerate(items)]
    chosen = choose(
        [score for score, *_ in items], lengths, Limits(most, 0, min(least, most)), leaning=leaning
    )
    spent = sum(lengths[i] for i in chosen)
    sets = product([False, True], repeat=len(items))
    legal = (s for s in sets if all(s[i - 1] or not s[i] or not leaning[i] for i in range(len(s))))
    sums = (sum(compress(lengths, some)) for some in legal)
    if any(min(least, most) <= total <= most for total in sums):
        assert min(least, most) <= spent <= most
    assert all(i - 1 in chosen for i in chosen if leaning[i])


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(1, 40)), min_size=1), st.integers(1, 100))
def test_budget_is_never_exceeded_and_filled(items: list[tuple[float, int]], budget: int) -> None:
    scores = [score for score, _ in items]
    lengths = np.array([length for _, length in items])
    chosen = choose(scores, lengths.tolist(), Limits(budget))
    spent = lengths[chosen].sum()
    assert len(set(chosen)) == len(chosen)
    if lengths.min() > budget:
        assert chosen == [int(np.argmax(scores))]
    else:
        assert spent <= budget
        assert all(lengths[i] > budget - spent for i in range(len(items)) if i not in chosen)


@pytest.mark.parametrize(
    ("words", "among"),
    [
        (0, []),
        (1, [1]),
        (4, [1]),  # the second begins where the four words end
        (5, [1, 2]),
        (99, [0, 1, 2]),
    ],
)
def test_the_best_sentences_that_fill_some_words(words: int, among: list[int]) -> None:
    assert sorted(leading([3.0, 9.0, 5.0], [2, 4, 6], words)) == among


def test_of_equally_good_sentences_the_earlier_leads() -> None:
    assert leading([1.0] * 3, [4] * 3, 5) == [0, 1]
