"""The commands that README and docs show, and the files of the names they use.

A command is a line that starts with ``python -m`` in a code block without a language. A block that cannot be
run here stands below ``<!-- not run: REASON -->``. ``TIME`` in a path stands for the newest run of that place.
"""

from __future__ import annotations

import csv
import json
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from realign_support import small_corpus, sourced_corpus, write_jsonl

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
_FENCE = re.compile(
    r"^(?:<!-- not run: (?P<why>[^>]+) -->\n\n?)?```(?P<language>\w*)\n(?P<lines>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Shown:
    """One command of a page; ``why`` says why it is not run, '' when it is."""

    page: str
    line: str
    why: str = ""

    @property
    def module(self) -> str:
        return shlex.split(self.line)[2]

    @property
    def arguments(self) -> list[str]:
        return shlex.split(self.line)[3:]


def shown(page: Path) -> list[Shown]:
    """Return the commands of a page in order, without their comments."""
    found = []
    for block in _FENCE.finditer(page.read_text(encoding="utf-8")):
        lines = "" if block["language"] else block["lines"]
        bare = [re.sub(r"\s+# .*", "", line) for line in lines.splitlines()]
        name = page.relative_to(ROOT).as_posix()
        found += [Shown(name, x, block["why"] or "") for x in bare if x.startswith("python -m ")]
    return found


def filled(argument: str, folder: Path) -> list[str]:
    """Return an argument with ``TIME`` filled in and, as a shell would, its pattern matched."""
    argument = re.sub(r"([\w./-]+)/TIME", lambda found: _newest(folder, found[1]), argument)
    if "*" in argument and "=" not in argument:
        return sorted(p.relative_to(folder).as_posix() for p in folder.glob(argument))
    return [argument]


def _newest(folder: Path, place: str) -> str:
    newest = max((folder / place).glob("*"), key=lambda p: p.stat().st_mtime_ns)
    return newest.relative_to(folder).as_posix()


def prepare(folder: Path) -> None:
    """Write the files that the pages name: articles, tables, labels, votes, a codebook, predictions."""
    rows = sourced_corpus(48)
    bare = [{k: r[k] for k in ("id", "title", "text", "language", "outlet", "date")} for r in rows]
    write_jsonl(folder / "my_labelled.jsonl", rows)
    write_jsonl(folder / "my_news.jsonl", bare)
    write_jsonl(folder / "my_labels.jsonl", [
        {"article": r["id"], **{k: r[k] for k in ("topics", "stance", "attributed")}} for r in rows
    ])  # fmt: skip
    write_jsonl(folder / "my_votes.jsonl", [
        {"article": r["id"], "annotator": who, **(_vote(r) if i % 9 or who == "ana" else _vote({}))}
        for i, r in enumerate(rows) for who in ("ana", "boubacar", "claire")
    ])  # fmt: skip
    write_jsonl(folder / "new.jsonl", bare[:12])
    codebook = (ROOT / "data" / "codebook.yaml").read_text(encoding="utf-8")
    (folder / "my_codebook.yaml").write_text(codebook, encoding="utf-8")
    (folder / "my_articles").mkdir()
    for row in small_corpus()[:3]:
        page = f"{row['title']}\n\n{row['text']}\n"
        (folder / "my_articles" / f"{row['id']}.txt").write_text(page, encoding="utf-8")
    topics = [(r["id"], r["text"], "; ".join(r["topics"])) for r in rows]  # type: ignore[call-overload]
    _table(folder / "news.csv", ["id", "body", "topics"], topics)
    _table(folder / "gold.csv", ["id", "text", "topics"], topics)
    _sample(folder)
    _table(folder / "predictions.csv", ["id", "topics"], [(i, t) for i, _, t in topics])


SAMPLE = [
    "corpus.path=[sample.jsonl]", "corpus.annotations=sample_labels.jsonl", "corpus.votes=sample_votes.jsonl"
]  # fmt: skip


def _sample(folder: Path) -> None:
    """Write every seventh article of the bundled corpus, its labels and votes: the options are ``SAMPLE``."""
    data = ROOT / "data"
    lines = [line for n in ("en", "fr") for line in _lines(data / "corpus" / f"{n}.jsonl")]
    rows = [json.loads(line) for line in lines[::7]]
    write_jsonl(folder / "sample.jsonl", rows)
    chosen = {row["id"] for row in rows}
    for name, file in (("adjudicated", "sample_labels"), ("votes", "sample_votes")):
        kept = [json.loads(line) for line in _lines(data / "annotations" / f"{name}.jsonl")]
        write_jsonl(folder / f"{file}.jsonl", [row for row in kept if row["article"] in chosen])


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _vote(row: dict[str, object]) -> dict[str, object]:
    """Return one annotator's vote: which topics are present, and the outlet's stance on each."""
    held = dict(row.get("stance", {}))  # type: ignore[call-overload]
    topics = ("defence_cooperation", "post_colonial_realignment", "mercenary_activity")
    return {
        "presence": {t: {"present": t in held} for t in topics},
        "stance": {t: {"label": label} for t, label in held.items()},
    }


def _table(path: Path, head: list[str], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([head, *rows])
