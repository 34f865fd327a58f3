"""Lines over a unit square or a count axis: reliability, thresholds, learning; one colour and dash each.

>>> str(curves([Line("precision", [(0.0, 0.4), (1.0, 0.9)])], Axes("threshold", "share"), "x"))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from eval.report.charts.svg import Scale, Tick, across, area, curve, frame, line, mark, text, upward

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT = 420, 300, 52, 44, 16


@dataclass(frozen=True)
class Line:
    """A curve through (x, y); ``bars`` are (x, low, high) intervals, ``chosen`` points drawn large."""

    name: str
    points: Sequence[tuple[float, float]]
    bars: Sequence[tuple[float, float, float]] = ()
    chosen: Sequence[tuple[float, float]] = ()
    band: bool = False  # draw the bars as one band


@dataclass(frozen=True)
class Axes:
    """What the axes are called and where they run; ``diagonal`` draws 'as promised'."""

    x: str
    y: str
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    diagonal: bool = False
    tick: Tick = field(default="{:.1f}".format)
    y_tick: Tick = field(default="{:.1f}".format)


def curves(lines: Sequence[Line], axes: Axes, alt: str) -> Markup:
    """Return the picture, at most a phone wide; the legend is above when there are several lines."""
    rows = -(-len(lines) // 2) if len(lines) > 1 else 0
    top = 10 + 18 * rows + (20 if axes.y else 0)
    x = Scale(*axes.x_range, LEFT, WIDTH - RIGHT)
    y = Scale(*axes.y_range, HEIGHT + top - BOTTOM, top + 6)
    floor = y(axes.y_range[0])
    parts = [
        *across(x, top + 6, floor, axes.tick),
        *upward(y, LEFT, WIDTH - RIGHT, axes.y_tick),
        text((LEFT + WIDTH - RIGHT) / 2, floor + 36, axes.x, "axis", "middle"),
        text(4, top - 12, axes.y, "axis") if axes.y else "",
    ]
    if axes.diagonal:
        parts.append(line(x(0), y(0), x(1), y(1), "ideal"))
    for i, one in enumerate(lines):
        if rows:
            parts += _key(one.name, i, 12)
        parts += _line(one, i % 6, x, y)
    return frame(WIDTH, HEIGHT + top, alt, parts, "small")


def _key(name: str, i: int, top: float) -> list[str]:
    left, y = LEFT + 180 * (i % 2), top + 18 * (i // 2)
    return [line(left, y - 4, left + 24, y - 4, f"line c{i % 6}"), text(left + 30, y, name, "axis")]


def _line(one: Line, i: int, x: Scale, y: Scale) -> list[str]:
    parts = []
    if one.band:
        edge = [(x(a), y(high)) for a, _, high in one.bars]
        parts.append(area([*edge, *((x(a), y(low)) for a, low, _ in reversed(one.bars))], "band"))
    else:
        parts += [line(x(a), y(low), x(a), y(high), f"bar c{i}") for a, low, high in one.bars]
    parts.append(curve([(x(a), y(b)) for a, b in one.points], f"c{i}"))
    if one.bars and not one.band:
        parts += [mark(i, x(a), y(b), 3.5, f"f{i}") for a, b in one.points]
    return parts + [mark(i, x(a), y(b), 6, f"f{i}") for a, b in one.chosen]
