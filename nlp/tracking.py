"""Finished runs written to an MLflow store, for those who keep their experiments there.

``python -m nlp.run +task=topic tracking=mlflow`` sends a run when it is done; a stored one goes with
``python -m nlp.tracking runs/topic/tfidf_lr/TIME``. Parameters are the configuration, metrics the scores with
their bounds and n, tags the hashes, versions and first signature; ``run.json``, ``scores.json`` and the reports
are attached (they quote articles). A run goes there once, however often it is sent. Nothing is read back.

Source: MLflow (mlflow.org), ``MlflowClient``; the extra ``mlflow`` brings its light edition and a SQL store.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import math
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.cli import WrittenError, guarded
from nlp.conf import portable
from nlp.errors import UserError

ATTACHED = ("run.json", "scores.json", "report.html", "report.md")
_SAME = "realign.run"  # the tag that says which run directory an MLflow run holds
_MOST = {"params": 6000, "tags": 5000}  # characters of one value that MLflow takes
_BATCH = 100  # params, or tags, of one request
_PATIENCE = {  # a dead server must not hold a finished job for minutes; nothing is told to MLflow's makers
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "1",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "20",
    "MLFLOW_DISABLE_TELEMETRY": "true",
}


class Mlflow:
    """An experiment in an MLflow store.

    Parameters
    ----------
    uri
        Of the store: ``sqlite:///FILE`` (made when absent), ``http://HOST:PORT``, or another that MLflow takes.
    experiment
        Its name there; made when absent.
    """

    def __init__(self, uri: str = "sqlite:///runs/mlflow.db", experiment: str = "realign") -> None:
        self.uri = uri
        self.experiment = experiment

    def open(self) -> tuple[Any, str]:
        """Return a client and the experiment's id; UserError when MLflow or the store is not there."""
        with self._reaching():
            return self._open()

    def add(self, run: Path) -> None:
        """Write a run directory to the store, unless it is there; a learning curve, no run, is left out.

        Raises
        ------
        WrittenError
            When the store cannot be reached; the run directory is whole.
        """
        if not (run / "run.json").is_file():
            return
        try:
            with self._reaching():
                _write(run, *self._open())
            print(f"Tracked: experiment {self.experiment} in {portable(self.uri)}")
        except UserError as problem:
            again = (
                f"The run is whole: {run}. Send it again: python -m nlp.tracking {run} --uri URI"
            )
            raise WrittenError(f"{problem} {again}", run) from None

    def _open(self) -> tuple[Any, str]:
        from mlflow import MlflowClient

        beside = None
        if self.uri.startswith("sqlite:///"):
            folder = Path(self.uri.removeprefix("sqlite:///")).parent
            folder.mkdir(parents=True, exist_ok=True)
            beside = (folder / "mlflow-artifacts").resolve().as_uri()  # not in the working folder
        client = MlflowClient(tracking_uri=self.uri)
        found = client.get_experiment_by_name(self.experiment)
        if found is None:
            made = client.create_experiment(self.experiment, artifact_location=beside)
            return client, str(made)
        return client, str(found.experiment_id)

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turn what MLflow and its database say of a missing or broken store into one line."""
        os.environ.update({k: v for k, v in _PATIENCE.items() if k not in os.environ})
        try:
            from mlflow.exceptions import MlflowException
            from sqlalchemy.exc import SQLAlchemyError
        except ImportError:
            raise UserError(
                "tracking=mlflow needs MLflow: pip install 'realign[mlflow]'."
            ) from None
        for name in ("mlflow", "alembic"):  # after the import, which sets them up
            logging.getLogger(name).setLevel(logging.ERROR)
        try:
            yield
        except (MlflowException, SQLAlchemyError, OSError) as problem:
            first = portable(str(problem).strip().partition("\n")[0])[:200]
            raise UserError(
                f"The MLflow store tracking.uri={portable(self.uri)} cannot be used ({first})."
                " Give one that can, such as tracking.uri=sqlite:///runs/mlflow.db."
            ) from None


def _write(run: Path, client: Any, experiment: str) -> None:
    record = json.loads((run / "run.json").read_text(encoding="utf-8"))
    same = hashlib.sha256((run / "run.json").read_bytes()).hexdigest()
    found = client.search_runs([experiment], filter_string=f"tags.`{_SAME}` = '{same}'")
    if any(known.info.status == "FINISHED" for known in found):
        return
    began = datetime.fromisoformat(record["started"])
    name = f"{record['task']} {record['model']}"
    start = round(began.timestamp() * 1000)
    made = found[0] if found else client.create_run(experiment, start, {_SAME: same}, name)
    _fill(client, made.info.run_id, run, record, start)
    end = start + round(1000 * record.get("seconds", 0))
    client.set_terminated(made.info.run_id, "FINISHED", end)


def _fill(client: Any, key: str, run: Path, record: Mapping[str, Any], time: int) -> None:
    """Log everything of a run; what an interrupted attempt has logged is logged again, to the same effect."""
    from mlflow.entities import Metric, Param, RunTag

    file = run / "scores.json"
    scores = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    own = [score for score in scores if score["model"] == record["model"]]
    params = {name: str(value)[: _MOST["params"]] for name, value in flat(record["config"]).items()}
    tags = {name: value[: _MOST["tags"]] for name, value in _tags(record, own).items()}
    client.log_batch(key, metrics=[Metric(k, v, time, 0) for k, v in metrics(own).items()])
    for part in _parts([Param(*pair) for pair in params.items()]):
        client.log_batch(key, params=part)
    for part in _parts([RunTag(*pair) for pair in tags.items()]):
        client.log_batch(key, tags=part)
    for attached in ATTACHED:
        if (run / attached).is_file():
            client.log_artifact(key, str(run / attached))


def metrics(scores: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return every score with its bounds and n under names that MLflow takes.

    >>> metrics([{"metric": "f1", "label": "asylum", "value": 0.7, "low": None, "high": None, "n": 9}])
    {'f1.asylum': 0.7, 'f1.asylum.n': 9}
    """
    found = {}
    for score in scores:
        name = re.sub(
            r"[^\w.\- :/]", "_", ".".join(filter(None, (score["metric"], score["label"])))
        )
        for part in ("value", "low", "high", "n"):
            value = score[part]
            if value is not None and math.isfinite(value):
                found[name if part == "value" else f"{name}.{part}"] = value
    return found


def flat(node: Any, name: str = "") -> dict[str, Any]:
    """Return a configuration with dotted names.

    >>> flat({"seed": 0, "model": {"c": [1, 3]}})
    {'seed': 0, 'model.c': [1, 3]}
    """
    if not isinstance(node, Mapping):
        return {name: node}
    return {
        k: v
        for key, child in node.items()
        for k, v in flat(child, f"{name}.{key}".lstrip(".")).items()
    }


def _tags(record: Mapping[str, Any], scores: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    corpus = record["corpus"]
    tags = {
        "task": record["task"],
        "model": record["model"],
        "corpus": corpus["name"],
        "corpus_hash": corpus.get("hash"),
        "gold_hash": record.get("gold_hash"),
        "codebook_hash": record.get("codebook_hash"),
        "command": record.get("command"),
        "commit": (record.get("code") or {}).get("commit"),
        "signature": scores[0]["signature"] if scores else None,
    }
    tags |= {f"version.{name}": value for name, value in record.get("versions", {}).items()}
    return {name: str(value) for name, value in tags.items() if value}


def _parts(rows: list[Any]) -> Iterator[list[Any]]:
    yield from (rows[i : i + _BATCH] for i in range(0, len(rows), _BATCH))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit code 2 when a run or the store is not there."""
    about = "Write stored runs to an MLflow store; a run that is there already is left as it is."
    parser = argparse.ArgumentParser("python -m nlp.tracking", description=about)
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run directories")
    store = Mlflow()
    parser.add_argument("--uri", default=store.uri, help=f"of the store (default {store.uri})")
    parser.add_argument("--experiment", default=store.experiment, help="its name (default realign)")
    given = parser.parse_args(arguments)

    def job() -> None:
        from nlp.store import read_run

        for run in given.runs:
            read_run(run)  # whole, or one line
            Mlflow(given.uri, given.experiment).add(run)

    return guarded(job, [])


if __name__ == "__main__":
    sys.exit(main())
