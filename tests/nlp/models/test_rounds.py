"""Long texts in parts: every word is read once, in order, in parts that fit."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nlp.models.rounds import summaries


def fits(text: str) -> bool:
    return len(text.split()) <= 20


def run(text: str, keep: int = 5) -> tuple[str, list[list[str]]]:
    """Return what a writer of the first ``keep`` words makes of ``text``, and what it read by round."""
    rounds: list[list[str]] = []

    def write(texts: Sequence[str]) -> list[str]:
        rounds.append(list(texts))
        return [" ".join(t.split()[:keep]) for t in texts]

    return summaries([text], fits, write)[text], rounds


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


def test_a_model_that_never_shortens_ends() -> None:
    _, rounds = run("word " * 99 + "end", keep=20)
    assert len(rounds) == 8


def test_without_spaces() -> None:
    text = "x" * 99
    assert (
        summaries([text], lambda t: len(t) <= 20, lambda texts: ["y" for _ in texts])[text] == "y"
    )
