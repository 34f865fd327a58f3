"""The index of runs as a report: one table per task, each run linked to its own report.

>>> report(runs, Path("runs"), "en").kind  # doctest: +SKIP
'index'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from eval.report.value import Report, Section, Table
from eval.report.voice import Voice
from eval.scores import Score

_PAGES = ("report.html", "report.md", "digests.md")  # what a run is read in, the best first


class Run(Protocol):
    """What the index needs of a run (``eval.runs.Listed``)."""

    @property
    def path(self) -> Path:
        """The run directory."""
        ...

    @property
    def record(self) -> Mapping[str, Any]:
        """What ``run.json`` holds."""
        ...

    @property
    def main(self) -> Score | None:
        """The score that the run's verdict speaks about."""
        ...


def report(runs: Sequence[Run], root: Path, language: str) -> Report:
    """Return the index of ``runs`` under ``root``, by task; links are relative to ``root``."""
    say = Voice(language)
    tasks = dict.fromkeys(str(run.record["task"]) for run in runs)
    sections = [
        Section(f"task-{task}", say.named("task", task),
                [_table(task, [r for r in runs if r.record["task"] == task], root, say)])
        for task in tasks
    ]  # fmt: skip
    found = sorted(root.glob("*/comparison/*/report.html"), reverse=True)
    if found:
        sections.append(
            Section("comparisons", say("section.comparisons"), [_comparisons(found, root, say)])
        )
    return Report(
        kind="index",
        title=say("index.title"),
        subtitle=say("index.runs", n=len(runs)),
        language=language,
        verdict=[say("index.caution")] if runs else [say("index.empty")],
        sections=sections,
    )


def _comparisons(found: Sequence[Path], root: Path, say: Voice) -> Table:
    names = [page.parent.relative_to(root).as_posix() for page in found]
    rows = [[name, say.named("task", name.partition("/")[0])] for name in names]
    heads = [say("column.run"), say("column.task")]
    links = [quote(f"{name}/report.html") for name in names]
    return Table("comparisons", say("section.comparisons"), heads, rows, links)


def _table(task: str, runs: Sequence[Run], root: Path, say: Voice) -> Table:
    rows, links = [], []
    for run in runs:
        record, main = run.record, run.main
        name = run.path.relative_to(root).as_posix()
        dirty = say("index.dirty") if (record.get("code") or {}).get("dirty") else ""
        rows.append(
            [
                name, str(record["model"]), str(record["corpus"]["name"]),
                say.count(record["corpus"]["articles"]),
                say.short(main), say.metric(main.metric) if main else "–",
                str(record.get("started", ""))[:16].replace("T", " "), dirty,
            ]
        )  # fmt: skip
        made = [page for page in _PAGES if (run.path / page).is_file()]
        links.append(quote(f"{name}/{made[0]}") if made else "")
    heads = [say(f"column.{c}") for c in ("run", "model", "corpus", "articles", "value", "score")]
    more = [say("column.started"), say("column.note")]
    return Table(f"runs-{task}", say.named("task", task), [*heads, *more], rows, links)
