"""The index of runs: what it lists, how it sorts, and what it must never delete."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from report_support import mixed, record

from eval.runs import chosen, delete, listed, main
from eval.scores import Score
from nlp.errors import UserError
from nlp.store import write_run


def write(root: Path, model: str, value: float, day: str, task: str = "topic") -> Path:
    path = root / task / model / day
    score = Score("macro_f1", "", value, value - 0.1, value + 0.1, 40, 40)
    text = json.dumps([{"model": m, **asdict(score)} for m in (model, "other")])
    about = record(task, model=model, started=f"{day}T00:00:00Z")
    write_run(path, about, mixed(n=4), {"scores.json": text, "report.html": "<p>"})
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write(tmp_path, "lr", 0.7, "2026-01-02")
    write(tmp_path, "svm", 0.8, "2026-01-01")
    write(tmp_path, "lr", 0.5, "2026-01-03", "stance")
    return tmp_path


def test_it_lists_newest_first_and_sorts_and_filters(root: Path) -> None:
    runs = listed(root)
    assert [(r.task, r.model) for r in chosen(runs)] == [
        ("stance", "lr"),
        ("topic", "lr"),
        ("topic", "svm"),
    ]
    assert [r.model for r in chosen(runs, task="topic", sort="score")] == ["svm", "lr"]


def test_a_damaged_run_is_skipped_and_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad, nested = root / "topic" / "bad" / "1", root / "topic" / "lr" / "2026-01-02" / "model"
    for folder, text in ((bad, "{"), (nested, "{}")):  # nested: a fitted model's own record
        folder.mkdir(parents=True)
        (folder / "run.json").write_text(text, encoding="utf-8")
    (bad / "predictions.parquet").touch()
    assert len(listed(root)) == 3
    assert [line.split()[0] for line in capsys.readouterr().err.splitlines()] == ["skipped"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--task", "tpic"], "no run of task 'tpic' here. Did you mean 'topic'?"),
        (["--model", "xyz"], "no run of model 'xyz' here. Allowed: lr, svm."),
        (["--sort", "scor"], "--sort 'scor' is unknown. Did you mean 'score'?"),
        (["--language", "xx"], "report.language is 'xx'"),
    ],
)
def test_mistakes_are_one_line(
    root: Path, arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(root), *arguments]) == 2
    assert line in capsys.readouterr().err


def test_the_index_links_to_every_report(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(root), "--task", "topic"]) == 0
    assert "2 of 3 runs" in capsys.readouterr().out
    page = (root / "index.html").read_text(encoding="utf-8")
    for path in root.rglob("report.html"):
        assert f'href="{path.relative_to(root).as_posix()}"' in page


def test_the_index_holds_everything_that_was_made_and_no_dead_link(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "learning_curve" / "lr" / "1").mkdir(parents=True)
    about = record("learning_curve", model="lr")
    text = json.dumps(about)
    (root / "learning_curve" / "lr" / "1" / "curve.json").write_text(text, encoding="utf-8")
    write_run(root / "digest" / "lead" / "1", record("digest"), mixed(n=4), {"digests.md": "#"})
    (root / "topic" / "comparison" / "1").mkdir(parents=True)
    (root / "topic" / "comparison" / "1" / "report.html").write_text("<p>", encoding="utf-8")
    assert main([str(root)]) == 0
    index = (root / "index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'<a href="([^"#]+)"', index))
    assert {"digest/lead/1/digests.md", "topic/comparison/1/report.html"} < links
    assert all((root / link).is_file() for link in links)
    assert "learning_curve/lr/1" in index and "learning_curve/lr/1/report" not in index
    delete([root / "learning_curve" / "lr" / "1"], root, sure=True)
    assert not (root / "learning_curve" / "lr" / "1").exists()


def test_deleting_asks_and_takes_only_yes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "topic" / "lr" / "2026-01-02"
    for answer in ("", "y", "no"):
        monkeypatch.setattr("builtins.input", lambda _, said=answer: said)
        with pytest.raises(UserError, match="nothing was deleted"):
            delete([path], root, sure=False)
        assert path.is_dir()
    monkeypatch.setattr("builtins.input", lambda _: "yes")
    delete([path], root, sure=False)
    assert not path.exists() and len(listed(root)) == 2


def test_only_runs_inside_the_folder_are_deleted(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = write(tmp_path_factory.mktemp("other"), "lr", 0.5, "2026-01-05")
    link = root / "link"
    link.symlink_to(elsewhere, target_is_directory=True)
    good = root / "topic" / "svm" / "2026-01-01"
    for bad in (root, root / "topic", elsewhere, link, root / "no"):
        with pytest.raises(UserError, match="nothing was deleted"):
            delete([good, bad], root, sure=True)
        assert good.is_dir() and elsewhere.is_dir()  # one bad name spares them all
