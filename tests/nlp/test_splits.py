from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import UserError
from nlp.records import Gold
from nlp.splits import folds


def gold(*labels: str) -> Gold:
    return Gold(frozenset(labels))


@given(
    st.lists(st.tuples(st.integers(0, 30), st.sets(st.sampled_from("abc"))), min_size=40),
    st.integers(2, 5),
    st.integers(0, 3),
)
def test_a_story_is_never_split(rows: list[tuple[int, set[str]]], k: int, seed: int) -> None:
    stories = [f"s{s}" for s, _ in rows]
    if len(set(stories)) < k:
        return
    assigned = folds(stories, [gold(*labels) for _, labels in rows], k, seed)
    for story in set(stories):
        assert len({f for f, s in zip(assigned, stories, strict=True) if s == story}) == 1
    assert set(assigned) <= set(range(k))


def test_rare_labels_are_spread_evenly() -> None:
    # 100 stories, 10 of them carry the rare label: with 5 folds every fold must get exactly 2.
    labels = [gold("rare") if i % 10 == 0 else gold("common") for i in range(100)]
    assigned = folds([f"s{i}" for i in range(100)], labels, 5, seed=1)
    rare = Counter(f for f, g in zip(assigned, labels, strict=True) if g.labels == {"rare"})
    assert set(rare.values()) == {2}
    assert max(Counter(assigned).values()) - min(Counter(assigned).values()) <= 2


def test_same_seed_same_folds_other_seed_other_folds() -> None:
    stories, labels = [f"s{i}" for i in range(50)], [gold("a") for _ in range(50)]
    assert folds(stories, labels, 5, 0) == folds(stories, labels, 5, 0)
    assert folds(stories, labels, 5, 0) != folds(stories, labels, 5, 1)


@pytest.mark.parametrize("k", [1, 4])
def test_fewer_stories_than_folds_is_one_clear_line(k: int) -> None:
    with pytest.raises(UserError, match=r"3 stories.*Allowed: 2 to 3"):
        folds(["a", "a", "b", "c"], [gold("x")] * 4, k, 0)
