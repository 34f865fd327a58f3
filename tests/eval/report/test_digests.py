"""Digests as a report: each sentence with its article and place, and nothing scored."""

from __future__ import annotations

from typing import Any

import pytest
from report_support import record

from eval.report import page
from eval.report.digests import report
from eval.report.value import Report, Table


def source(name: str) -> dict[str, str]:
    return {
        "article": name,
        "title": f"About {name}",
        "outlet": "Echo",
        "date": "2024-01-02",
        "language": "en",
    }


def digest(**more: Any) -> dict[str, Any]:
    sentence = {
        "text": "The mine opened.",
        "score": 0.5,
        "article": "a2",
        "start": 1200,
        "end": 1216,
    }
    event = {
        "date": "2024-01-02",
        "text": "It opened.",
        "articles": 2,
        "article": "a1",
        "start": 0,
        "end": 9,
    }
    return {
        "id": "mines 2024-01", "topic": "mines", "outcome": "scored", "note": "", "summary": [sentence],
        "timeline": [event], "sources": [source("a1"), source("a2")], **more,
    }  # fmt: skip


def rows(value: Report, name: str) -> list[list[str]]:
    return [list(r) for t in value.blocks(Table) if t.id == name for r in t.rows]


def test_every_sentence_has_its_article_and_place() -> None:
    value = report(record("digest", notes=["Topics were predicted."]), [digest()], "en")
    assert "Topics were predicted." in value.verdict
    assert value.sections[0].title == "Mines 2024-01"
    assert rows(value, "digest-0") == [["The mine opened.", "About a2", "1,200 to 1,216"]]
    assert rows(value, "timeline-0") == [["2024-01-02", "It opened.", "About a1", "0 to 9", "2"]]
    assert [r[0] for r in rows(value, "sources-0")] == ["About a1", "About a2"]
    assert "1 digest of" in value.verdict[0] and "word for word" in value.verdict[0]
    assert "Nothing was scored" in value.verdict[-1]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_group_without_a_digest_says_why(language: str) -> None:
    empty = digest(outcome="failed", note="<b>no text</b>", summary=[], timeline=[])
    value = report(record("digest"), [digest(), empty], language)
    assert "&lt;b&gt;no text" in page.page(value) and not rows(value, "digest-1")
    assert value.verdict[1].startswith("1 ")


@pytest.mark.parametrize(
    ("language", "week"), [("en", "week of 2024-05-27"), ("fr", "semaine du 2024-05-27")]
)
def test_a_week_is_named_by_its_monday(language: str, week: str) -> None:
    event = {
        "date": "2024-W22",
        "text": "It opened.",
        "articles": 1,
        "article": "a1",
        "start": 0,
        "end": 9,
    }
    value = report(record("digest"), [digest(timeline=[event])], language)
    assert rows(value, "timeline-0")[0][0] == week


def test_shortened_sentences_are_not_said_to_stand_word_for_word() -> None:
    cut = {"text": "The mine opened.", "score": 0.5, "article": "a2", "start": 0, "end": 30}
    value = report(record("digest"), [digest(), digest(summary=[cut])], "en")
    assert "stands, shortened, in" in value.verdict[0]


def test_a_story_is_called_by_its_title_and_sources_of_one_title_by_their_ids_too() -> None:
    twins = [{**source(name), "title": "A mine opens"} for name in ("a1", "a2")]
    story = digest(id="a1", topic="", sources=[*twins, {**source("a3"), "title": ""}])
    value = report(record("digest"), [story], "en")
    assert value.sections[0].title == "A mine opens"
    assert rows(value, "digest-0")[0][1] == "A mine opens (a2)"
    assert [r[0] for r in rows(value, "sources-0")] == [
        "A mine opens (a1)",
        "A mine opens (a2)",
        "a3",
    ]
