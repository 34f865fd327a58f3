"""The short table a run prints when it is done, and where its report is.

>>> print(columns([["f1", "0.71"], ["mcc", "0.6"]]))
f1   0.71
mcc  0.6
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.ceiling import NAME
from eval.judging import Judged
from eval.report.overview import answered_table, side_by_side
from eval.report.text import visible
from eval.report.value import Table
from eval.report.voice import Voice
from eval.scores import answered
from nlp.records import Item

READ = 3  # a run over this few articles prints its summaries: somebody wants to read them


def show(
    record: Mapping[str, Any],
    judged: Judged,
    answers: Mapping[str, Sequence[Item]],
    path: Path,
) -> None:
    """Print the headline scores of the model beside its baselines, the ledger and the report's path."""
    corpus = record["corpus"]
    print(f"\n{record['task']} · {record['model']} · {corpus['name']}:", end=" ")
    print(f"{corpus['articles']} articles, {corpus['stories']} stories")
    table = side_by_side(Voice("en"), record, judged.rows)
    if table.rows:
        print("\n" + columns(_without_n(table)))
        print(f"\nvalue [{record['config']['interval']['level']:.0%} interval, stories resampled]")
    if judged.answered:
        given = answered_table(Voice("en"), record, judged)
        print(f"\n{given.caption}:\n\n{columns(_without_n(given))}")
    if record.get("annotators") and NAME in judged.rows:
        print(f"{NAME}: each against the others" + f"; {record['voters']}" * bool(record["voters"]))
    own = next(iter(judged.models.values()))
    for name, why in own.left_out.items():
        print(f"No {name}: {why}.")
    rest = {k: n for k, n in own.ledger.items() if n and k != "scored"}
    if rest:
        print("Not simply scored: " + ", ".join(f"{n} {k}" for k, n in rest.items()))
    for note in [*corpus["notes"], *record.get("notes", ())]:
        print(f"Note: {note}")
    items = answers[record["model"]]
    if len(items) <= READ:
        for item in items:
            _read(item)
    print(f"\nReport: {path / 'report.html'}")


def _without_n(table: Table) -> list[Sequence[str]]:
    return [row[:-1] for row in (table.columns, *table.rows)]


def _read(item: Item) -> None:
    answer = item.prediction
    said = answer.text or ", ".join(sorted(answer.labels)) or "no label"
    if not answered(item):
        said = f"{answer.outcome}: {answer.note}" if answer.note else str(answer.outcome)
    print(f"\n{visible(item.article.title or item.id)}\n  {visible(said)}")


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as text, columns aligned.

    >>> print(columns([["a", "b"], ["long", "c"]]))
    a     b
    long  c
    """
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ("  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)
