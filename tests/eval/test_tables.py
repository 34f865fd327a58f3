"""Predictions and gold answers from tables: the forms that work, and one clear line for those that do not."""

from __future__ import annotations

import pytest

from eval.tables import gold_table, predictions
from nlp.errors import UserError
from nlp.records import Outcome


def rows(*given):
    return [(row, f"t.csv:{n}") for n, row in enumerate(given, 2)]


@pytest.mark.parametrize(
    ("value", "labels"),
    [
        ("a; b", "ab"), ("a, b", "ab"), ('["a", "b"]', "ab"), (["a", "b"], "ab"), ("", ""), ([], ""),
        (" a ", "a"), (None, ""),
    ],
)  # fmt: skip
def test_forms_of_topics(value, labels):
    (found,) = predictions(rows({"id": 7, "topics": value}), "topic")
    assert (found.id, found.labels, found.outcome) == ("7", frozenset(labels), Outcome.SCORED)


def test_probabilities_in_columns_with_decimal_commas_or_as_a_mapping():
    row = {"id": "x", "labels": "a", "p_a": "0,9", "p_b": 0.2}
    assert predictions(rows(row), "topic")[0].scores == {"a": 0.9, "b": 0.2}
    row = {"id": "x", "labels": "a", "scores": '{"a": 0.9}'}
    assert predictions(rows(row), "topic")[0].scores == {"a": 0.9}


def test_forms_of_stance():
    by_column = rows({"id": "x", "topic": "t", "stance": "favour"})
    by_id = rows({"id": "x#t", "label": "favour"})
    by_mapping = rows({"id": "x", "stance": '{"t": "favour"}'})
    for table in (by_column, by_id, by_mapping):
        (found,) = predictions(table, "stance")
        assert (found.id, found.labels) == ("x#t", {"favour"})
        gold = gold_table([(dict(r), w) for r, w in table], "stance")
        assert (gold.examples[0].id, gold.examples[0].topic) == ("x#t", "t")
        assert gold.examples[0].article.id == "x"
        assert gold.gold[0].labels == {"favour"}


def test_no_stance_and_no_summary_are_no_answer_but_no_topic_is_one():
    stance = rows({"id": "x", "topic": "t", "stance": ""})
    assert predictions(stance, "stance")[0].outcome is Outcome.ABSTAINED
    assert (
        predictions(rows({"id": "x", "summary": " "}), "summarize")[0].outcome is Outcome.ABSTAINED
    )
    assert predictions(rows({"id": "x", "topics": ""}), "topic")[0].outcome is Outcome.SCORED
    failed = rows({"id": "x", "topics": "", "outcome": "failed", "note": "timeout"})
    assert (predictions(failed, "topic")[0].outcome, predictions(failed, "topic")[0].note) == (
        Outcome.FAILED, "timeout",
    )  # fmt: skip


def test_gold_carries_the_article_its_story_and_what_to_slice_by():
    row = {
        "id": "x",
        "topics": "a",
        "text": "T",
        "outlet": "P",
        "date": "2020-01-02",
        "story": 5,
        "region": "r",
        "list": [],
    }
    found = gold_table(rows(row), "topic")
    article = found.examples[0].article
    assert (article.text, article.outlet, article.date) == ("T", "P", "2020-01-02")
    assert article.meta == {"region": "r"}
    assert found.stories == {"x": "5"}


def test_null_gold_is_not_labelled_and_empty_gold_is_no_topic():
    found = gold_table(rows({"id": "x", "topics": None}, {"id": "y", "topics": ""}), "topic")
    assert [g.labels for g in found.gold] == [None, frozenset()]
    summaries = rows({"id": "x", "references": ["one", "two"]}, {"id": "y", "references": "one"})
    assert [g.references for g in gold_table(summaries, "summarize").gold] == [
        ("one", "two"),
        ("one",),
    ]


@pytest.mark.parametrize(
    ("task", "given", "says"),
    [
        ("topic", [{"topics": "a"}], "t.csv:2: no id"),
        ("topic", [{"id": " ", "topics": "a"}], "t.csv:2: no id"),
        ("topic", [{"id": "x", "topics": "a"}, {"id": "x", "topics": "b"}], "t.csv:3: id 'x' was already used at t.csv:2"),
        ("topic", [{"id": "x", "topic": "a"}], "no column with the predictions: 'topics' or 'labels' or 'prediction'. Columns there: id, topic"),
        ("topic", [{"id": "x", "topics": "a", "p_a": "high"}], "probability of 'a' is 'high'"),
        ("topic", [{"id": "x", "topics": "a", "scores": "{a: 1"}], "scores is malformed JSON"),
        ("topic", [{"id": "x", "topics": "a", "scores": "0.5"}], "scores is '0.5'"),
        ("topic", [{"id": "x", "topics": "a", "outcome": "fail"}], "outcome is 'fail'. Did you mean 'failed'?"),
        ("topic", [{"id": "x", "topics": '["a"'}], "labels is malformed JSON"),
        ("topic", [{"id": "x", "topics": 5}], "labels are 5"),
        ("stance", [{"id": "x", "stance": "favour"}], "t.csv:2: no topic"),
        ("stance", [{"id": "x", "stance": '{"t": '}], "stance is malformed JSON"),
        ("summarize", [{"id": "x", "text": "a"}], "no column with the predictions: 'summary' or 'prediction'"),
    ],
)  # fmt: skip
def test_bad_tables_are_one_clear_line(task, given, says):
    with pytest.raises(UserError) as caught:
        predictions(rows(*given), task)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
