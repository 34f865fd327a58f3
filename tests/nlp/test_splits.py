from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import UserError
from nlp.records import Article, Example, Gold
from nlp.splits import Part, Split, folds, in_words
from nlp.splits.fixed import Fixed
from nlp.splits.outlet import Outlet
from nlp.splits.stories import Stories
from nlp.splits.time import Time


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


def article(i: int, date: str = "", outlet: str = "", **meta: str) -> Example:
    return Example(f"a{i}", Article(f"a{i}", "text", date=date, outlet=outlet, meta=meta))


ROWS = st.lists(
    st.tuples(
        st.integers(0, 12), st.integers(2000, 2004), st.sampled_from("ABCD"),
        st.sampled_from(["train", "test", "dev"]),
    ),
    min_size=8, max_size=60,
)  # fmt: skip


@given(ROWS, st.integers(2, 4))
def test_no_split_shows_a_story_that_it_asks_about(
    rows: list[tuple[int, int, str, str]], k: int
) -> None:
    examples = [article(i, f"{y}-01-01", o, split=s) for i, (_, y, o, s) in enumerate(rows)]
    stories = [f"s{story}" for story, *_ in rows]
    every: list[Split] = [Stories(k), Time(k), Outlet(k), Outlet(None), Fixed()]
    for split in every:
        try:
            parts = split.parts(examples, [gold("x")] * len(rows), stories)
        except UserError:
            continue  # too few stories, dates, outlets or values
        asked = [i for part in parts for i in part.test]
        assert len(set(asked)) == len(asked) and all(part.test for part in parts)
        for part in parts:
            told = {stories[i] for i in part.train}
            assert not told & {stories[i] for i in part.test}
            if isinstance(split, Time):
                first = min(rows[i][1] for i in part.test)
                assert all(rows[i][1] < first for i in part.train)
            if isinstance(split, Outlet):
                assert not {rows[i][2] for i in part.train} & {rows[i][2] for i in part.test}


def test_time_by_hand() -> None:
    # 6 dated articles, 3 blocks of 2; the undated one takes no part; a4 repeats the story of a1.
    dates = ["2001", "2002-05-01", "2003-01-01", "2004-01-01", "2005-01-01", "2006-01-01", ""]
    examples = [article(i, date) for i, date in enumerate(dates)]
    stories = ["s0", "s1", "s2", "s3", "s1", "s5", "s6"]
    parts = Time(2).parts(examples, [gold("x")] * 7, stories)
    assert parts == [Part((0, 1), (2, 3)), Part((0, 2, 3), (4, 5))]
    assert "2 rounds" in in_words(Time(2), parts, 7)
    assert "3 of 7 examples are never answered" in in_words(Time(2), parts, 7)


def test_articles_of_one_day_stay_together() -> None:
    examples = [article(i, "2001-01-01" if i < 5 else "2002-01-01") for i in range(6)]
    parts = Time(5).parts(examples, [gold("x")] * 6, [f"s{i}" for i in range(6)])
    assert parts == [Part((0, 1, 2, 3, 4), (5,))]


def test_outlets_are_dealt_whole_and_evenly() -> None:
    # A has 4 articles, B 3, C 2, D 1; two folds of 5: A + D and B + C.
    outlets = "AAAABBBCCD"
    examples = [article(i, outlet=o) for i, o in enumerate(outlets)]
    stories = [f"s{i}" for i in range(10)]
    parts = Outlet(2).parts(examples, [gold("x")] * 10, stories)
    assert ["".join(outlets[i] for i in p.test) for p in parts] == ["AAAAD", "BBBCC"]
    assert len(Outlet(None).parts(examples, [gold("x")] * 10, stories)) == 4
    stories[9] = "s0"  # D printed A's story: with A held out it must not be learned from
    parts = Outlet(None).parts(examples, [gold("x")] * 10, stories)
    assert parts[0] == Part((4, 5, 6, 7, 8), (0, 1, 2, 3))


def test_a_column_of_the_corpus_decides() -> None:
    values = ["train", "train", "test", "dev", "test", "train"]
    examples = [article(i, part=value) for i, value in enumerate(values)]
    stories = ["s0", "s1", "s2", "s3", "s4", "s2"]
    parts = Fixed("part").parts(examples, [gold("x")] * 6, stories)
    assert parts == [Part((0, 1), (2, 4))]  # a5 carries the story of a2


@pytest.mark.parametrize(
    ("split", "examples", "says"),
    [
        (Time(), [article(0, "2001-01-01"), article(1)], "at least two known dates; the corpus has 1"),
        (Time(), [article(0, "5 May 2001"), article(1)], "'a0': date '5 May 2001' is not ISO 8601"),
        (Outlet(), [article(0), article(1)], r"at least two outlets; the corpus has 1 \(no outlet named\)"),
        (Fixed(), [article(0, genre="x")], "no article has 'train' in column 'split'; columns there: genre"),
        (Fixed(), [article(0, split="train")], "no article has 'test' .* values there: 'train'"),
    ],
)  # fmt: skip
def test_what_a_split_needs_is_said_in_one_line(
    split: Split, examples: list[Example], says: str
) -> None:
    with pytest.raises(UserError, match=says) as caught:
        split.parts(examples, [gold("x")] * len(examples), [e.id for e in examples])
    assert "\n" not in str(caught.value)
