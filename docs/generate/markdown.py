"""Small pieces of Markdown: tables, code, and docstrings turned into paragraphs.

>>> table(["a"], [["x | y"]])
'| a |\\n| --- |\\n| x \\\\| y |'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; line breaks and bars inside a cell are made harmless."""
    lines = [head, ["---"] * len(head), *([_cell(c) for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: str) -> str:
    """Return a text set as code."""
    return f"`{text}`"


def fenced(text: str) -> str:
    """Return a text as a block that is shown as it stands."""
    return f"```text\n{text.strip()}\n```"


def prose(docstring: str) -> str:
    """Return a docstring as Markdown: double backquotes single, examples left out."""
    paragraphs = [p for p in docstring.strip().split("\n\n") if not p.lstrip().startswith(">>>")]
    joined = (p if re.match(r"\s*[-*|]", p) else " ".join(p.split()) for p in paragraphs)
    return "\n\n".join(joined).replace("``", "`")
