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


HARD = {
    "one word": "Mali",
    "no stops": "word " * 20_000,
    "capitals": "ARMY TAKES KIDAL. REBELS FLEE.",
    "table": "Month | Deaths\nMay | 3\nJune | 12",
    "right to left": "غادر الجيش المدينة. بقي الناس في بيوتهم.",
    "emoji": "🙂🙂 left 🙂. ‼️ The army 🪖 stayed.",
    "zero-width and control": "The\u200b army\x00 left.\x1b[0m It came back.",
    "stops only": "... !!! ???",
}


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
@pytest.mark.parametrize("summary", ["The army left Kidal.", "🙂", "... !", "\u200b", "جيش."])
def test_any_article_and_any_answer(text: str, summary: str) -> None:
    answer = prediction(Example("a", Article("a", text)), summary, 75)
    assert answer.outcome is Outcome.SCORED
    for sentence in answer.summary:
        found = sentence.support
        assert found is not None and 0 <= found.share <= 1
        assert found.start == found.end == -1 or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_copy_is_fully_supported(text: str) -> None:
    for sentence in prediction(Example("a", Article("a", text)), text, 10**6).summary:
        assert sentence.support is not None and sentence.support.missing == ()
        assert sentence.support.share in (0.0, 1.0), "0 only where there is no word"
