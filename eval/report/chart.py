"""Dot-and-interval picture as inline SVG: one row per score, one mark per model, values written out.

Models differ by shape as well as shade, so that the picture survives greyscale print.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from eval.report.model import Mark, Row

WIDTH, LEFT, RIGHT, LINE, TOP = 860, 250, 190, 34, 34
_SHAPES = ("circle", "square", "diamond", "triangle")


def dots(rows: Sequence[Row]) -> Markup:
    """Return the picture; the first model of each row is drawn large, with its interval and value.

    The axis runs from 0 to 1 where all values do, else to the largest value.
    """
    if not rows:
        return Markup("")
    models = list(dict.fromkeys(m.model for row in rows for m in row.marks))
    top = max([1.0, *(m.high or m.value for row in rows for m in row.marks)])
    height = TOP + LINE * len(rows) + 26
    body = [_grid(top, len(rows))]
    for i, row in enumerate(rows):
        body.append(_row(row, models, TOP + LINE * i + LINE // 2, top))
    label = "; ".join(
        f"{r.name}: " + ", ".join(f"{m.model} {m.text}" for m in r.marks) for r in rows
    )
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(label)}">'
        f"{_legend(models)}{''.join(body)}</svg>"
    )


def _x(value: float, top: float) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * max(0.0, value) / top, 1)


def _grid(top: float, rows: int) -> str:
    bottom = TOP + LINE * rows
    lines = []
    for step in range(6):
        value = top * step / 5
        x = _x(value, top)
        lines.append(f'<line class="grid" x1="{x}" y1="{TOP}" x2="{x}" y2="{bottom}"/>')
        lines.append(
            f'<text class="axis" x="{x}" y="{bottom + 16}" text-anchor="middle">{value:.1f}</text>'
        )
    return "".join(lines)


def _legend(models: Sequence[str]) -> str:
    parts, x = [], LEFT
    for i, model in enumerate(models):
        parts.append(
            _shape(i, x, 14) + f'<text class="axis" x="{x + 10}" y="18">{escape(model)}</text>'
        )
        x += 30 + 8 * len(model)
    return "".join(parts)


def _row(row: Row, models: Sequence[str], y: int, top: float) -> str:
    name = f'<text x="{LEFT - 14}" y="{y + 5}" text-anchor="end">{escape(row.name)}</text>'
    marks = [_mark(m, models.index(m.model), y, top) for m in reversed(row.marks)]
    first = row.marks[0] if row.marks else None
    text = f"{first.text}, {row.n}" if first else ""
    value = f'<text class="value" x="{WIDTH - RIGHT + 12}" y="{y + 5}">{escape(text)}</text>'
    return name + "".join(marks) + value


def _mark(mark: Mark, index: int, y: int, top: float) -> str:
    dy = 0 if index == 0 else 9
    bar = ""
    if mark.low is not None and mark.high is not None:
        low, high = _x(mark.low, top), _x(mark.high, top)
        bar = f'<line class="m{min(index, 3)}" x1="{low}" y1="{y + dy}" x2="{high}" y2="{y + dy}"/>'
    return bar + _shape(index, _x(mark.value, top), y + dy)


def _shape(index: int, x: float, y: float) -> str:
    r = 6 if index == 0 else 4
    css = f'class="m{min(index, 3)}"'
    kind = _SHAPES[min(index, 3)]
    if kind == "circle":
        return f'<circle {css} cx="{x}" cy="{y}" r="{r}"/>'
    if kind == "square":
        return f'<rect {css} x="{x - r}" y="{y - r}" width="{2 * r}" height="{2 * r}"/>'
    if kind == "diamond":
        return (
            f'<path {css} d="M{x} {y - r - 1}L{x + r + 1} {y}L{x} {y + r + 1}L{x - r - 1} {y}Z"/>'
        )
    return f'<path {css} d="M{x} {y - r}L{x + r} {y + r}L{x - r} {y + r}Z"/>'
