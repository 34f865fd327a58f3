"""The glossary has the words of the code; every question names the thread it was asked in; the log is dated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nlp.conf import options
from nlp.records import Outcome

DOCS = Path(__file__).resolve().parents[2] / "docs"
GLOSSARY = re.findall(r"(?m)^\| ([\w -]+?) \| (.+) \|$", (DOCS / "concepts.md").read_text("utf-8"))
WORDS = [word for word, _ in GLOSSARY if word != "word" and not word.startswith("-")]
QUESTIONS = re.split(r"(?m)^### ", (DOCS / "faq.md").read_text("utf-8"))[1:]


def test_the_glossary_is_in_order_and_names_nothing_twice() -> None:
    assert sorted(WORDS, key=str.lower) == WORDS and len(set(WORDS)) == len(WORDS) > 40


def test_every_outcome_is_explained() -> None:
    named = dict(GLOSSARY)["outcome"]
    for outcome in Outcome:
        assert str(outcome) in named
        assert outcome in (Outcome.SCORED, Outcome.SKIPPED_NO_GOLD) or str(outcome) in WORDS


def test_every_split_and_holder_is_named() -> None:
    said = dict(GLOSSARY)
    for split in options("split"):
        assert f"`{split}`" in said["split"]
    assert all(f"`{holder.rstrip('s')}`" in said["holder"] for holder in options("holder"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.splitlines()[0])
def test_every_question_names_its_thread(question: str) -> None:
    assert re.search(r"\]\(https://github\.com/[\w-]+/[\w-]+/(issues|pull)/\d+\)", question)


def test_there_are_questions_enough() -> None:
    assert len(QUESTIONS) >= 15


def test_the_log_is_dated_newest_first() -> None:
    text = (DOCS / "log.md").read_text(encoding="utf-8")
    dates = re.findall(r"(?m)^## (.+)$", text)
    assert dates and dates == sorted(dates, reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for date in dates)
