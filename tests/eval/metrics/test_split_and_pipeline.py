"""Scores by group of items, and stance behind a topic model."""

import dataclasses

import numpy as np
import pytest

from eval.harness import judge
from eval.metrics.pipeline_stance import PipelineStance
from eval.metrics.split import Split
from nlp import store
from nlp.errors import UserError
from nlp.records import Article, Gold, Item, LabelSet, Outcome, Prediction

ACCURACY = {"_target_": "eval.metrics.accuracy.Accuracy"}
F1 = {"_target_": "eval.metrics.f1.F1"}


def values(metric, items, labels):
    found = metric.reduce(metric.measure(items, labels), np.ones((1, len(items))))[0]
    return {c.key: v for c, v in zip(metric.columns(labels), found, strict=True)}


def held_by(item, holder):
    return dataclasses.replace(
        item, article=dataclasses.replace(item.article, meta={"holder": holder})
    )


def test_holders_are_scored_apart(labelled, sides):
    items = [
        labelled(0, "a", "a"),
        labelled(1, "b", "a"),
        held_by(labelled(2, "b", "b"), "outlet"),
        held_by(labelled(3, "c", "c"), "the Kremlin"),
        held_by(labelled(4, "c", "a"), "the junta"),
    ]
    metric = Split(ACCURACY, by="holder", values=["outlet"], others="source", missing="outlet")
    assert values(metric, items, sides) == {
        "accuracy[outlet]": pytest.approx(2 / 3),
        "accuracy[source]": 0.5,
    }


def test_a_split_equals_judging_each_group_alone(many, topics):
    items = [
        dataclasses.replace(i, topic="xy"[k % 3 == 0]) for k, i in enumerate(many(120, topics))
    ]
    whole = judge(items, [Split(F1, by="topic", values=["x", "y"])], topics)
    for group in "xy":
        alone = judge(
            [i for i in items if i.topic == group], [Split(F1, by="topic", values=[group])], topics
        )
        score, expected = whole.find("macro_f1", group), alone.find("macro_f1", group)
        assert score.value == pytest.approx(expected.value)
        assert score.low == pytest.approx(expected.low, abs=0.03)
        assert "|by:topic|" in score.signature


def test_per_label_proportions_move_with_their_group(many, topics):
    items = [dataclasses.replace(i, topic="xy"[k % 2]) for k, i in enumerate(many(200, topics))]
    per_label = {"_target_": "eval.metrics.per_label.PerLabel"}
    found = judge(items, [Split(per_label, by="topic", values=["x", "y"])], topics)
    score = found.find("recall", "y: b")
    assert score.low < score.value < score.high
    assert "|interval:wilson|" in score.signature


def test_groups_not_named_are_left_out_and_empty_ones_have_no_value(labelled, sides):
    items = [labelled(0, "a", "a")]
    found = judge(items, [Split(ACCURACY, by="language", values=["fr"])], sides)
    assert found.scores == []
    assert "accuracy[fr]" in found.left_out


def test_rank_metrics_cannot_be_split():
    with pytest.raises(UserError, match="cannot be split"):
        Split({"_target_": "eval.metrics.ranking.Ranking"}, by="topic", values=["x"])


SIDES = LabelSet(("favour", "against", "neutral"), exclusive=True)


def stance(article, topic, gold, said, outcome=Outcome.SCORED):
    prediction = Prediction(f"{article}#{topic}", frozenset({said}), outcome=outcome)
    return Item(
        prediction.id, Article(article, "x"), article, Gold(frozenset({gold})), prediction, topic
    )


@pytest.fixture
def topic_run(tmp_path):
    """Found: on a1 both topics and one invented; on a2 nothing (it failed)."""
    items = [
        Item("a1", Article("a1", "x"), "a1", Gold(frozenset("pq")), Prediction("a1", frozenset("pqr"))),
        Item("a2", Article("a2", "x"), "a2", Gold(frozenset("p")),
             Prediction("a2", frozenset("p"), outcome=Outcome.FAILED)),
    ]  # fmt: skip
    store.write_run(tmp_path / "topics", {"task": "topic"}, items, {})
    return str(tmp_path / "topics")


def test_the_pipeline_by_hand(topic_run):
    items = [
        stance("a1", "p", "favour", "favour"),
        stance("a1", "q", "against", "neutral"),
        stance("a2", "p", "neutral", "neutral"),
    ]
    # right with the topic given: 2 of 3. In the pipeline: one right triple (a1 p), three said
    # (a1 p, a1 q, a1 r), three in gold.
    assert values(PipelineStance(topic_run), items, SIDES) == pytest.approx({
        "pipeline_f1": 2 / 6, "pipeline_precision": 1 / 3, "pipeline_recall": 1 / 3,
        "oracle_topic_accuracy": 2 / 3,
    })  # fmt: skip


def test_a_topic_run_over_other_articles_is_refused(topic_run, tmp_path):
    with pytest.raises(UserError, match="has no article 'a3'"):
        PipelineStance(topic_run).measure([stance("a3", "p", "favour", "favour")], SIDES)
    store.write_run(tmp_path / "s", {"task": "stance"}, [stance("a1", "p", "favour", "favour")], {})
    with pytest.raises(UserError, match="is no topic run"):
        PipelineStance(str(tmp_path / "s")).measure([stance("a1", "p", "favour", "favour")], SIDES)
