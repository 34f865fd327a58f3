"""The table of models from stored runs: values and differences as counted by hand, mistakes in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from realign_support import small_corpus, write_jsonl
from trained_support import ROOT, model_node

from eval.intervals import Plan
from nlp import quality
from nlp.conf import build
from nlp.records import Article, Gold, Item, Prediction

TOPICS = ("a", "b")


def items(said: list[str]) -> list[Item]:
    """Return twelve articles, of topics a, b, a, b, …, answered as ``said`` (one letter, or '')."""
    found = []
    for i, answer in enumerate(said):
        labels = frozenset({answer} - {""})
        scores = {t: float(t == answer) for t in TOPICS}
        article = Article(f"x{i}", "Text.")
        gold = Gold(frozenset({TOPICS[i % 2]}))
        found.append(Item(f"x{i}", article, f"x{i}", gold, Prediction(f"x{i}", labels, scores), ""))
    return found


def test_lines_hold_values_and_differences() -> None:
    right = ["a", "b"] * 6
    half = ["a", ""] * 6  # topic b is never found: F1 1 and 0
    models = {"tfidf_lr": items(half), "better": items(right)}
    costs = {name: {"fit_s": 0.1, "articles_per_s": 9} for name in models}
    best, reference = quality._lines("topic", "made", models, TOPICS, Plan(200), costs)
    assert (best["config"], best["value"], best["difference"]) == ("better", 1.0, 0.5)
    assert (best["articles"], best["stories"], best["fit_s"]) == (12, 12, 0.1)
    assert best["p_adjusted"] == pytest.approx(2 / 2**6, abs=0.02)  # six swaps all one way
    assert reference["f1"] == {"a": 1.0, "b": 0.0} and "difference" not in reference


def test_a_run_without_the_reference_is_refused(
    realign: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_jsonl(tmp_path / "c.jsonl", small_corpus(24))
    done = realign(
        "+task=topic", "model=majority", "corpus=jsonl", "corpus.path=c.jsonl", "baselines=[]"
    )  # type: ignore[operator]
    assert done.returncode == 0, done.stderr
    (run,) = tmp_path.glob("runs/topic/majority/*")
    assert quality.main([str(run), "--out", str(tmp_path / "q.jsonl")]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and "tfidf_lr among them" in said[0]


def test_the_table_we_ship_names_models_that_exist() -> None:
    lines = [
        json.loads(line)
        for line in (ROOT / "data" / "quality.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert {line["task"] for line in lines} <= {"topic", "stance", "sources"} and lines
    for name in {line["config"] for line in lines}:
        assert build(model_node(name), "model").tasks
    keys = [(line["task"], line["corpus"], line["config"]) for line in lines]
    assert len(set(keys)) == len(keys)
