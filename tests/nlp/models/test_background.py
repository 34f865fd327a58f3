"""General news beside the labelled articles: read for the right codebook and languages, and it helps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from realign_support import SENTENCES, small_corpus

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models.background import background
from nlp.models.by_sentence import BySentence
from nlp.paths import DATA
from nlp.records import Article, Example, Gold, LabelSet

LABELS = LabelSet(tuple(name for name in SENTENCES if name), False)
FOLDER = str(DATA / "background")


def test_ours_is_in_the_languages_asked_for(codebook: str) -> None:
    book = load(codebook)
    both = background(FOLDER, book, {"en", "fr"})
    assert {e.article.language for e in both} == {"en", "fr"} and len(both) > 100
    assert len({e.id for e in both}) == len(both)
    assert {e.article.language for e in background(FOLDER, book, {"fr"})} == {"fr"}
    assert background("", book, {"en"}) == []


def test_another_codebook_has_none(root: Path) -> None:
    book = load(str(root / "tests" / "support" / "migration.yaml"))
    assert background(FOLDER, book, {"en", "fr"}) == []


@pytest.mark.parametrize("line", ["{", '{"id": "a"}', "[]"])
def test_mistakes_are_one_line(tmp_path: Path, codebook: str, line: str) -> None:
    book = load(codebook)
    with pytest.raises(UserError, match="is not a folder"):
        background(str(tmp_path / "absent"), book, {"en"})
    (tmp_path / f"{book.name}.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(UserError, match="Each line is an object with") as mistake:
        background(str(tmp_path), book, {"en"})
    assert "\n" not in str(mistake.value)


def test_what_it_holds_is_no_sign_of_a_topic(tmp_path: Path, codebook: str) -> None:
    """A word that only articles with the topic use, by chance, is outweighed by general news."""
    rows = small_corpus(24)
    for row in rows:
        if "mercenary_activity" in row["topics"]:  # type: ignore[operator]
            row["text"] = f"{row['text']} A goal decided the match."
    examples = [
        Example(str(r["id"]), Article(str(r["id"]), str(r["text"]), language="en")) for r in rows
    ]
    gold = [Gold(frozenset(r["topics"])) for r in rows]  # type: ignore[call-overload]
    sport = "The match was lost. A goal came late. The goal made the match."
    general = [
        {"id": f"g{i}", "title": "", "language": "en", "text": f"{sport} Report {i}."}
        for i in range(12)
    ]
    file = tmp_path / f"{load(codebook).name}.jsonl"
    file.write_text("\n".join(map(json.dumps, general)), encoding="utf-8")
    asked = [
        Example("x", Article("x", "Late goal decides the match. A goal was enough.", language="en"))
    ]
    score = {
        folder: BySentence(codebook, background=folder)
        .fit(examples, gold, LABELS)
        .predict(asked)[0]
        .scores["mercenary_activity"]
        for folder in ("", str(tmp_path))
    }
    assert score[str(tmp_path)] < score[""] / 2
