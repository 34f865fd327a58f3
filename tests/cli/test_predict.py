"""Using what was trained, as a user does: a run keeps its model, new articles are labelled with it."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from realign_support import Command, small_corpus, write_jsonl

from nlp.store import read_run


def only(folder: Path, pattern: str) -> Path:
    (found,) = folder.glob(pattern)
    return found


def test_the_real_article_with_the_default_models(
    realign: Command, shared: Path, tmp_path: Path
) -> None:
    job = ["+task=predict", "corpus=folder", f"corpus.path={shared / 'seed'}"]
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = realign(*job, env=env)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert done.stdout.count("Fitting ") == 2
    for topic in ("Defence cooperation", "Mercenary activity", "Post-colonial realignment"):
        assert re.search(rf"^  {topic} \([01]\.", done.stdout, re.MULTILINE), done.stdout
        assert f"  {topic}, the outlet: neutral (0." in done.stdout
    assert done.stdout.count("    “") >= 6, "every answer is shown with its evidence"
    items = read_run(only(tmp_path, "runs/predict/seed/*")).items
    assert len(items) == 4
    again = realign(*job, env=env)
    assert (
        "Fitting " not in again.stdout
        and again.stdout.splitlines()[1:9] == done.stdout.splitlines()[3:11]
    )


def test_a_run_keeps_its_model_and_lists_doubtful_labels(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    job = [
        "+task=topic",
        "model=tfidf_lr",
        "corpus=jsonl",
        f"corpus.path={corpus_file}",
        "folds=3",
        "baselines=[]",
    ]
    assert realign(*job).returncode == 0
    run = only(tmp_path, "runs/topic/*/*")
    made = json.loads((run / "model" / "trained.json").read_text(encoding="utf-8"))
    assert made["model"]["_target_"].startswith("nlp.models.") and made["languages"] == {"en": 24}
    assert made["codebook"]["digest"] == read_run(run).record["codebook_hash"]
    with (run / "label_issues.csv").open(newline="", encoding="utf-8") as rows:
        assert csv.DictReader(rows).fieldnames[:3] == ["article", "title", "about"]
    keep = ("id", "title", "text", "language")
    write_jsonl(tmp_path / "new.jsonl", [{k: r[k] for k in keep} for r in small_corpus(8)])
    done = realign("+task=predict", f"run={run}", "corpus=jsonl", "corpus.path=new.jsonl")
    assert done.returncode == 0, done.stderr
    stored = read_run(only(tmp_path, "runs/predict/new/*"))
    assert [i.id for i in stored.items] == [f"a{i}" for i in range(8)]
    found = {i.id: set(i.prediction.labels) for i in stored.items}
    assert found == {r["id"]: set(r["topics"]) for r in small_corpus(8)}  # type: ignore[call-overload]


def test_a_user_with_another_codebook_is_told_what_to_do(
    realign: Command, root: Path, tmp_path: Path
) -> None:
    book = f"codebook={root / 'tests' / 'support' / 'migration.yaml'}"
    write_jsonl(tmp_path / "new.jsonl", [{"id": "a", "text": "Rain fell on the town."}])
    done = realign("+task=predict", book, "corpus=jsonl", "corpus.path=new.jsonl")
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
    assert "Name a run of your own instead: run=" in done.stderr


def test_abstention_is_reported_and_goes_with_the_model(realign: Command, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "corpus.jsonl", small_corpus(120))
    job = [
        "+task=topic",
        "model=tfidf_lr",
        "corpus=jsonl",
        "corpus.path=corpus.jsonl",
        "folds=3",
        "baselines=[]",
    ]
    done = realign(*job, "abstain.error=0.1", "interval.resamples=100")
    assert done.returncode == 0, done.stderr
    assert "Abstention (at most 10% of its answers wrong, 90% sure): " in done.stdout
    assert "share answered (coverage)" in done.stdout and "Further articles are" in done.stdout
    run = only(tmp_path, "runs/topic/*/*")
    cost = read_run(run).record["abstention"]
    assert cost["asked"] == 120 and cost["wrong"] <= 0.1 * cost["answered"]
    made = json.loads((run / "model" / "trained.json").read_text(encoding="utf-8"))
    assert made["abstain"]["threshold"] == cost["threshold"]
