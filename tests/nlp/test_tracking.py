"""Runs in an MLflow store: written once, whole, without secrets; a store that is not there loses nothing."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from realign_support import Command

from nlp.cli import WrittenError
from nlp.conf import portable
from nlp.errors import UserError
from nlp.tracking import ATTACHED, Mlflow, flat, main, metrics


def test_every_score_has_its_bounds_and_n() -> None:
    scores = [
        {"metric": "macro_f1", "label": "", "value": 0.5, "low": 0.4, "high": 0.6, "n": 9},
        {
            "metric": "f1",
            "label": "a[b]|c",
            "value": float("nan"),
            "low": None,
            "high": None,
            "n": 9,
        },
    ]
    assert metrics(scores) == {
        "macro_f1": 0.5, "macro_f1.low": 0.4, "macro_f1.high": 0.6, "macro_f1.n": 9, "f1.a_b__c.n": 9,
    }  # fmt: skip


def test_a_configuration_is_flattened() -> None:
    assert flat({"a": {"b": {"c": 1}, "d": []}, "e": None}) == {"a.b.c": 1, "a.d": [], "e": None}


def test_a_password_in_an_address_is_not_recorded() -> None:
    node = {"uri": "postgresql://ann:pa55@db.example/x", "plain": "http://db.example/x@y"}
    assert portable(node) == {"uri": "postgresql://***@db.example/x", "plain": node["plain"]}


def test_a_secret_on_the_command_line_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    from nlp import provenance

    told = ["+task=topic", "model.api_key=s3cret", "tracking.uri=http://ann:pa55@host/"]
    monkeypatch.setattr(sys, "argv", ["run", *told])
    assert shlex.split(provenance.made()["command"])[3:] == [
        "+task=topic", "model.api_key=***", "tracking.uri=http://***@host/",
    ]  # fmt: skip


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mlflow.exceptions", None)
    with pytest.raises(UserError, match=r"pip install 'realign\[mlflow\]'"):
        Mlflow().open()


def test_an_unknown_tracker_is_one_line(realign: Command) -> None:
    done = realign("+task=topic", "tracking=mlfow")
    assert done.returncode == 2
    assert "Unknown tracking 'mlfow'. Did you mean 'mlflow'? Allowed: mlflow, none." in done.stderr


def client(folder: Path) -> Any:
    mlflow = pytest.importorskip("mlflow", reason="the extra mlflow is not installed")
    return mlflow.MlflowClient(f"sqlite:///{folder}/runs/mlflow.db")


def tracked(store: Any) -> list[Any]:
    experiment = store.get_experiment_by_name("realign")
    return list(store.search_runs([experiment.experiment_id]))


@pytest.mark.slow
def test_a_run_is_in_the_store_once_with_all_that_makes_it(
    realign: Command, tmp_path: Path, corpus_file: Path
) -> None:
    store = client(tmp_path)
    done = realign(
        "+task=topic", "model=majority", "tracking=mlflow", "corpus=jsonl", f"corpus.path={corpus_file}",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert "Tracked: experiment realign in sqlite:///runs/mlflow.db" in done.stdout
    (run,) = (tmp_path / "runs" / "topic" / "majority").iterdir()
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    scores = json.loads((run / "scores.json").read_text(encoding="utf-8"))
    own = [score for score in scores if score["model"] == "majority"]
    (kept,) = tracked(store)
    assert kept.info.status == "FINISHED" and kept.info.run_name == "topic majority"
    assert kept.data.metrics == pytest.approx(metrics(own)) and "macro_f1.n" in kept.data.metrics
    assert kept.data.params == {k: str(v) for k, v in flat(record["config"]).items()}
    tags = kept.data.tags
    assert (
        tags["gold_hash"] == record["gold_hash"] and tags["corpus_hash"] == record["corpus"]["hash"]
    )
    assert tags["signature"] == own[0]["signature"]
    assert tags["version.realign"] == record["versions"]["realign"]
    attached = Path(kept.info.artifact_uri.removeprefix("file://"))
    for name in ATTACHED:
        assert (attached / name).read_bytes() == (run / name).read_bytes()
    assert {p.name for p in tmp_path.iterdir()} == {"runs", corpus_file.name}

    # sent again, whole or after an interruption: still one
    assert main([str(run), "--uri", f"sqlite:///{tmp_path}/runs/mlflow.db"]) == 0
    store.update_run(kept.info.run_id, status="RUNNING")
    assert main([str(run), "--uri", f"sqlite:///{tmp_path}/runs/mlflow.db"]) == 0
    (again,) = tracked(store)
    assert again.info.status == "FINISHED" and again.data.metrics == kept.data.metrics


@pytest.mark.slow
@pytest.mark.parametrize(
    "uri", ["sqlite:////proc/none/mlflow.db", "http://ann:pa55@127.0.0.1:9", "sqlit://x"]
)
def test_a_store_out_of_reach_is_told_before_the_work(
    realign: Command, tmp_path: Path, uri: str
) -> None:
    client(tmp_path)
    done = realign("+task=topic", "model=majority", "tracking=mlflow", f"tracking.uri={uri}")
    assert done.returncode == 2 and done.stderr.count("\n") == 1, done.stderr
    assert "The MLflow store tracking.uri=" in done.stderr and "pa55" not in done.stderr
    assert not (tmp_path / "runs" / "topic").exists()


@pytest.mark.slow
def test_a_store_that_goes_away_loses_no_run(tmp_path: Path) -> None:
    client(tmp_path)
    run = tmp_path / "run"
    run.mkdir()
    (run / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(WrittenError, match=r"The run is whole: .*python -m nlp.tracking") as told:
        Mlflow("sqlite:////proc/none/mlflow.db").add(run)
    assert told.value.path == run
