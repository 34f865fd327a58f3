"""The jobs as a user runs them: a subprocess, an empty folder, the files they leave."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from realign_support import Command, small_corpus, write_jsonl

from nlp.store import read_run

FILES = {
    "predictions.parquet",
    "report.html",
    "report.md",
    "run.json",
    "scores.json",
    "tables",
    "figures",
}
MIGRATION = Path(__file__).resolve().parents[1] / "support" / "migration.yaml"


def runs(folder: Path) -> list[Path]:
    return sorted(f.parent for f in (folder / "runs").rglob("run.json"))


@pytest.mark.parametrize("task", ["topic", "stance", "summarize"])
def test_the_three_jobs_on_the_bundled_corpus(realign: Command, tmp_path: Path, task: str) -> None:
    done = realign(f"+task={task}")
    assert done.returncode == 0 and done.stderr == "", done.stderr
    (run,) = runs(tmp_path)
    assert {f.name for f in run.iterdir()} >= FILES
    assert f"Report: {run.relative_to(tmp_path)}/report.html" in done.stdout
    stored = read_run(run)
    baselines = {
        "topic": ["majority", "codebook"],
        "stance": ["majority", "codebook"],
        "summarize": ["lead", "oracle"],
    }
    assert set(baselines[task]) < {s["model"] for s in stored.scores}
    for score in stored.scores:
        assert score["n"] > 0 and score["signature"]
        assert (score["low"] is not None) or score["note"], score
    cost = stored.record["cost"]
    assert set(cost) == {"fit_s", "predict_s", "parameters", "tokens_in", "tokens_out", "price"}
    assert cost["predict_s"] > 0 and cost["tokens_in"] is cost["price"] is None
    assert (cost["fit_s"] > 1 and cost["parameters"] > 1000) or task == "summarize"
    assert len({i.id for i in stored.items}) == len(stored.items) >= 300
    assert not list(tmp_path.glob("runs/.partial/*"))


def test_the_same_seed_gives_the_same_run(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    arguments = [
        "+task=topic",
        "corpus=jsonl",
        f"corpus.path={corpus_file}",
        "folds=3",
        "model=tfidf_lr",
    ]
    for _ in range(2):
        assert realign(*arguments).returncode == 0
    one, two = map(read_run, runs(tmp_path))
    assert one.items == two.items and one.scores == two.scores


def test_a_sweep_is_compared(realign: Command, corpus_file: Path, tmp_path: Path) -> None:
    done = realign(
        "-m",
        "+task=topic",
        "model=majority,codebook",
        "corpus=jsonl",
        f"corpus.path={corpus_file}",
        "folds=3",
    )
    assert done.returncode == 0, done.stderr
    assert len(runs(tmp_path)) == 2
    assert "Group 1" in done.stdout and "p (Holm)" in done.stdout
    again = realign(*map(str, runs(tmp_path)), module="eval.compare")
    assert again.returncode == 0 and "Group 1" in again.stdout


def test_a_named_sweep(realign: Command, corpus_file: Path, tmp_path: Path) -> None:
    done = realign(
        "+task=summarize", "+sweep=summarizers", "corpus=jsonl", f"corpus.path={corpus_file}"
    )
    assert done.returncode == 0, done.stderr
    assert {r.parent.name for r in runs(tmp_path)} == {
        "random", "lead", "textrank", "lexrank", "lsa", "centroid", "submodular", "salience",
    }  # fmt: skip


def test_one_bad_combination_does_not_lose_the_others(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    done = realign(
        "-m", "+task=topic", "model=salience,codebook", "corpus=jsonl", f"corpus.path={corpus_file}"
    )
    assert done.returncode == 2 and "does not answer task 'topic'" in done.stderr
    assert [r.parent.name for r in runs(tmp_path)] == ["codebook"]


@pytest.mark.parametrize("task", ["topic", "stance"])
def test_another_codebook_works_everywhere(realign: Command, tmp_path: Path, task: str) -> None:
    rows = small_corpus()
    labels = {"defence_cooperation": "asylum", "post_colonial_realignment": "labour"}
    sides = {"favour": "supports", "against": "opposes", "neutral": "mixed"}
    for row in rows:
        row["topics"] = [labels[t] for t in row["topics"] if t in labels]  # type: ignore[union-attr]
        row["stance"] = {labels[t]: sides[s] for t, s in row["stance"].items() if t in labels}  # type: ignore[union-attr]
    write_jsonl(tmp_path / "migration.jsonl", rows)
    done = realign(
        f"+task={task}",
        f"codebook={MIGRATION}",
        "corpus=jsonl",
        "corpus.path=migration.jsonl",
        "folds=3",
    )
    assert done.returncode == 0, done.stderr
    (run,) = runs(tmp_path)
    report = (run / "report.md").read_text(encoding="utf-8")
    assert "migration-policy" in report and "Mercenary" not in report
    assert ("Asylum procedure" in report) if task == "topic" else ("supports" in report)


def test_real_corpora(realign: Command, shared: Path, tmp_path: Path) -> None:
    french = shared / "corpora" / "masakhanews" / "fra.jsonl"
    done = realign("+task=summarize", "corpus=masakhanews", f"corpus.path={french}", "tolerance=1")
    assert done.returncode == 0, done.stderr
    assert "824 articles" in done.stdout and "ROUGE-1 F1" in done.stdout and "oracle" in done.stdout
    done = realign("+task=summarize", "corpus=folder", f"corpus.path={shared / 'seed'}")
    assert done.returncode == 0, done.stderr
    summary = next(
        i.prediction.text
        for r in runs(tmp_path)
        if len((s := read_run(r)).items) == 1
        for i in s.items
    )
    assert summary.startswith("Moscow wants to enhance its military ties")
    assert not any(x in summary for x in ("Photo", "min read", "hours ago", "SOURCE", "Contact us"))


def test_no_run_names_the_machine_or_a_secret(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    assert realign("+task=topic", "model=codebook").returncode == 0
    (run,) = runs(tmp_path)
    record = (run / "run.json").read_text(encoding="utf-8")
    assert str(Path(__file__).resolve().parents[2]) not in record and str(Path.home()) not in record
    assert json.loads(record)["config"]["codebook"] == "${data:codebook.yaml}"


def test_help_lists_everything_that_can_be_named(realign: Command, root: Path) -> None:
    done = realign("--help")
    assert done.returncode == 0
    for group in ("task", "model", "corpus", "sweep"):
        for path in (root / "configs" / group).glob("*.yaml"):
            assert f"\n  {path.stem} " in done.stdout, f"{group} {path.stem}"
    assert done.stdout.count("python -m nlp.run ") >= 5


def test_a_run_can_be_moved_and_read(realign: Command, corpus_file: Path, tmp_path: Path) -> None:
    assert realign("+task=summarize", "corpus=jsonl", f"corpus.path={corpus_file}").returncode == 0
    (run,) = runs(tmp_path)
    moved = shutil.move(run, tmp_path / "elsewhere")
    assert len(read_run(moved).items) == 24
