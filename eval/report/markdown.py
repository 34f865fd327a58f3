"""A report as Markdown, for a repository or an e-mail; everything is escaped.

>>> escape("a | b <c>")
'a \\\\| b \\\\<c\\\\>'
"""

from __future__ import annotations

import re

from eval.report.text import visible
from eval.report.value import Block, Figure, Report, Section, Table


def page(report: Report) -> str:
    """Return the report as one Markdown text; pictures are in ``figures/``, articles left out."""
    parts = [f"# {escape(report.title)}", escape(report.subtitle)]
    parts += [escape(sentence) for sentence in report.verdict]
    for section in (*report.sections, *report.method):
        parts += _section(section)
    return "\n\n".join(p for p in parts if p) + "\n"


def _section(section: Section) -> list[str]:
    return [f"## {escape(section.title)}", *(p for b in section.blocks for p in _block(b))]


def _block(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [table(block)]
    if isinstance(block, Figure):
        picture = f"![{escape(block.alt)}](figures/{block.id}.svg)"
        return [f"### {escape(block.title)}", picture, escape(block.note), table(block.table)]
    if block.code:
        return ["```\n" + visible(p).replace("```", "'''") + "\n```" for p in block.paragraphs]
    if block.listed:
        return ["\n".join(f"- {escape(p)}" for p in block.paragraphs)]
    return [escape(p) for p in block.paragraphs]


def table(value: Table) -> str:
    """Return a table with its caption as a heading."""
    if not value.rows:
        return f"### {escape(value.caption)}\n\n–"
    head = "| " + " | ".join(map(escape, value.columns)) + " |"
    rule = "|" + "".join(" ---: |" if n else " --- |" for n in value.numeric)
    rows = ["| " + " | ".join(map(escape, row)) + " |" for row in value.rows]
    return "\n".join([f"### {escape(value.caption)}", "", head, rule, *rows])


def escape(text: str) -> str:
    """Make a text inert in Markdown: no markup, links, HTML or line breaks of its own."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(visible(text).split()))
