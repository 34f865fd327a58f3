"""The runs under a folder: list, filter, sort, delete with care, and an ``index.html`` over them.

``python -m eval.runs runs --task topic --sort score``

Reads only ``run.json`` and ``scores.json``, so thousands of runs are listed at once. Deleting asks
first, and only ever takes folders that hold a run and lie inside the folder that was named.

>>> main(["runs", "--task", "topic"])  # doctest: +SKIP
0
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.compare_text import table
from eval.scores import Score
from nlp.errors import UserError, did_you_mean, one_line

SORTS = ("time", "task", "model", "score", "seconds")


@dataclass(frozen=True)
class Listed:
    """One run as the index shows it; ``main`` is the score that its verdict speaks about."""

    path: Path
    record: dict[str, Any]
    main: Score | None

    @property
    def task(self) -> str:
        """Return the task's name."""
        return str(self.record.get("task", ""))

    @property
    def model(self) -> str:
        """Return the model's name."""
        return str(self.record.get("model", ""))


def listed(root: Path) -> list[Listed]:
    """Return every run under ``root``; what cannot be read is skipped with a line on stderr.

    Raises
    ------
    UserError
        When ``root`` is no folder.
    """
    if not root.is_dir():
        raise UserError(f"{root} is not a folder of runs. Name one: python -m eval.runs FOLDER.")
    found = []
    for file in sorted([*root.rglob("run.json"), *root.rglob("curve.json")]):
        if not _holds_run(file.parent):
            continue  # a fitted model's own record
        try:
            found.append(_read(file))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            print(f"skipped {file.parent}: {problem!r}", file=sys.stderr)
    return found


def _holds_run(folder: Path) -> bool:
    """Whether a folder is a run, labels of new articles, digests or a learning curve."""
    stored = all((folder / name).is_file() for name in ("run.json", "predictions.parquet"))
    return stored or (folder / "curve.json").is_file()


def _read(told: Path) -> Listed:
    from eval.harness import Judgement
    from eval.report.findings import main_score

    path, record = told.parent, json.loads(told.read_text(encoding="utf-8"))
    str(record["task"]), record["corpus"]["name"], record["corpus"]["articles"]  # or it is no run
    file = path / "scores.json"
    rows = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else []
    own = [row for row in rows if row.pop("model") == record["model"]]
    return Listed(path, record, main_score(Judgement([Score(**row) for row in own], {})))


def chosen(
    runs: Sequence[Listed], *, task: str = "", model: str = "", corpus: str = "", sort: str = "time"
) -> list[Listed]:
    """Return the runs of a task, model and corpus ('' all), sorted; best, quickest or newest first."""
    if sort not in SORTS:
        raise UserError(f"--sort {sort!r} is unknown.{did_you_mean(sort, SORTS)}")
    for name, value, used in (
        ("task", task, {r.task for r in runs}),
        ("model", model, {r.model for r in runs}),
    ):
        if value and value not in used:
            raise UserError(f"no run of {name} {value!r} here.{did_you_mean(value, used)}")
    kept = [
        r for r in runs
        if task in ("", r.task) and model in ("", r.model) and corpus in ("", r.record["corpus"]["name"])
    ]  # fmt: skip
    kept.sort(key=lambda r: str(r.record.get("started", "")), reverse=True)
    if sort == "score":
        kept.sort(key=lambda r: (r.task, -(r.main.value if r.main else -1.0)))
    elif sort != "time":
        kept.sort(key=lambda r: r.record.get(sort, 0))
    return kept


def text(runs: Sequence[Listed], root: Path) -> str:
    """Return the runs as a text table."""
    return table(
        [["run", "task", "model", "corpus", "articles", "score", "started"], *_rows(runs, root)]
    )


def _rows(runs: Sequence[Listed], root: Path) -> Iterator[list[str]]:
    from eval.report.voice import Voice

    say = Voice("en")
    for run in runs:
        corpus, main = run.record["corpus"], run.main
        score = f"{say.metric(main.metric)} {say.short(main)}" if main else "–"
        size, started = str(corpus["articles"]), str(run.record.get("started", ""))[:16]
        yield [
            run.path.relative_to(root).as_posix(), run.task, run.model, corpus["name"], size, score,
            started,
        ]  # fmt: skip


def delete(paths: Sequence[Path], root: Path, *, sure: bool) -> None:
    """Delete run directories after asking; ``sure`` skips the question.

    Raises
    ------
    UserError
        For a path that is not a run inside ``root``, or when the question is not answered 'yes'.
    """
    inside = root.resolve()
    for path in paths:
        whole = path.resolve()
        if path.is_symlink() or not whole.is_relative_to(inside) or whole == inside:
            raise UserError(f"{path} is not inside {root}; nothing was deleted.")
        if not _holds_run(whole):
            raise UserError(f"{path} holds no run; nothing was deleted.")
    size = sum(f.stat().st_size for p in paths for f in p.rglob("*") if f.is_file()) / 1e6
    if not sure:
        print(f"Delete {len(paths)} runs ({size:.1f} MB)? They cannot be brought back.")
        if _answer("Type yes to delete: ") != "yes":
            raise UserError("nothing was deleted.")
    for path in paths:
        shutil.rmtree(path)


def _answer(question: str) -> str:
    try:
        return input(question).strip()
    except EOFError:
        return ""


@one_line
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (2 for a user's mistake)."""
    about = (__doc__ or "").split("\n")[0]
    parser = argparse.ArgumentParser("python -m eval.runs", description=about)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("runs"), help="default: runs")
    for name in ("task", "model", "corpus"):
        parser.add_argument(f"--{name}", default="", help=f"only runs of this {name}")
    parser.add_argument("--sort", default="time", help=f"{', '.join(SORTS)} (default time)")
    parser.add_argument("--language", default="en", help="of index.html: en or fr (default en)")
    parser.add_argument("--delete", nargs="+", type=Path, metavar="RUN", help="run directories")
    parser.add_argument("--yes", action="store_true", help="delete without asking")
    given = parser.parse_args(arguments)
    from eval.report import listing, page

    if given.delete:
        delete(given.delete, given.folder, sure=given.yes)
    every = listed(given.folder)
    shown = chosen(every, task=given.task, model=given.model, corpus=given.corpus, sort=given.sort)
    print(text(shown, given.folder))
    index = given.folder / "index.html"
    made = page.page(listing.report(chosen(every), given.folder, given.language))
    index.write_text(made, encoding="utf-8", errors="replace", newline="\n")
    print(f"\n{len(shown)} of {len(every)} runs. Index: {index}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
