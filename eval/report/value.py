"""A report as a value: what is said and shown, before any markup; every renderer reads only this.

Runs, comparisons and the index are all a ``Report``: a verdict, then sections of tables, figures and
paragraphs, then articles to read. A figure carries its own table, so no picture stands alone.

>>> Table("ledger", "Outcomes", ["outcome", "examples"], [["scored", "40"]]).numeric
[False, True]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

_NUMBER = re.compile(r"(?:< )?[-+−]?\d[\d.,   %]*|–|")


@dataclass(frozen=True)
class Table:
    """A table of ready texts under ``id`` (its file name); the first column names the row.

    ``links`` are relative addresses of the first cells, aligned with ``rows``; ``folded`` hides the
    table behind its caption on a screen.
    """

    id: str
    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    links: Sequence[str] = ()
    folded: bool = False

    @property
    def numeric(self) -> list[bool]:
        """Return per column whether its cells begin with a number, to be aligned right."""
        return [
            bool(self.rows) and j > 0 and all(_starts_as_number(row[j]) for row in self.rows)
            for j in range(len(self.columns))
        ]


def _starts_as_number(cell: str) -> bool:
    head = cell.split("[")[0].split("(")[0].strip()
    return _NUMBER.fullmatch(head) is not None


@dataclass(frozen=True)
class Figure:
    """A picture that says in ``title`` what to see, in ``alt`` what it shows, and in ``table`` all of it.

    ``narrow`` is the same picture laid out for a phone, where the wide one would shrink too far.
    """

    id: str
    title: str
    alt: str
    svg: Markup
    table: Table
    note: str = ""
    narrow: Markup | None = None

    @property
    def half(self) -> bool:
        """Whether two such pictures stand side by side on a wide screen."""
        return 'class="chart small"' in self.svg


@dataclass(frozen=True)
class Prose:
    """Paragraphs, or a list when ``listed``; ``code``: to be copied as it stands."""

    paragraphs: Sequence[str]
    listed: bool = False
    code: bool = False


Block = Table | Figure | Prose


@dataclass(frozen=True)
class Section:
    """A part of the page; ``folded`` sections open on demand and are whole in print."""

    id: str
    title: str
    blocks: Sequence[Block]
    folded: bool = False


@dataclass(frozen=True)
class Piece:
    """A stretch of an article; ``marks`` say what it is: 's2' summary sentence 2, 'm0', 'g1' evidence."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A sentence of a summary; ``note`` says where it stands or how far it is backed.

    ``source`` is the article's sentence that backs a written one, '' for one that was extracted;
    ``linked``: the article carries its mark.
    """

    text: str
    linked: bool
    note: str
    source: str = ""
    doubtful: bool = False


@dataclass(frozen=True)
class Reading:
    """One example as people read it: the article in pieces, answers beside gold, why it is shown.

    ``cells`` is a table under ``Browser.heads``; ``facets`` holds, per facet of the browser,
    the indices of its values.
    """

    id: str
    title: str
    about: str
    verdict: str
    why: Sequence[str]
    cells: Sequence[Sequence[str]]
    summary: Sequence[Sentence]
    references: Sequence[tuple[str, str]]
    pieces: Sequence[Piece]
    facets: Sequence[Sequence[int]]
    cut: int = 0  # characters of the article that are not shown


@dataclass(frozen=True)
class Facet:
    """One row of filters; ``every``: an article must carry all chosen values, not one of them."""

    id: str
    name: str
    values: Sequence[str]
    every: bool = False


@dataclass(frozen=True)
class Browser:
    """Articles to search and filter, the most instructive first; ``left`` are not in the page."""

    readings: Sequence[Reading]
    facets: Sequence[Facet]
    heads: Sequence[str]
    marks: Sequence[tuple[str, str]]  # (mark, what it shows), one toggle each
    left: int = 0


@dataclass(frozen=True)
class Report:
    """Everything a page says, in the order in which it says it; ``worst`` are printed in full."""

    kind: str  # 'run', 'comparison' or 'index'
    title: str
    subtitle: str
    language: str
    verdict: Sequence[str]
    sections: Sequence[Section]
    method: Sequence[Section] = field(default_factory=list)
    browser: Browser | None = None
    worst: Sequence[Reading] = ()
    worst_title: str = ""

    def blocks(self, kind: type[Any]) -> Iterator[Any]:
        """Yield every block of one kind, in order, figures' tables included among the tables."""
        for section in (*self.sections, *self.method):
            for block in section.blocks:
                if isinstance(block, kind):
                    yield block
                elif kind is Table and isinstance(block, Figure):
                    yield block.table
