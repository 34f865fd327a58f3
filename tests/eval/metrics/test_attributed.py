"""Attributed stances by hand: who is matched with whom, and what the figures make of it."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.harness import judge
from eval.metrics.attributed import Attributed, _either, _matched
from nlp.records import Article, AttributedStance, Gold, Item, LabelSet, Outcome, Prediction

SIDES = LabelSet(("favour", "against"), exclusive=False)


def held(holder, label="favour", start=0, end=10, topic="t", field="text"):
    return AttributedStance(holder, topic, label, start, end, field)


def item(gold, said, outcome=Outcome.SCORED, i="x"):
    return Item(
        i, Article(i, "text" * 50), i,
        Gold(frozenset(g.label for g in gold), attributed=tuple(gold)),
        Prediction(i, frozenset(s.label for s in said), attributed=tuple(said), outcome=outcome),
    )  # fmt: skip


def values(*items):
    metric = Attributed()
    found = metric.combine(metric.measure(items, SIDES).sum(axis=0, keepdims=True))[0]
    return dict(zip((c.metric for c in metric.columns(SIDES)), found, strict=True))


def test_figures_by_hand():
    gold = [
        held("President Muizzu", "against", 0, 50),
        held("a nurse", "favour", 60, 90),
        held("the EU", start=200, end=240),
    ]
    said = [held("Mr Muizzu", "favour", 150, 170), held("a widow", "favour", 58, 88)]
    # Muizzu by name, wrong side; the widow has the nurse's span, right side; nobody for the EU
    assert values(item(gold, said)) == pytest.approx({
        "attributed_f1": 2 / 5, "attributed_precision": 1 / 2, "attributed_recall": 1 / 3,
        "holder_f1": 4 / 5, "holder_precision": 1.0, "holder_recall": 2 / 3,
        "named_f1": 2 / 5, "side_accuracy": 1 / 2,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (held("a nurse"), held("the nurse from Gao", start=50, end=60), True),
        (
            held("defence minister"),
            held("foreign minister", start=50, end=60),
            False,
        ),  # half is not more than half
        (held("a nurse"), held("a widow", start=5, end=15), True),  # Dice 10/20
        (held("a nurse", end=100), held("a widow", start=90, end=110), False),  # Dice 20/120
        (held("a nurse"), held("a widow", field="title"), False),
        (held("a nurse"), held("a nurse", topic="u"), False),
        (held("the"), held("a", start=50, end=60), False),
    ],
)
def test_who_is_the_same(one, other, same):
    assert bool(_matched([one], [other], _either)) is same


def test_nobody_is_matched_twice():
    found = values(item([held("a nurse")], [held("a nurse"), held("the nurse"), held("nurse")]))
    assert (found["holder_precision"], found["holder_recall"]) == (pytest.approx(1 / 3), 1.0)


def test_as_many_as_can_be_are_matched():
    # the first said could take either gold source; it leaves the second its only one
    gold = [held("nurse", start=0, end=10), held("widow", start=100, end=110)]
    said = [held("nurse widow", start=0, end=10), held("nurse", start=50, end=60)]
    assert values(item(gold, said))["holder_f1"] == 1.0


def test_unanswered_items_miss_and_empty_ones_say_nothing():
    failed = item([held("a nurse")], [held("a nurse")], Outcome.FAILED)
    right = item([held("a nurse")], [held("a nurse")])
    assert values(failed, right)["attributed_recall"] == 0.5
    empty = values(item([], []))
    assert empty["attributed_f1"] == 0.0 and np.isnan(empty["side_accuracy"])
    assert values(item([], [held("a nurse")]), right)["attributed_precision"] == 0.5


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 30)), max_size=4),
)
def test_the_matching_is_the_largest(gold, said):
    names = ["nurse", "widow", "nurse widow", "mayor"]
    golds = [held(names[n], start=s, end=s + 10) for n, s in gold]
    saids = [held(names[n], start=s, end=s + 10) for n, s in said]
    # independent oracle: try every assignment of the smaller side to the larger
    small, large = sorted((saids, golds), key=len)
    most = max(
        (
            sum(_either(a, b) > 0 for a, b in zip(small, chosen, strict=False))
            for chosen in itertools.permutations(large, len(small))
        ),
        default=0,
    )
    assert len(_matched(saids, golds, _either)) == most


def test_intervals_come_by_story():
    items = [
        item([held("a nurse", "favour" if i % 3 else "against")], [held("a nurse")], i=str(i))
        for i in range(30)
    ]
    judged = judge(items, [Attributed()], SIDES)
    score = judged.find("attributed_f1")
    assert score is not None and score.stories == 30 and score.low < score.value < score.high
    assert score.value == pytest.approx(20 / 30) and "names:>0.5" in score.signature
    assert Attributed().item_values(Attributed().measure(items, SIDES)).shape == (30, 8)
