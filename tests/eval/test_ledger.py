"""What the unanswered could change, by hand and against every possible answer."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest

from eval.intervals import Plan
from eval.judging import Judged, judge_all
from eval.ledger import bounds, failures, unread
from eval.metrics.accuracy import Accuracy
from eval.metrics.brier import Brier
from eval.metrics.f1 import F1
from eval.metrics.length import Length
from eval.metrics.rouge import Rouge
from eval.publish import intolerable
from eval.sample import Sample
from nlp.records import LabelSet, Outcome

SETS = LabelSet(("a", "b"), exclusive=False)
SIDES = LabelSet(("a", "b", "c"), exclusive=True)
LOST = (Outcome.FAILED, Outcome.ABSTAINED, Outcome.UNPARSED)


def test_two_of_ten_unanswered_by_hand(labelled):
    # 6 of 8 answered are right. As it is 6/10; had the two been right 8/10; wrong 6/10.
    items = [labelled(i, "a", "a" if i < 6 else "b") for i in range(8)]
    items += [labelled(8 + i, "a", "", outcome=LOST[i]) for i in range(2)]
    (found,) = bounds(items, [Accuracy()], SIDES)
    assert (found.worst, found.value, found.best) == pytest.approx((0.6, 0.6, 0.8))


def test_nothing_lost_or_no_gold_gives_no_bounds(labelled):
    items = [labelled(0, "a", "a"), labelled(1, None, "", outcome=Outcome.FAILED)]
    assert bounds(items, [Accuracy()], SIDES) == []


def every_answer(items, labels):
    """Every way to answer the unanswered items."""
    names = labels.names
    sets = (
        [frozenset(x) for x in names]
        if labels.exclusive
        else [frozenset(s) for n in range(len(names) + 1) for s in combinations(names, n)]
    )
    lost = [k for k, i in enumerate(items) if i.prediction.outcome in LOST]
    for choice in product(sets, repeat=len(lost)):
        filled = list(items)
        for k, said in zip(lost, choice, strict=True):
            answer = replace(items[k].prediction, labels=said, outcome=Outcome.SCORED)
            filled[k] = replace(items[k], prediction=answer)
        yield filled


@pytest.mark.parametrize(
    ("labels", "metric", "exact"),
    [(SETS, F1(), True), (SETS, F1("micro"), True), (SETS, Accuracy(), True), (SIDES, Accuracy(), True),
     (SIDES, F1("micro"), True), (SIDES, F1(), False)],
)  # fmt: skip
def test_bounds_hold_every_answer(many, labels, metric, exact):
    items = many(
        14,
        labels,
        seed=4,
        errors=0.4,
        probabilities=False,
        rates=(0.5, 0.3, 0.2)[: len(labels.names)] if not labels.exclusive else (0.5, 0.3, 0.2),
    )
    for k in range(3):
        empty = replace(items[k].prediction, labels=frozenset(), outcome=LOST[k])
        items[k] = replace(items[k], prediction=empty)
    found = bounds(items, [metric], labels)[0]
    values = [
        Sample.of(metric, filled, labels).point()[0] for filled in every_answer(items, labels)
    ]
    assert found.best == pytest.approx(max(values))
    if exact:
        assert found.worst == pytest.approx(min([*values, found.value]))
    else:  # macro-F1 of one label each: the worst mixture may lie a little lower still
        assert min(values) <= found.worst <= min(values) + 0.05


def test_lower_is_better_and_probabilities(labelled):
    sure = {"a": 0.8, "b": 0.2}
    items = [labelled(i, "a", "a", scores=sure) for i in range(4)]
    items.append(labelled(4, "a", "", outcome=Outcome.FAILED))
    found = next(b for b in bounds(items, [Brier()], SETS) if not b.label)
    assert found.best < found.value <= found.worst  # a Brier score is an error


def test_summaries_by_hand(summarized):
    items = [
        summarized(0, ["one two"], ["one two"]),
        summarized(1, [], ["three"], outcome=Outcome.FAILED),
    ]
    found = {b.metric: b for b in bounds(items, [Rouge(), Length()], None)}
    assert found["rouge1_f"].worst == found["rouge1_f"].value == pytest.approx(0.5)
    assert found["rouge1_f"].best == pytest.approx(1)
    assert "words" not in found  # neither better nor worse


def test_unread_characters_of_truncated_articles(summarized):
    items = [
        summarized(0, ["x"], ["x"], text="x" * 100),
        summarized(1, ["x"], ["x"], text="x" * 50),
    ]
    cut = replace(items[0].prediction, outcome=Outcome.TRUNCATED, cut=30)
    assert unread([replace(items[0], prediction=cut), items[1]]) == (30, 100)


def test_failures_are_failed_and_unparsed_but_not_abstained():
    assert failures({"scored": 5, "failed": 2, "unparsed": 1, "abstained": 4}) == 3


@pytest.mark.parametrize(
    ("tolerance", "too_many"),
    [(0, True), (2, True), (3, False), (4, False), (0.1, True), (0.3, False), (0.29, True)],
)
def test_tolerance_counts_or_shares(labelled, tmp_path, tolerance, too_many):
    items = [labelled(i, "a", "a") for i in range(7)]
    items += [labelled(7 + i, "a", "", outcome=Outcome.FAILED) for i in range(2)]
    items += [labelled(9, "a", "", outcome=Outcome.UNPARSED)]
    judged = judge_all({"m": items}, {}, [Accuracy()], SIDES, Plan())
    assert isinstance(judged, Judged)
    line = intolerable(judged, tolerance, tmp_path)
    assert bool(line) == too_many
    if too_many:
        assert "3 of 10 examples" in line
        assert "2 failed, 1 unparsed" in line
        assert "tolerance=3" in line
