"""Dots with intervals, one row per figure: the model, its baselines and the annotators on one line.

Value, interval and n end each row, so that the picture is also its table. The first mark of a row is
drawn large. Drawn twice, wide and for a phone.

>>> str(dots([Row("macro-F1", [Mark("lr", 0.57, 0.49, 0.63)], "0.57", "n = 346")], "x"))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from eval.report.charts.svg import Scale, Tick, across, frame, line, mark, nice, text, width_of

LONGEST = 38  # letters of a row's name; the table holds it whole
SMALL = 8  # pixels between the lines of a row's marks


@dataclass(frozen=True)
class Mark:
    """One dot: whose, its value and interval (None: none)."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Row:
    """One line of the picture; ``text`` and ``n`` are written at its end.

    Neighbours of the same ``group`` are held together by one bracket, which bears its name.
    """

    name: str
    marks: Sequence[Mark]
    text: str
    n: str
    group: str = ""


def dots(
    rows: Sequence[Row], alt: str, tick: Tick = "{:.1f}".format, narrow: bool = False,
    low: float = 0.0, high: float | None = None,
) -> Markup:  # fmt: skip
    """Return the picture; the axis runs from ``low`` to ``high`` (None: to a round number above all)."""
    names = list(dict.fromkeys(m.name for row in rows for m in row.marks))
    longest = max((width_of(row.name) for row in rows), default=0.0)
    width, left, right = (360, 22, 22) if narrow else (880, min(310.0, 24 + longest), 220)
    depth = max((len(row.marks) for row in rows), default=1)
    step = 26 + SMALL * (depth - 1) + (38 if narrow else 0)
    legend, top = _legend(names, 14 if narrow else left, width)
    scale = Scale(low, _top(rows) if high is None else high, left, width - right)
    bottom = top + step * len(rows)
    parts = [*legend, *across(scale, top, bottom, tick)]
    parts += _brackets(rows, top, step, width, narrow)
    for i, row in enumerate(rows):
        y = top + step * i
        parts += _names(row, y, width, right, left, narrow)
        parts += _marks(row, names, y + (40 if narrow else 15), scale)
    return frame(width, bottom + 26, alt, parts, "narrow" if narrow else "wide")


def _top(rows: Sequence[Row]) -> float:
    return nice(max((m.high or m.value for row in rows for m in row.marks), default=1.0))


def _legend(names: Sequence[str], left: float, width: float) -> tuple[list[str], float]:
    """Return the legend, wrapped to the width, and where the rows begin; one name needs none."""
    if len(names) < 2:
        return [], 8
    parts, x, y = [], left, 14
    for kind, name in enumerate(names):
        need = 28 + 7.2 * len(name)
        if x + need > width and x > left:
            x, y = left, y + 20
        parts.append(mark(kind, x + 6, y - 4, 5, f"m{min(kind, 5)}"))
        parts.append(text(x + 17, y, name, "axis"))
        x += need
    return parts, y + 14


def _names(row: Row, y: float, width: float, right: float, left: float, narrow: bool) -> list[str]:
    name = row.name if len(row.name) <= LONGEST else row.name[: LONGEST - 1] + "…"
    if narrow:
        ends = [
            text(left, y + 29, row.text, "value"),
            text(width - right, y + 29, row.n or row.group, "value", "end"),
        ]
        return [text(left, y + 14, name), *ends]
    ends = [
        text(width - right + 16, y + 20, row.text, "value"),
        text(width, y + 20, row.n, "value", "end"),
    ]
    return [text(left - 16, y + 20, name, "", "end"), *ends]


def _brackets(
    rows: Sequence[Row], top: float, step: float, width: float, narrow: bool
) -> list[str]:
    """Return a bracket and a name per group: at the right, on a phone at the left without names."""
    parts, at, arm = [], (4 if narrow else width - 76), (5 if narrow else -5)
    for name, held in groupby(range(len(rows)), key=lambda i: rows[i].group):
        places = list(held)
        if not name:
            continue
        start, end = top + step * places[0] + 4, top + step * (places[-1] + 1) - 4
        parts += [
            line(at, start, at, end, "bracket"),
            line(at, start, at + arm, start, "bracket"),
            line(at, end, at + arm, end, "bracket"),
        ]
        if not narrow:
            parts.append(text(at + 10, (start + end) / 2 + 5, name, "value"))
    return parts


def _marks(row: Row, names: Sequence[str], y: float, scale: Scale) -> list[str]:
    parts = []
    for place, m in enumerate(row.marks):
        kind, at = names.index(m.name), y + SMALL * place
        css = f"m{min(kind, 5)}"
        if m.low is not None and m.high is not None:
            parts.append(line(scale(m.low), at, scale(m.high), at, css))
        parts.append(mark(kind, scale(m.value), at, 6 if kind == 0 else 4, css))
    return parts[::-1]
