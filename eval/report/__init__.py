"""Reports people act on: one value (``value.Report``), several renderers.

>>> sorted(render(record, judged, answers, {}))[:3]  # doctest: +SKIP
['figures/confusion.svg', 'figures/reliability.svg', 'figures/scores.svg']
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from eval.consensus import Answers
from eval.figures import figures
from eval.judging import Judged
from nlp.records import Item

if TYPE_CHECKING:
    from eval.report.value import Report


def render(
    record: Mapping[str, Any],
    judged: Judged,
    answers: Mapping[str, Sequence[Item]],
    votes: Answers,
) -> dict[str, str | bytes]:
    """Return the files of a run's report by name, in the language and kinds that its record asks for.

    ``answers`` are by model name, the run's own model first, then its baselines. Raises UserError
    when PDF or PNG is asked for and the package that makes them is missing.
    """
    from eval.report.single import report

    wanted = record["config"].get("report") or {}
    value = report(record, judged, answers, votes, wanted.get("language", "en"))
    texts: dict[str, str | bytes] = {
        name: json.dumps(numbers, indent=1, ensure_ascii=False) + "\n"
        for name, numbers in figures(judged).items()
    }
    return {**texts, **files(value, wanted.get("also") or ())}


def files(value: Report, also: Sequence[str] = ()) -> dict[str, str | bytes]:
    """Return a report as files: page, Markdown, tables, pictures; ``also`` 'pdf' and 'png'."""
    from eval.report import latex, markdown, page, sheet, standalone
    from eval.report.value import Figure, Table

    out: dict[str, str | bytes] = {
        "report.html": page.page(value),
        "report.md": markdown.page(value),
    }
    for table in value.blocks(Table):
        out[f"tables/{table.id}.csv"] = sheet.table(table)
        out[f"tables/{table.id}.tex"] = latex.table(table)
    for figure in value.blocks(Figure):
        out[f"figures/{figure.id}.svg"] = standalone.svg(figure)
    if also:
        from eval.report import printed

        out |= printed.files(value, also)
    return out
