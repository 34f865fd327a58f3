"""Evidence spans by hand: token F1 and sentence hit rate."""

import numpy as np
import pytest

from eval.metrics.evidence import Evidence
from nlp.records import Article, Gold, Item, Outcome, Prediction
from nlp.records import Evidence as Span

TEXT = "Wagner fought in Gao. France left Mali. Rain fell."


def item(gold, said, outcome=Outcome.SCORED):
    article = Article("x", TEXT, title="Wagner in Mali", language="en")
    prediction = Prediction("x", evidence=tuple(said), outcome=outcome)
    return Item("x", article, "s", Gold(frozenset(), evidence=tuple(gold)), prediction)


def span(label, words, field="text"):
    text = TEXT if field == "text" else "Wagner in Mali"
    start = text.index(words)
    return Span(label, start, start + len(words), field)


def values(*items):
    metric = Evidence()
    found = metric.combine(metric.measure(items, None).sum(axis=0, keepdims=True))[0]
    return dict(zip((c.metric for c in metric.columns(None)), found, strict=True))


def test_tokens_and_sentences_by_hand():
    found = values(item([span("a", "Wagner fought in Gao")], [span("a", "fought in")]))
    # 2 of 2 predicted words are gold, of 4 gold words
    assert found == pytest.approx({
        "evidence_f1": 2 / 3, "evidence_precision": 1.0, "evidence_recall": 0.5,
        "sentence_hit_rate": 1.0,
    })  # fmt: skip


def test_another_sentence_label_or_field_is_no_hit():
    gold = [span("a", "Wagner fought")]
    for said in (
        [span("a", "Rain fell")],
        [span("b", "Wagner fought")],
        [span("a", "Wagner", "title")],
    ):
        found = values(item(gold, said))
        assert (found["evidence_f1"], found["sentence_hit_rate"]) == (0.0, 0.0)


def test_a_partly_covered_word_counts_whole():
    found = values(item([Span("a", 2, 9)], [span("a", "Wagner fought")]))
    assert found["evidence_f1"] == 1.0


def test_the_hit_rate_counts_labels():
    found = values(item([span("a", "Gao"), span("b", "Mali")], [span("a", "Wagner")]))
    assert found["sentence_hit_rate"] == 0.5


def test_items_without_gold_evidence_are_left_out_and_unanswered_ones_miss():
    assert np.isnan(list(values(item([], [span("a", "Gao")])).values())).all()
    failed = item([span("a", "Gao")], [span("a", "Gao")], Outcome.FAILED)
    assert values(failed, item([span("a", "Gao")], [span("a", "Gao")]))["evidence_recall"] == 0.5


def test_the_title_is_one_sentence():
    found = values(item([span("a", "Wagner", "title")], [span("a", "Mali", "title")]))
    assert (found["sentence_hit_rate"], found["evidence_f1"]) == (1.0, 0.0)
