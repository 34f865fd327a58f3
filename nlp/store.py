"""Run directories: written whole or not at all, and read back for scoring and comparison.

``runs/<task>/<model>/<time>/`` holds ``run.json`` (what, from what, with what), ``predictions.parquet``
(every example with its gold, prediction and article), ``scores.json`` and the reports.

>>> new_path("runs", "topic", "majority").parts[:3]
('runs', 'topic', 'majority')
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nlp.errors import UserError
from nlp.item_rows import item_of, of_items, prediction_of, prediction_row
from nlp.records import Item, Prediction


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
    path: Path,
    record: Mapping[str, Any],
    items: Sequence[Item],
    files: Mapping[str, str | bytes],
    keep: Callable[[Path], None] | None = None,
) -> None:
    """Write a run directory atomically; ``files`` are further texts or bytes by relative name.

    ``keep`` is called with the draft of the directory and may add to it (the fitted model).
    """
    from pyarrow import parquet

    with drafted(path) as draft:
        parquet.write_table(of_items(items), draft / "predictions.parquet", compression="zstd")
        files = {"run.json": json.dumps(record, indent=2, ensure_ascii=False) + "\n", **files}
        fill(draft, files)
        if keep:
            keep(draft)


def write_files(path: Path, files: Mapping[str, str | bytes]) -> None:
    """Write a folder of texts and bytes by relative name, whole or not at all."""
    with drafted(path) as draft:
        fill(draft, files)


def fill(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write texts and bytes by relative name into a folder."""
    for name, content in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            file.write_text(content, encoding="utf-8", errors="replace", newline="\n")
        else:
            file.write_bytes(content)


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Yield an empty folder that becomes ``path`` when all went well, and vanishes when not."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    draft.mkdir(parents=True)
    try:
        yield draft
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
        return StoredRun(folder, record, [item_of(row) for row in rows], scores)
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
                found[row["id"]] = prediction_of(row)
                whole += len(line)
        os.truncate(self.path, whole)
        return found

    def add(self, predictions: Sequence[Prediction]) -> None:
        """Append finished predictions."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a", encoding="utf-8", errors="replace") as out:
            for prediction in predictions:
                out.write(json.dumps(prediction_row(prediction)) + "\n")

    def done(self) -> None:
        """Remove the file: the run directory now holds everything."""
        self.path.unlink(missing_ok=True)
