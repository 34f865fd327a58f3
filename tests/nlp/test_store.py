from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from nlp.errors import UserError
from nlp.records import (
    Article,
    Evidence,
    Gold,
    Item,
    Outcome,
    Prediction,
    SummarySentence,
    Support,
)
from nlp.store import Checkpoint, new_path, read_run, write_run

WRITTEN = SummarySentence("Written.", support=Support(0, 4, 0.75, ("Mali", "40")))


def items() -> list[Item]:
    article = Article(
        "a1",
        "Text of “one”.",
        "Title",
        "fr",
        "Paper",
        "2020-01-02",
        "World",
        "AFP",
        "f:1",
        {"genre": "brief", "n": 3},
    )
    full = Prediction(
        "a1", frozenset({"x", "y"}), {"x": 0.75, "y": 1.0}, (SummarySentence("Text", 0, 4, 0.5), WRITTEN),
        (Evidence("x", 0, 4),), Outcome.TRUNCATED, "why", 12,
    )  # fmt: skip
    gold = Gold(frozenset({"x"}), ("a reference",), (Evidence("x", 0, 4, "title"),), 2.5)
    return [
        Item("a1", article, "s1", gold, full, "topic", 3),
        Item("a2", Article("a2", "t"), "a2", Gold(), Prediction("a2", outcome=Outcome.FAILED)),
        Item("a3", Article("a3", "t"), "a3", Gold(frozenset()), Prediction("a3")),
    ]


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = new_path(tmp_path, "topic", "m")
    write_run(path, {"task": "topic"}, items(), {"scores.json": "[]", "report.md": "# r"})
    back = read_run(path)
    assert back.items == items()
    assert back.record == {"task": "topic"} and back.scores == []
    assert sorted(f.name for f in path.iterdir()) == [
        "predictions.parquet",
        "report.md",
        "run.json",
        "scores.json",
    ]


def test_nothing_is_left_when_writing_fails(tmp_path: Path) -> None:
    path = new_path(tmp_path, "topic", "m")
    with pytest.raises(TypeError):
        write_run(path, {"bad": object()}, items(), {})
    assert list(path.parent.iterdir()) == []


def test_run_folders_never_collide(tmp_path: Path) -> None:
    first = new_path(tmp_path, "topic", "m")
    first.mkdir()
    assert new_path(tmp_path, "topic", "m") != first


def test_lone_surrogates_do_not_break_a_run(tmp_path: Path) -> None:
    item = Item("a", Article("a", "x"), "a", Gold(), Prediction("a"))
    broken = Item("b", Article("b", "x\ud800", title="\udfff"), "b", Gold(), Prediction("b"))
    path = new_path(tmp_path, "topic", "m")
    write_run(path, {}, [item, broken], {"report.md": "x\ud800"})
    assert read_run(path).items[1].article.text == "x?"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_unwritable_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="output=FOLDER"):
        new_path(tmp_path, "topic", "m")


def test_output_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(UserError, match="Cannot write runs to"):
        new_path(tmp_path / "runs", "topic", "m")


def test_missing_and_damaged_runs(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not found"):
        read_run(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"has no run\.json and no predictions"):
        read_run(tmp_path)
    path = new_path(tmp_path, "topic", "m")
    write_run(path, {}, items(), {})
    (path / "run.json").write_text("{")
    with pytest.raises(UserError, match="damaged"):
        read_run(path)


def test_checkpoint_survives_a_kill_in_the_middle_of_a_line(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "partial" / "job.jsonl")
    assert checkpoint.load() == {}
    done = [i.prediction for i in items()]
    checkpoint.add(done)
    whole = checkpoint.path.read_bytes()
    checkpoint.path.write_bytes(whole + json.dumps({"id": "a4"}).encode()[:7])
    assert list(checkpoint.load().values()) == done
    assert checkpoint.path.read_bytes() == whole  # so that the next line starts clean
    checkpoint.done()
    assert not checkpoint.path.exists()
