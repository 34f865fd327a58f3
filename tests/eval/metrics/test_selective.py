"""Coverage and selective risk by hand."""

from __future__ import annotations

import numpy as np
import pytest

from eval.harness import judge
from eval.metrics.accuracy import Accuracy
from eval.metrics.selective import Selective
from nlp.records import Article, Gold, Item, LabelSet, Outcome, Prediction

SIDES = LabelSet(("for", "against"), exclusive=True)


def item(i: int, said: str, outcome: Outcome = Outcome.SCORED) -> Item:
    """An example whose right answer is 'for'."""
    labels = frozenset([said] if said else [])
    gold = Gold(frozenset(["for"]))
    return Item(
        f"e{i}",
        Article(f"e{i}", "Text."),
        f"s{i}",
        gold,
        Prediction(f"e{i}", labels, outcome=outcome),
    )


@pytest.mark.parametrize(
    ("answers", "coverage", "risk"),
    [
        (["for", "for", "against", "for"], 1.0, 0.25),
        # two of four answered, one of them wrongly
        (["for", "", "against", ""], 0.5, 0.5),
        (["for", "", "", ""], 0.25, 0.0),
    ],
)
def test_by_hand(answers: list[str], coverage: float, risk: float) -> None:
    items = [item(i, a, Outcome.SCORED if a else Outcome.ABSTAINED) for i, a in enumerate(answers)]
    found = judge(items, [Selective()], SIDES)
    assert [s.value for s in found.scores] == [coverage, risk]
    assert [s.higher_is_better for s in found.scores] == [True, False]


def test_where_nothing_is_answered_there_is_no_risk() -> None:
    found = judge([item(i, "", Outcome.ABSTAINED) for i in range(12)], [Selective()], SIDES)
    assert [(s.metric, s.value) for s in found.scores] == [("selective_coverage", 0.0)]
    assert "selective_risk" in found.left_out


def test_without_abstentions_the_risk_is_what_accuracy_leaves() -> None:
    rng = np.random.default_rng(0)
    items = [item(i, str(rng.choice(SIDES.names))) for i in range(40)]
    found = judge(items, [Selective(), Accuracy()], SIDES)
    risk, accuracy = found.find("selective_risk"), found.find("accuracy")
    assert risk and accuracy and risk.value == pytest.approx(1 - accuracy.value)
    assert (risk.low, risk.high) == pytest.approx((1 - accuracy.high, 1 - accuracy.low))  # type: ignore[operator]
