"""A matrix of counts or differences: a number in every cell, shaded by its share of the row.

>>> str(matrix(["yes"], ["said"], [[Cell("12", 0.4)]], "x"))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.report.charts.svg import frame, rect, text, width_of

SHADES = 5


@dataclass(frozen=True)
class Cell:
    """What a cell says on one or two lines, and how dark it is, from 0 to 1."""

    text: str
    share: float = 0.0
    below: str = ""


def matrix(
    rows: Sequence[str], columns: Sequence[str], cells: Sequence[Sequence[Cell]], alt: str,
    narrow: bool = False,
) -> Markup:  # fmt: skip
    """Return the picture; names too long for their place are cut, the table behind holds them whole.

    ``narrow``: for a phone, with the name of a row above its cells.
    """
    left = 0.0 if narrow else min(230.0, 24 + max(map(width_of, rows)))
    width = 360.0 if narrow else max(440.0, left + 74 * len(columns))
    wide, high, top, above = (width - left) / len(columns), 44, 40, 24 * narrow
    parts = []
    for j, name in enumerate(columns):
        lines = _wrapped(name, wide)
        for k, words in enumerate(lines):
            y = top - 8 - 15 * (len(lines) - 1 - k)
            parts.append(text(left + wide * (j + 0.5), y, words, "axis", "middle"))
    for i, name in enumerate(rows):
        y = top + (high + above) * i + above
        if narrow:
            parts.append(text(0, y - 7, _cut(name, width)))
        else:
            parts.append(text(left - 12, y + high / 2 + 5, _cut(name, left - 12), "", "end"))
        for j, cell in enumerate(cells[i]):
            parts += _cell(cell, left + wide * j, y, wide, high)
    shape = "narrow" if narrow else "small" if width < 500 else "mid"
    return frame(width, top + (high + above) * len(rows) + 6, alt, parts, shape)


def _cell(cell: Cell, x: float, y: float, wide: float, high: float) -> list[str]:
    shade = min(SHADES - 1, int(cell.share * SHADES))
    on, middle = "on" if shade >= 3 else "", x + wide / 2
    return [
        rect(x + 1, y + 1, wide - 2, high - 2, f"s{shade}"),
        text(middle, y + (19 if cell.below else 26), cell.text, on, "middle"),
        text(middle, y + 34, cell.below, f"axis {on}", "middle") if cell.below else "",
    ]


def _wrapped(name: str, room: float) -> list[str]:
    """Return the name on one line or, at a space, on two."""
    words = name.split()
    if len(name) * 7.4 <= room or len(words) < 2:
        return [_cut(name, room)]
    half = min(range(1, len(words)), key=lambda k: abs(len(" ".join(words[:k])) - len(name) / 2))
    return [_cut(" ".join(part), room) for part in (words[:half], words[half:])]


def _cut(name: str, room: float) -> str:
    most = max(2, int(room / 7.4))
    return name if len(name) <= most else name[: most - 1] + "…"
