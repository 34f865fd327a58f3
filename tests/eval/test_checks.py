"""Bad input: one clear line each, naming what, where, the value and what is allowed."""

import pytest

from eval.harness import join, judge
from eval.metrics.f1 import F1
from eval.metrics.rouge import Rouge
from nlp.errors import UserError
from nlp.records import Article, Example, Gold, Outcome, Prediction

EXAMPLES = [Example(str(i), Article(f"a{i}", "text")) for i in range(6)]
GOLD = [Gold(frozenset("a"))] * 6
GIVEN = [Prediction(str(i)) for i in range(6)]


@pytest.mark.parametrize(
    ("examples", "predictions", "message"),
    [
        (EXAMPLES, GIVEN[:5], r"1 examples without a prediction: '5'\."),
        (EXAMPLES, GIVEN[:1], r"5 examples without a prediction: '1', '2', '3', …"),
        (EXAMPLES, [*GIVEN, Prediction("x")], "1 predictions for unknown examples: 'x'"),
        (EXAMPLES, [*GIVEN, GIVEN[2]], "doubled ids among the predictions: '2'"),
        ([*EXAMPLES[:5], EXAMPLES[0]], GIVEN, "doubled ids among the examples: '0'"),
        (EXAMPLES[:5], GIVEN, "5 examples but 6 gold"),
    ],
)
def test_join_refuses(examples, predictions, message):
    with pytest.raises(UserError, match=message) as caught:
        join(examples, GOLD, predictions)
    assert "\n" not in str(caught.value)


def test_join_keeps_order_story_topic_and_fold():
    examples = [Example("1", Article("a", "x"), "t"), Example("2", Article("b", "y"))]
    answers = [Prediction("2"), Prediction("1")]
    items = join(examples, GOLD[:2], answers, {"a": "wire"}, {"1": 3})
    assert [(i.id, i.prediction.id, i.story, i.topic, i.fold) for i in items] == [
        ("1", "1", "wire", "t", 3),
        ("2", "2", "b", "", -1),
    ]


@pytest.mark.parametrize(
    ("gold", "said", "options", "message"),
    [
        ("a", "z", {}, "prediction '0': unknown label 'z'.*Allowed: a, b, c"),
        ("z", "a", {}, "gold '0': unknown label 'z'"),
        ("a", "a", {"scores": {"a": 1.2, "b": 0, "c": 0}}, "probability of 'a' is 1.2; allowed: 0 to 1"),
        ("a", "a", {"scores": {"a": float("nan"), "b": 0, "c": 0}}, "probability of 'a' is nan"),
        ("a", "a", {"scores": {"a": -0.1, "b": 0, "c": 0}}, "is -0.1"),
        ("a", "a", {"scores": {"a": 0.5, "z": 0.5}}, "probability for unknown label 'z'"),
        ("a", "a", {"scores": {"a": 0.5}}, "none for 'b'"),
    ],
)  # fmt: skip
def test_judge_refuses_items(labelled, topics, gold, said, options, message):
    with pytest.raises(UserError, match=message) as caught:
        judge([labelled(0, gold, said, **options)], [F1()], topics)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("gold", "said"), [("ab", "a"), ("", "a"), ("a", "ab")])
def test_exclusive_labels_allow_exactly_one(labelled, sides, gold, said):
    with pytest.raises(UserError, match="allows exactly one"):
        judge([labelled(0, gold, said)], [F1()], sides)


def test_judge_refuses_an_empty_run(topics):
    with pytest.raises(UserError, match="the run is empty"):
        judge([], [F1()], topics)


def test_judge_refuses_doubled_ids(labelled, topics):
    with pytest.raises(UserError, match="id '0' is doubled"):
        judge([labelled(0, "a", "a")] * 2, [F1()], topics)


def test_judge_refuses_mixed_tasks(labelled, summarized, topics):
    label, summary = labelled(0, "a", "a"), summarized(1, ["x"], ["x"])
    with pytest.raises(UserError, match="'1' has reference summaries in a run that assigns labels"):
        judge([label, summary], [F1()], topics)
    with pytest.raises(UserError, match="'0' has gold labels, but the run has no label set"):
        judge([summary, label], [Rouge()], None)


def test_judge_refuses_a_label_metric_on_summaries(summarized):
    with pytest.raises(UserError, match="metric 'f1' scores labels"):
        judge([summarized(1, ["x"], ["x"])], [F1()], None)


def test_probabilities_come_for_all_answers_or_none(labelled, topics):
    with_p = labelled(0, "a", "a", scores=dict.fromkeys("abc", 0.5))
    without = labelled(1, "a", "a")
    with pytest.raises(UserError, match="'0' has probabilities but '1' has none"):
        judge([with_p, without], [F1()], topics)
    failed = labelled(1, "a", "", outcome=Outcome.FAILED)
    assert judge([with_p, failed], [F1()], topics).ledger["failed"] == 1
