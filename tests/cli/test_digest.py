"""``+task=digest`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from realign_support import Command, small_corpus, write_jsonl


def test_pages_and_data(realign: Command, tmp_path: Path) -> None:
    rows = [{**row, "date": f"2024-0{i % 2 + 1}-03"} for i, row in enumerate(small_corpus(16))]
    write_jsonl(tmp_path / "corpus.jsonl", rows)
    done = realign("+task=digest", "corpus=jsonl", "corpus.path=corpus.jsonl", "task.fewest=1")
    assert done.returncode == 0 and done.stderr == "", done.stderr
    (path,) = tmp_path.glob("runs/digest/salience/*/digests.json")
    digests = json.loads(path.read_text(encoding="utf-8"))
    texts = {row["id"]: row["text"] for row in rows}
    assert {d["topic"] for d in digests} == {
        "defence_cooperation", "post_colonial_realignment", "mercenary_activity",
    }  # fmt: skip
    for digest in digests:
        assert digest["summary"] and digest["timeline"] and digest["sources"]
        for line in [*digest["summary"], *digest["timeline"]]:
            assert texts[line["article"]][line["start"] : line["end"]] == line["text"]
    page = path.with_name("digests.md").read_text(encoding="utf-8")
    assert page.count("\n### Timeline") == len(digests) and "## Mercenary activity 2024-0" in page
    assert {f.name for f in path.parent.iterdir()} == {
        "digests.json", "digests.md", "predictions.parquet", "run.json",
    }  # fmt: skip


def test_nothing_to_group_is_one_clear_line(realign: Command, tmp_path: Path) -> None:
    keep = ("id", "text", "title")
    write_jsonl(tmp_path / "plain.jsonl", [{k: r[k] for k in keep} for r in small_corpus(4)])
    done = realign("+task=digest", "corpus=jsonl", "corpus.path=plain.jsonl")
    assert done.returncode == 2 and "group by task.by=month" in done.stderr
    done = realign("+task=digest", "model=oracle", "corpus=jsonl", "corpus.path=plain.jsonl")
    assert done.returncode == 2 and "does not answer task 'digest'" in done.stderr
