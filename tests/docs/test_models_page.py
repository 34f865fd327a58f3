"""The model table says what headers and measurements say, and 'not measured' where there is none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from docs.generate import models
from docs.generate.yamls import Yaml, group

TOPIC = {"task": "topic", "config": "tfidf_lr", "corpus": "bundled", "metric": "macro_f1", "value": 0.6181, "low": 0.57, "high": 0.661, "reference": "codebook", "difference": 0.1, "difference_low": -0.001, "difference_high": 0.2, "p_adjusted": 0.02, "articles": 346, "stories": 287, "fit_s": 1.04, "articles_per_s": 2512.3}  # fmt: skip
LEAD = {
    "dataset": "wikinews",
    "config": "salience",
    "metric": "rouge1_f",
    "used": 67.8,
    "value": 33.14,
    "low": 32.0,
    "high": 34.2,
    "delta": {"value": -0.4, "low": -1.0, "high": 0.2},
    "n": 1500,
}


def test_a_header_is_taken_apart() -> None:
    said = models.sentences(
        "What it does: x, y. Reads all. Needs: pip install a==1.2; labels. Cost: 0.4 ms an article. "
        "English and French. Cut nowhere. Use it in any language."
    )
    assert said == {
        "what": "What it does: x, y. Reads all.", "needs": "pip install a==1.2; labels.",
        "cost": "0.4 ms an article.", "languages": "English and French.",
        "use": "Cut nowhere. Use it in any language.",
    }  # fmt: skip


@pytest.mark.parametrize("file", group("model"), ids=lambda f: f.name)
def test_every_model_says_what_it_needs_and_costs(file: Yaml) -> None:
    said = models.sentences(file.header)
    assert said["what"] and said["needs"] and said["cost"], f"configs/model/{file.name}.yaml"


def measured(monkeypatch: pytest.MonkeyPatch, folder: Path, *, lines: bool) -> str:
    if lines:
        bare = {
            **TOPIC,
            "config": "majority",
            "value": 0.0,
            "low": None,
            "high": None,
            "note": "few",
        }
        (folder / "quality.jsonl").write_text(
            "\n".join(map(json.dumps, (bare, TOPIC))), encoding="utf-8"
        )
        (folder / "quality_summaries.jsonl").write_text(json.dumps(LEAD) + "\n", encoding="utf-8")
    monkeypatch.setattr(models, "DATA", folder)
    return models.measured()


def test_measurements_are_shown_best_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = measured(monkeypatch, tmp_path, lines=True)
    row = "| `tfidf_lr` | 0.62 [0.57, 0.66] | +0.100 [-0.001, +0.200], p = 0.0200 | 346 (287) | 1.0 | 2,512 |"
    assert row in page and page.index("`tfidf_lr`") < page.index("`majority`")
    assert "### topic: bundled" in page
    assert "| model | macro_f1 | difference from `codebook` |" in page
    assert "| `majority` | 0.00 (few) |" in page
    assert "### summarize: wikinews" in page
    assert "| `salience` | 33.14 [32.00, 34.20] | -0.40 [-1.00, +0.20] | 68 | 1,500 |" in page


def test_what_has_no_line_was_not_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = measured(monkeypatch, tmp_path, lines=False)
    for name in ("tfidf_lr", "salience", "source_stance"):
        assert f"`{name}`" in page
    assert page.count(models.NOT) == 4 and "[" not in page and "|" not in page


def test_scores_of_several_metrics_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lines = (TOPIC, {**TOPIC, "metric": "accuracy", "value": 0.5})
    (tmp_path / "quality.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    monkeypatch.setattr(models, "DATA", tmp_path)
    assert "| `tfidf_lr` | accuracy 0.50 [0.57, 0.66] |" in models.measured()
