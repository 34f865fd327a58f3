from __future__ import annotations

import pytest

from nlp.errors import UserError
from nlp.records import (
    Annotation,
    Article,
    Evidence,
    Outcome,
    Prediction,
    Reference,
    SummarySentence,
)
from nlp.tasks.stance import Stance
from nlp.tasks.summarize import Summarize
from nlp.tasks.topic import Topic

D, P, M = "defence_cooperation", "post_colonial_realignment", "mercenary_activity"
ARTICLES = [Article("a", "text"), Article("b", "text")]


def test_topic_asks_about_every_article(codebook: str) -> None:
    gold_a = Annotation(
        "a",
        frozenset({D, M}),
        evidence=(Evidence(D, 0, 2), Evidence(f"{D}=favour", 0, 2)),
        inclusion=0.25,
    )
    examples, gold = Topic(codebook).examples(ARTICLES, {"a": gold_a})
    assert [e.id for e in examples] == ["a", "b"]
    assert gold[0].labels == {D, M} and gold[0].weight == 4.0
    assert [e.label for e in gold[0].evidence] == [D]
    assert not gold[1].known


def test_stance_asks_once_per_present_topic(codebook: str) -> None:
    annotation = Annotation("a", frozenset({M, D}), {M: "against"})
    examples, gold = Stance(codebook).examples(
        ARTICLES, {"a": annotation, "b": Annotation("b", frozenset())}
    )
    assert [(e.id, e.topic) for e in examples] == [(f"a#{D}", D), (f"a#{M}", M)]
    assert not gold[0].known and gold[1].labels == {"against"}


@pytest.mark.parametrize(
    ("task", "annotation", "says"),
    [
        (
            Topic,
            Annotation("a", frozenset({"mercenary_activty"})),
            "Did you mean 'mercenary_activity'",
        ),
        (Stance, Annotation("a", frozenset({M}), {M: "favor"}), "Did you mean 'favour'"),
        (
            Stance,
            Annotation("a", frozenset({M}), {"war": "favour"}),
            "'war' is not in the codebook",
        ),
    ],
)
def test_labels_outside_the_codebook(
    codebook: str, task: type, annotation: Annotation, says: str
) -> None:
    with pytest.raises(UserError, match=says):
        task(codebook).examples(ARTICLES, {"a": annotation})


def test_answers_are_checked(codebook: str) -> None:
    topic, stance = Topic(codebook), Stance(codebook)
    assert topic.check(Prediction("a", frozenset({D}))).outcome is Outcome.SCORED
    wrong = topic.check(Prediction("a", frozenset({"war"})))
    assert wrong.outcome is Outcome.UNPARSED and "war" in wrong.note and not wrong.labels
    both = stance.check(Prediction("a", frozenset({"favour", "against"})))
    assert both.outcome is Outcome.UNPARSED and "2 labels" in both.note
    kept = Prediction("a", outcome=Outcome.ABSTAINED)
    assert stance.check(kept) is kept


def test_summaries_are_judged_by_the_kind_asked_for() -> None:
    annotation = Annotation(
        "a",
        references=(
            Reference("headline", "H"),
            Reference("abstract", "A"),
            Reference("abstract", "B"),
        ),
    )
    task = Summarize("abstract")
    assert task.examples(ARTICLES, {"a": annotation})[1][0].references == ("A", "B")
    assert Summarize("headline").examples(ARTICLES, {"a": annotation})[1][0].references == ("H",)
    only = Annotation("a", references=(Reference("reference", "R"),))
    assert task.examples(ARTICLES, {"a": only})[1][0].references == ("R",)
    assert task.check(Prediction("a")).outcome is Outcome.FAILED
    assert task.check(Prediction("a", summary=(SummarySentence("x"),))).outcome is Outcome.SCORED
