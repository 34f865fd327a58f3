"""The report of labelling: counts, what was measured of the models, and what cannot be known."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from report_support import found, mixed, record

from eval.report import files
from eval.report.labelling import Quality, report
from eval.report.value import Report, Table
from nlp.store import StoredRun

COUNTED = {("", "mines"): 120, ("", "ports"): 10, ("mines", "favour"): 90, ("mines", "against"): 30}


def known() -> Quality:
    items = mixed(n=80, wrong=16)
    scores = [{"model": "mine", **asdict(s)} for s in found({"mine": items}).own.scores]
    return Quality.of(StoredRun(Path("x"), record(), items, scores))


def made(qualities: list[Quality], language: str = "en", **more: Any) -> Report:
    about: dict[str, Any] = {
        "model": "mine (topic)", "models": [{"name": "mine", "task": "topic", "digest": "d0"}],
        "corpus": {"name": "new", "articles": 400, "notes": [], "hash": "h0", "languages": {"en": 400}},
        "outcomes": {"scored": 400}, "notes": [], "label_names": {"mines": "Mines", "ports": "Ports"},
        **{k: record()[k] for k in ("command", "versions", "code", "hardware", "started", "codebook_hash")},
    }  # fmt: skip
    return report(about | more, COUNTED, qualities, language)


def rows(value: Report, name: str) -> list[list[str]]:
    return [list(r) for t in value.blocks(Table) if t.id == name for r in t.rows]


def test_counts_are_corrected_where_errors_were_measured() -> None:
    value = made([known()])
    verdict = " ".join(value.verdict)
    assert "mine (topic) labelled 400 articles of ‘new’. Nobody has checked" in verdict
    assert "measured on 80 stories of ‘made up’: macro-F1 0." in verdict
    # (0.3 - 0.2) / (0.8 - 0.2)
    assert "Mines 17% [0% to 34%] (counted: 120 articles, 30%)" in verdict
    assert rows(value, "found")[0][:3] == ["Mines", "120", "30%"]
    assert "[" in rows(value, "found")[0][3]
    assert "Rogan" in files(value)["report.md"]  # type: ignore[operator]


def test_a_label_that_no_article_got_is_there_with_nought() -> None:
    value = made([], label_names={"mines": "Mines", "ports": "Ports", "wells": "Wells"})
    assert ["Wells", "0", "0%", "–"] in rows(value, "found")


@pytest.mark.parametrize(("strange", "fixed"), [(20, True), (21, False), (400, False)])
def test_other_languages_are_told_first_and_not_corrected(strange: int, fixed: bool) -> None:
    value = made([known()], strangers={"fr": strange})  # of 400 answers: up to a twentieth is borne
    assert f"{strange} of 400 answers are on articles in a language" in value.verdict[1]
    assert f"(fr {strange})" in value.verdict[1]
    assert ("[" in rows(value, "found")[0][3]) is fixed
    assert any("measured in other languages" in told for told in value.verdict) is not fixed
    assert "réponses sur 400 portent" in made([known()], "fr", strangers={"fr": strange}).verdict[1]


def test_the_articles_a_model_learned_from_are_not_corrected() -> None:
    corpus = {"name": "made up", "articles": 40, "notes": [], "hash": "h0", "languages": {"en": 40}}
    value = made([known()], corpus=corpus)
    assert "the model learned from" in value.verdict[-1]
    assert [r[3] for r in rows(value, "found")] == ["–", "–"]


def test_without_a_measured_run_nothing_is_corrected_and_that_is_said() -> None:
    value = made([])
    verdict = " ".join(value.verdict)
    assert "was not measured by this job" in verdict and "unknown sign and size" in verdict
    assert [r[3] for r in rows(value, "found")] == ["–", "–"]
    assert "Rogan" not in files(value)["report.md"]  # type: ignore[operator]


def test_sides_are_shares_of_their_topic_and_are_not_corrected() -> None:
    assert rows(made([known()]), "sides") == [
        ["Mines", "against", "30", "25%"], ["Mines", "favour", "90", "75%"],
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_found_is_said(language: str) -> None:
    about = {"outcomes": {"failed": 400}, "notes": ["a note"]}
    value = made([], language, **about)
    assert "a note" in files(value)["report.html"]  # type: ignore[operator]
    empty = report({**_record(value, about)}, {}, [], language)
    assert not rows(empty, "found")


def _record(_: Report, about: dict[str, Any]) -> dict[str, Any]:
    return {
        "model": "mine (topic)", "models": [], "label_names": {}, "started": "2026-01-02",
        "corpus": {"name": "new", "articles": 4, "notes": [], "hash": "h0", "languages": {}},
        "command": "x", "versions": {}, "code": {}, **about,
    }  # fmt: skip
