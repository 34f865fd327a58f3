"""Run directories: written whole or not at all, and read back for scoring and comparison.

``runs/<task>/<model>/<time>/`` holds ``run.json`` (what, from what, with what), ``predictions.parquet``
(every example with its gold, prediction and article), ``scores.json`` and the reports.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.errors import UserError
from nlp.records import (
    Article,
    Evidence,
    Gold,
    Item,
    Outcome,
    Prediction,
    SummarySentence,
)


@dataclass(frozen=True)
class StoredRun:
    """A run read back from disk."""

    path: Path
    record: dict[str, Any]
    items: list[Item]
    scores: list[dict[str, Any]]


def new_path(root: str | Path, task: str, model: str) -> Path:
    """Return a fresh ``root/task/model/time`` path (not created), after checking ``root`` is writable."""
    parent = Path(root) / task / model
    try:
        parent.mkdir(parents=True, exist_ok=True)
        probe = parent / f".write-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as problem:
        raise UserError(
            f"Cannot write runs to {parent} ({problem.strerror}). Choose another folder: output=FOLDER."
        ) from None
    stamp = datetime.now().strftime("%Y-%m-%d_%H-%M-%S")
    path, number = parent / stamp, 1
    while path.exists():
        number += 1
        path = parent / f"{stamp}-{number}"
    return path


def write_run(
    path: Path, record: Mapping[str, Any], items: Sequence[Item], files: Mapping[str, str]
) -> None:
    """Write a run directory atomically; ``files`` are further texts by file name."""
    import pyarrow as pa
    from pyarrow import parquet

    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.mkdir(parents=True)
    try:
        table = pa.Table.from_pylist([_row(item) for item in items], schema=_schema())
        parquet.write_table(table, draft / "predictions.parquet", compression="zstd")
        files = {"run.json": json.dumps(record, indent=2, ensure_ascii=False) + "\n", **files}
        for name, text in files.items():
            (draft / name).write_text(text, encoding="utf-8", errors="replace", newline="\n")
        draft.rename(path)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def read_run(path: str | Path) -> StoredRun:
    """Read a run directory.

    Raises
    ------
    UserError
        When the folder is not a complete run.
    """
    import pyarrow as pa
    from pyarrow import parquet

    folder = Path(path)
    missing = [n for n in ("run.json", "predictions.parquet") if not (folder / n).is_file()]
    if missing:
        what = "has no " + " and no ".join(missing) if folder.is_dir() else "not found"
        raise UserError(
            f"Run {folder} {what}. Give a run directory such as runs/topic/tfidf_lr/TIME."
        )
    try:
        record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        rows = parquet.read_table(folder / "predictions.parquet", use_threads=False).to_pylist()
        scores_file = folder / "scores.json"
        scores = (
            json.loads(scores_file.read_text(encoding="utf-8")) if scores_file.is_file() else []
        )
        return StoredRun(folder, record, [_item(row) for row in rows], scores)
    except (ValueError, KeyError, pa.ArrowException) as problem:
        raise UserError(f"Run {folder} is damaged ({problem}). Run it again.") from None


class Checkpoint:
    """Predictions of a job under way, appended as they are made; one file per distinct job.

    A file named by a hash of configuration and data: the same job, started again, finds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[str, Prediction]:
        """Return what an earlier, killed job finished; a line torn by the kill is cut off."""
        found: dict[str, Prediction] = {}
        if not self.path.is_file():
            return found
        whole = 0
        with self.path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    break
                row = json.loads(line)
                found[row["id"]] = _prediction(row)
                whole += len(line)
        os.truncate(self.path, whole)
        return found

    def add(self, predictions: Sequence[Prediction]) -> None:
        """Append finished predictions."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", errors="replace") as out:
            for prediction in predictions:
                row = asdict(prediction) | {"labels": sorted(prediction.labels)}
                out.write(json.dumps(row) + "\n")

    def done(self) -> None:
        """Remove the file: the run directory now holds everything."""
        self.path.unlink(missing_ok=True)


def _row(item: Item) -> dict[str, Any]:
    article, gold, prediction = item.article, item.gold, item.prediction
    return {
        "id": item.id,
        "article": article.id,
        "story": item.story,
        "topic": item.topic,
        "fold": item.fold,
        "outcome": str(prediction.outcome),
        "note": prediction.note,
        "cut": prediction.cut,
        "gold_labels": None if gold.labels is None else sorted(gold.labels),
        "gold_references": list(gold.references),
        "gold_evidence": [asdict(e) for e in gold.evidence],
        "weight": gold.weight,
        "labels": sorted(prediction.labels),
        "scores": list(prediction.scores.items()),
        "summary": [asdict(s) for s in prediction.summary],
        "evidence": [asdict(e) for e in prediction.evidence],
        **{name: _safe(getattr(article, name)) for name in _ARTICLE},
        "meta": json.dumps(dict(article.meta)),
    }


_ARTICLE = ("text", "title", "language", "outlet", "date", "section", "agency", "origin")


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _item(row: Mapping[str, Any]) -> Item:
    labels = row["gold_labels"]
    gold = Gold(
        None if labels is None else frozenset(labels),
        tuple(row["gold_references"]),
        tuple(Evidence(**e) for e in row["gold_evidence"]),
        row["weight"],
    )
    article = Article(
        id=row["article"], meta=json.loads(row["meta"]), **{name: row[name] for name in _ARTICLE}
    )
    return Item(row["id"], article, row["story"], gold, _prediction(row), row["topic"], row["fold"])


def _prediction(row: Mapping[str, Any]) -> Prediction:
    return Prediction(
        id=row["id"],
        labels=frozenset(row["labels"]),
        scores=dict(row["scores"]),
        summary=tuple(SummarySentence(**s) for s in row["summary"]),
        evidence=tuple(Evidence(**e) for e in row["evidence"]),
        outcome=Outcome(row["outcome"]),
        note=row["note"],
        cut=row["cut"],
    )


def _schema() -> Any:
    import pyarrow as pa

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    span = [("label", text), ("start", whole), ("end", whole), ("field", text)]
    sentence = [("text", text), ("start", whole), ("end", whole), ("score", real)]
    return pa.schema(
        [
            *((name, text) for name in ("id", "article", "story", "topic")),
            ("fold", whole),
            ("outcome", text),
            ("note", text),
            ("cut", whole),
            ("gold_labels", pa.list_(text)),
            ("gold_references", pa.list_(text)),
            ("gold_evidence", pa.list_(pa.struct(span))),
            ("weight", real),
            ("labels", pa.list_(text)),
            ("scores", pa.map_(text, real)),
            ("summary", pa.list_(pa.struct(sentence))),
            ("evidence", pa.list_(pa.struct(span))),
            *((name, text) for name in _ARTICLE),
            ("meta", text),
        ]
    )
