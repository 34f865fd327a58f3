"""Long texts in parts: every word is read once, in order, in parts that fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nlp.models.rounds import summaries


def fits(text: str) -> bool:
    return len(text.split()) <= 20


def run(text: str, keep: int = 5) -> tuple[str | None, list[list[str]]]:
    """Return what a writer of the first ``keep`` words makes of ``text``, and what it read by round."""
    rounds: list[list[str]] = []

    def write(texts: Sequence[str]) -> list[str]:
        rounds.append(list(texts))
        return [" ".join(t.split()[:keep]) for t in texts]

    return summaries([text], fits, write, write)[text], rounds


@pytest.mark.parametrize(
    "text",
    [
        " ".join(f"The treaty was signed on day {i}." for i in range(60)),
        "word " * 99 + "end",
        "Short.",
    ],
)
def test_everything_is_read(text: str) -> None:
    said, rounds = run(text)
    assert " ".join(rounds[0]) == text
    assert all(fits(part) for parts in rounds for part in parts)
    assert said and len(rounds[-1]) == 1, "the last round reads one text"


def test_parts_are_shortened_and_the_whole_is_written() -> None:
    long, short = "word " * 99 + "end", "Short."
    shorten = lambda texts: ["part." for _ in texts]  # noqa: E731
    said = summaries([long, short], fits, shorten, lambda texts: [f"<{text}>" for text in texts])
    assert said == {long: "<" + " ".join(["part."] * 8) + ">", short: "<Short.>"}


@pytest.mark.parametrize("keep", [17, 20])
def test_a_model_that_does_not_shorten_ends_at_once_and_leaves_nothing_half_read(keep: int) -> None:
    said, rounds = run("word " * 99 + "end", keep=keep)
    assert (said, len(rounds)) == (None, 1)


def test_a_model_that_shortens_little_goes_on_until_all_fits() -> None:
    said, rounds = run("word " * 99 + "end", keep=7)
    assert said == "word word word word word word word" and len(rounds) > 2


def test_parts_without_an_answer_are_left_out() -> None:
    text = "It rained on. " * 6 + "Gao fell. " + "It was calm. " * 6
    shorten = lambda texts: ["Gao fell." if "Gao" in t else "" for t in texts]  # noqa: E731
    assert summaries([text], fits, shorten, lambda texts: texts)[text] == "Gao fell."
    assert summaries([text], fits, lambda texts: ["" for _ in texts], list)[text] == ""


def test_words_apart_by_line_breaks_stay_whole() -> None:
    text = "word\n" * 99 + "end"
    _, rounds = run(text)
    assert {word for part in rounds[0] for word in part.split()} == {"word", "end"}


def test_without_spaces() -> None:
    text = "x" * 99
    assert (
        summaries(
            [text], lambda t: len(t) <= 20, lambda texts: ["y" for _ in texts], lambda _: ["y"]
        )[text]
        == "y"
    )
