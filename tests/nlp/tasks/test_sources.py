"""The sources task: what is asked, what is gold, which answers are refused."""

from __future__ import annotations

import pytest

from nlp.errors import UserError
from nlp.records import Annotation, Article, AttributedStance, Outcome, Prediction
from nlp.tasks.sources import Sources

D, M = "defence_cooperation", "mercenary_activity"
ARTICLES = [Article("a", "A nurse praised it."), Article("b", "text"), Article("c", "text")]
NURSE = AttributedStance("a nurse", D, "favour", 0, 7)


def test_one_question_per_present_topic(codebook: str) -> None:
    annotations = {
        "a": Annotation("a", frozenset({M, D}), attributed=(NURSE,), inclusion=0.5),
        "b": Annotation("b", frozenset()),
    }
    task = Sources(codebook)
    examples, gold = task.examples(ARTICLES, annotations)
    assert task.labels.names == ("favour", "against") and not task.labels.exclusive
    assert [(e.id, e.topic) for e in examples] == [(f"a#{D}", D), (f"a#{M}", M)]
    assert gold[0].labels == {"favour"} and gold[0].attributed == (NURSE,) and gold[0].weight == 2.0
    assert [(e.label, e.start, e.end) for e in gold[0].evidence] == [(f"{D}=favour", 0, 7)]
    assert gold[1].labels == frozenset() and gold[1].known, (
        "no source takes a side: that is an answer"
    )


def test_gold_is_unknown_where_nobody_annotated_sources(codebook: str) -> None:
    _, gold = Sources(codebook).examples(ARTICLES, {"a": Annotation("a", frozenset({D}))})
    assert not gold[0].known


@pytest.mark.parametrize(
    ("held", "says"),
    [
        (AttributedStance("x", "war", "favour", 0, 1), "'war' is not in the codebook"),
        (AttributedStance("x", D, "neutral", 0, 1), "'neutral' is not in the codebook.*favour"),
        (AttributedStance("x", D, "favor", 0, 1), "Did you mean 'favour'"),
    ],
)
def test_labels_outside_the_codebook(codebook: str, held: AttributedStance, says: str) -> None:
    with pytest.raises(UserError, match=says):
        Sources(codebook).examples(
            ARTICLES, {"a": Annotation("a", frozenset({D}), attributed=(held,))}
        )


def test_answers_are_checked(codebook: str) -> None:
    task = Sources(codebook)
    good = Prediction("a", frozenset({"favour"}), attributed=(NURSE,))
    assert task.check(good) is good
    assert task.check(Prediction("a")).outcome is Outcome.SCORED
    for bad in (Prediction("a", frozenset({"favour"})), Prediction("a", attributed=(NURSE,)),
                Prediction("a", frozenset({"war"}), attributed=(NURSE,))):  # fmt: skip
        told = task.check(bad)
        assert (
            told.outcome is Outcome.UNPARSED
            and told.note
            and not told.labels
            and not told.attributed
        )
