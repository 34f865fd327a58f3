"""A report as Markdown, for a repository or an e-mail; cells are escaped."""

from __future__ import annotations

import re

from eval.report.model import Report, Table


def page(report: Report) -> str:
    """Return the report as one Markdown text."""
    parts = [
        f"# {escape(report.title)}",
        *(escape(sentence) for sentence in report.verdict),
        *(
            table(t)
            for t in (
                report.baselines,
                report.scores,
                report.ledger,
                report.method,
                report.signatures,
            )
        ),
    ]
    return "\n\n".join(parts) + "\n"


def table(value: Table) -> str:
    """Return a table with its caption as a heading."""
    if not value.rows:
        return f"## {escape(value.caption)}\n\nNothing to show."
    head = "| " + " | ".join(map(escape, value.columns)) + " |"
    rule = "|" + " --- |" * len(value.columns)
    rows = ["| " + " | ".join(map(escape, row)) + " |" for row in value.rows]
    return "\n".join([f"## {escape(value.caption)}", "", head, rule, *rows])


def escape(text: str) -> str:
    """Make a text inert in Markdown: no markup, links, HTML or line breaks of its own."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", " ".join(text.split()))
