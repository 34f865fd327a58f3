"""Written text as a prediction: whole sentences within the budget, every doubt told."""

from __future__ import annotations

from typing import Any

import pytest

from nlp.errors import UserError
from nlp.models.written import Length, prediction, within
from nlp.records import Article, Example, Outcome
from nlp.text.tokens import length

TEXT = "It rained for days. The army left Gao on Monday with 300 men. Nobody was hurt."
EXAMPLE = Example("a", Article("a", TEXT, title="Mali votes", language="en"))


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("One two three. Four five six. Seven.", ["One two three.", "Four five six."]),
        ("One two three. Four five", ["One two three."]),
        ("One two three four five six seven.", ["One two three four five six…"]),
        ("One two", ["One two"]),
        ("  ", []),
    ],
)
def test_whole_sentences_within_the_budget(summary: str, kept: list[str]) -> None:
    assert within(summary, Length(6)) == kept


@pytest.mark.parametrize(
    ("summary", "language", "kept"),
    [
        (
            "军队离开了城市。市长说没有人受伤。第三句话在这里。",
            "zh",
            ["军队离开了城市。"],
        ),  # 4, then 12 words
        ("軍隊は月曜日に町を離れた市長によると負傷者はいない。", "ja", ["軍隊は月曜日に町を離れ…"]),
        ("กองทัพออกจากเมืองเมื่อวันจันทร์", "th", ["กองทัพออกจา…"]),
    ],
)
def test_words_are_counted_as_for_copied_sentences(
    summary: str, language: str, kept: list[str]
) -> None:
    found = within(summary, Length(6), language)
    assert found == kept and sum(map(length, found)) <= 6


@pytest.mark.parametrize(
    ("options", "article", "expected"),
    [
        ({}, "one two", Length(75)),
        ({"words": 30, "sentences": 2}, "one two", Length(30, 2)),
        ({"share": 0.25}, "word " * 80, Length(20)),
        ({"share": 0.25, "words": 10}, "word " * 80, Length(10)),
        ({"share": 0.1}, "word", Length(1)),
        ({"share": 0.5}, "军队离开了城市。" * 5, Length(10)),
        ({"form": "headline", "words": 60}, "word", Length(14, 1, form="headline")),
        ({"form": "bullets"}, "word", Length(form="bullets")),
        ({"least": 20}, "word " * 21, Length(least=20)),
        ({"least": 20}, "word " * 20, Length()),  # no model is made to write more than there is
        ({"least": 20, "share": 0.1}, "word " * 80, Length(20, least=20)),  # goes before the share
        ({"least": 10, "form": "headline"}, "word " * 80, Length(14, 1, form="headline")),
    ],
)
def test_the_length_for_an_article(options: dict[str, Any], article: str, expected: Length) -> None:
    assert Length(**options).of(article) == expected


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"words": 0}, "model.words is 0. Allowed: 1 or more."),
        ({"sentences": -1}, "model.sentences is -1. Allowed: 0 or more."),
        ({"share": 0}, "model.share is 0. Allowed: above 0, up to 1."),
        ({"share": 1.5}, "model.share is 1.5."),
        ({"least": -1}, "model.least is -1. Allowed: 0 to model.words=75."),
        ({"least": 80}, "model.least is 80."),
        ({"form": "bulets"}, "model.form: unknown 'bulets'. Did you mean 'bullets'?"),
    ],
)
def test_lengths_that_make_no_summary(options: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError) as caught:
        Length(**options)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_fewer_words_than_asked_for_are_noted() -> None:
    said = "The army left Gao on Monday. It rained for days. Nobody was hurt."
    asked = {"words": 12, "sentences": 1}
    assert prediction(EXAMPLE, said, Length(**asked)).text == "The army left Gao on Monday."
    more = prediction(EXAMPLE, said, Length(**asked, least=8))  # goes before the sentences
    assert (more.text, more.note) == ("The army left Gao on Monday. It rained for days.", "")
    few = prediction(EXAMPLE, said[:28], Length(**asked, least=8))
    assert few.note == "6 words, below model.least=8: no more were written"
    strange = prediction(EXAMPLE, "The army left Kidal on Monday.", Length(least=8))
    assert strange.note == (
        "6 words, below model.least=8: no more were written;"
        " doubtful sentences: 1 of 1 (not in the article: Kidal)"
    )


def test_sentences_bullets_and_headlines() -> None:
    said = "It rained for days. The army left Gao on Monday (AFP) with 300 men. Nobody was hurt."
    assert len(prediction(EXAMPLE, said, Length(sentences=2)).summary) == 2
    assert len(prediction(EXAMPLE, said, Length(share=0.5)).text.split()) <= 8
    bullets = prediction(
        EXAMPLE, "- It rained for days.\n- Nobody was **hurt**.", Length(form="bullets")
    )
    assert [s.text for s in bullets.summary] == ["• It rained for days.", "• Nobody was hurt."]
    assert all(s.support and s.support.share == 1 for s in bullets.summary), "the mark is no word"
    long = "The army left Gao on Monday with 300 men and all that it could carry away at once."
    for text, headline in (
        (said, "It rained for days"),
        ("# " + long, " ".join(long.split()[:14]) + "…"),
    ):
        assert prediction(EXAMPLE, text, Length(form="headline")).text == headline


def test_parts_that_never_became_shorter_are_a_failure() -> None:
    answer = prediction(EXAMPLE, None, Length())
    assert (answer.outcome, answer.summary) == (Outcome.FAILED, ())
    assert answer.note.endswith("was hardly shorter than they are")


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
    answer = prediction(EXAMPLE, summary, Length())
    assert (answer.outcome, answer.note) == (Outcome.SCORED, note)
    for sentence in answer.summary:
        assert sentence.support is not None and sentence.start == -1
        assert sentence.score == sentence.support.share


def test_nothing_written_is_a_failure() -> None:
    for nothing in (" ", "\u200b", "\n\x00"):
        assert prediction(EXAMPLE, nothing, Length()).note == "the model wrote nothing"
    empty = Example("b", Article("b", " "))
    assert prediction(empty, "", Length()).note == "the article has no text"


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
@pytest.mark.parametrize("summary", ["The army left Kidal.", "🙂", "... !", "a\u200b", "جيش."])
def test_any_article_and_any_answer(text: str, summary: str) -> None:
    answer = prediction(Example("a", Article("a", text)), summary, Length())
    assert answer.outcome is Outcome.SCORED
    for sentence in answer.summary:
        found = sentence.support
        assert found is not None and 0 <= found.share <= 1
        assert found.start == found.end == -1 or 0 <= found.start < found.end <= len(text)


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_a_copy_is_fully_supported(text: str) -> None:
    for sentence in prediction(Example("a", Article("a", text)), text, Length(10**6)).summary:
        assert sentence.support is not None and sentence.support.missing == ()
        assert sentence.support.share in (0.0, 1.0), "0 only where there is no word"
