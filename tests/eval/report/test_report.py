"""The report of a run over hostile articles: one inert file, with the verdict and every number's company."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from realign_support import Command, small_corpus, write_jsonl

HOSTILE = [
    "<script>alert(1)</script>",
    "</style><img src=x onerror=alert(2)>",
    "</script><script>alert(3)</script>",
    "javascript:alert(4)",
    "=HYPERLINK(1,2)",
    "\\input{secrets} $x$ % & #",
    "\u202eright to left",
]


@pytest.fixture
def run(realign: Command, tmp_path: Path) -> Path:
    rows = small_corpus()
    for i, row in enumerate(rows):
        bad = HOSTILE[i % len(HOSTILE)]
        row["title"], row["outlet"] = bad, bad
        row["text"] = f"{bad} {row['text']}"
    write_jsonl(tmp_path / "hostile.jsonl", rows)
    done = realign(
        "+task=topic", "model=codebook", "corpus=jsonl", "corpus.path=hostile.jsonl", "folds=3"
    )
    assert done.returncode == 0, done.stderr
    return next(tmp_path.rglob("run.json")).parent


def test_hostile_articles_stay_text(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    for bad in HOSTILE[:3]:
        assert bad not in page
    assert "<img" not in page.lower()
    assert not re.search(r"href\s*=\s*[\"']?javascript:", page, re.IGNORECASE)
    assert "\u202e" not in page.split("<script")[0]
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert (
        policy
        and "default-src 'none'" in policy[1]
        and "unsafe-inline" not in policy[1].split("style-src")[0]
    )


def test_nothing_is_fetched_from_elsewhere(run: Path) -> None:
    page = (run / "report.html").read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)\s*=\s*[\"']?https?:", page)
    assert not re.search(r"url\(\s*[\"']?https?:|@import", page)
    assert len(page) < 3_000_000


def test_the_verdict_comes_first_with_interval_n_and_baselines(run: Path) -> None:
    report = (run / "report.md").read_text(encoding="utf-8")
    head = report[:2500]
    assert "24 articles of ‘" in head and "macro-F1" in head and "majority" in head
    assert "24 stories" in head and ("interval" in head or "no interval" in head)


def test_tables_are_safe_in_a_spreadsheet(run: Path) -> None:
    for path in run.rglob("*.csv"):
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                assert not any(cell[:1] in "=@" for cell in row if cell), path.name
