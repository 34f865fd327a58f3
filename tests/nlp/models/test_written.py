"""Written text as a prediction: whole sentences within the budget, every doubt told."""

from __future__ import annotations

import pytest

from nlp.models.written import prediction, within
from nlp.records import Article, Example, Outcome

TEXT = "It rained for days. The army left Gao on Monday with 300 men. Nobody was hurt."
EXAMPLE = Example("a", Article("a", TEXT, title="Mali votes", language="en"))


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("One two three. Four five six. Seven.", ["One two three.", "Four five six."]),
        ("One two three. Four five", ["One two three."]),
        ("One two three four five six seven.", ["One two three four five six"]),
        ("One two", ["One two"]),
        ("  ", []),
    ],
)
def test_whole_sentences_within_the_budget(summary: str, kept: list[str]) -> None:
    assert within(summary, 6) == kept


@pytest.mark.parametrize(
    ("summary", "note"),
    [
        ("The army left Gao on Monday.", ""),
        (
            "On Monday Mali's army left Gao for Lere.",
            "doubtful sentences: 1 of 1 (not in the article: Lere)",
        ),
        (
            "It rained for days. The army took Kidal with 40 men. Then Kidal voted.",
            "doubtful sentences: 2 of 3 (not in the article: Kidal, 40)",
        ),
        ("It rained for days. Voters stayed at home.", "doubtful sentences: 1 of 2"),
    ],
)
def test_doubts_are_told(summary: str, note: str) -> None:
    answer = prediction(EXAMPLE, summary, 75)
    assert (answer.outcome, answer.note) == (Outcome.SCORED, note)
    for sentence in answer.summary:
        assert sentence.support is not None and sentence.start == -1
        assert sentence.score == sentence.support.share


def test_nothing_written_is_a_failure() -> None:
    assert prediction(EXAMPLE, " ", 75).note == "the model wrote nothing"
    nothing = Example("b", Article("b", " "))
    assert prediction(nothing, "", 75).note == "the article has no text"
