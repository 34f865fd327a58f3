"""How a user asks for a report: its language, its kinds, and what is refused before any work is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from realign_support import Command

JOB = ("+task=topic", "model=codebook", "corpus=jsonl", "corpus.path=corpus.jsonl")


def test_a_report_in_french_with_tables_and_pictures(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    done = realign(*JOB, "report.language=fr")
    assert done.returncode == 0, done.stderr
    (page,) = (tmp_path / "runs").rglob("report.html")
    text = page.read_text(encoding="utf-8")
    assert '<html lang="fr">' in text and "Coopération de défense" in text
    assert (page.parent / "figures" / "scores.svg").is_file()
    assert (page.parent / "tables" / "labels.tex").is_file()


def test_a_pdf_when_it_is_asked_for(realign: Command, corpus_file: Path, tmp_path: Path) -> None:
    pytest.importorskip("typst")
    assert realign(*JOB, "report.also=[pdf,png]").returncode == 0
    (pdf,) = (tmp_path / "runs").rglob("report.pdf")
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert (pdf.parent / "figures" / "scores.png").is_file()


@pytest.mark.parametrize(
    ("option", "line"),
    [
        ("report.language=de", "report.language is 'de'. Allowed: en, fr."),
        ("report.also=[docx]", "report.also is 'docx'. Allowed: pdf, png."),
        ("report.langage=fr", "Unknown option 'report.langage'"),
    ],
)
def test_mistakes_are_one_line(realign: Command, corpus_file: Path, option: str, line: str) -> None:
    done = realign(*JOB, option)
    assert done.returncode == 2 and line in done.stderr and done.stderr.count("\n") == 1


def test_a_sweep_leaves_a_comparison(realign: Command, corpus_file: Path, tmp_path: Path) -> None:
    done = realign("-m", JOB[0], *JOB[2:], "model=codebook,majority")
    assert done.returncode == 0, done.stderr
    (page,) = (tmp_path / "runs" / "topic" / "comparison").rglob("report.html")
    assert f"Comparison: {page.relative_to(tmp_path)}" in done.stdout
