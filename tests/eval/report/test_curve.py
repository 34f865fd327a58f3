"""A learning curve as a report, and in the report of a run of the same model on the same labels."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from report_support import found, mixed, record

from eval.learning_report import stored
from eval.report import page
from eval.report.curve import needed, report, section
from eval.report.value import Figure
from eval.report.voice import Voice

POINTS = [
    {"size": 20, "value": 0.4, "low": 0.3, "high": 0.5, "draws": 20},
    {"size": 40, "value": 0.6, "low": 0.55, "high": 0.65, "draws": 20},
]
NEEDED = {"target": 0.8, "labels": 664.0, "low": 571.0, "high": 1780.0, "level": 0.95, "why": ""}


def curve(**more: Any) -> dict[str, Any]:
    about = record(of="topic", metric="macro_f1", points=POINTS, needed=NEEDED)
    del about["seconds"]
    return about | {"task": "learning_curve"} | more


@pytest.mark.parametrize(
    ("found", "says"),
    [
        ({}, "About 660 labels (95% interval 570 to 1,800) would be needed for macro-F1 0.80"),
        (
            {"labels": None, "why": "cannot be said: too few"},
            "would take: cannot be said: too few.",
        ),
    ],
)
def test_labels_needed_in_words(found: dict[str, Any], says: str) -> None:
    assert says in needed(Voice("en"), curve(needed=NEEDED | found))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_report_says_what_was_gained_and_shows_the_band(language: str) -> None:
    made = report(curve(), language)
    (figure,) = made.blocks(Figure)
    assert figure.table.rows[1][0] == "40" and 'class="band"' in figure.svg
    assert "mine" in made.verdict[0] and "20" in made.verdict[0] and "40" in made.verdict[0]
    assert "Cortes" in page.page(made)


def test_a_run_shows_the_curve_of_its_model_on_its_labels(tmp_path: Path) -> None:
    folder = tmp_path / "learning_curve" / "mine"
    for time, content in (("1", curve()), ("2", curve(gold_hash="other"))):
        (folder / time).mkdir(parents=True)
        (folder / time / "curve.json").write_text(json.dumps(content), encoding="utf-8")
    (folder / "3").mkdir()
    (folder / "3" / "curve.json").write_text("{torn", encoding="utf-8")
    run = record()
    known = stored(tmp_path, run)
    assert known is not None and known["points"] == POINTS  # not the newer one, on other labels
    assert stored(tmp_path, record(task="stance")) is None
    shown = section(found({"mine": mixed()}, run | {"learning": known}))
    assert shown is not None and shown.blocks[1].id == "learning"  # type: ignore[union-attr]
    assert section(found({"mine": mixed()}, run)) is None
