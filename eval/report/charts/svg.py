"""The pencil of all charts: scales, axes, text and marks as escaped SVG.

>>> axis = Scale(0, 1, 40, 140)
>>> axis(0.5), nice(0.456)
(90.0, 0.5)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_STEPS = ((1, 0.2), (2.5, 0.5), (6, 1.0), (10, 2.0))  # up to so many units: a step of so many
SHAPES = ("circle", "square", "diamond", "triangle", "cross", "ring")


Tick = Callable[[float], str]  # how a value is written on its axis


@dataclass(frozen=True)
class Scale:
    """A straight scale from values ``low``–``high`` to pixels ``start``–``end``; clips what is outside."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Return the pixel of a value."""
        share = (value - self.low) / (self.high - self.low or 1)
        return round(self.start + (self.end - self.start) * min(1.0, max(0.0, share)), 1)

    def ticks(self) -> list[float]:
        """Return the round values on the scale, zero among them where it has one; three to seven."""
        most = max(abs(self.low), abs(self.high)) or 1.0
        unit = 10.0 ** math.floor(math.log10(most))
        step = next(s * unit for lead, s in _STEPS if most / unit <= lead * (1 + 1e-9))
        step *= 2 if self.low < 0 < self.high else 1
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [round(k * step, 10) for k in range(first, last + 1)]


def nice(top: float) -> float:
    """Return the next of 0.1, 0.2, 0.5, 1, 2, 5, … that is at least ``top``."""
    if top <= 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(top))
    steps = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
    return next(round(s * unit, 10) for s in steps if s * unit >= top * (1 - 1e-9))


def width_of(words: str) -> float:
    """Return about how many pixels a text takes at 14 pixels."""
    return sum(9.8 if c.isupper() or c in "mwMW" else 7.4 for c in words)


def frame(width: float, height: float, alt: str, parts: Sequence[str], css: str = "") -> Markup:
    """Return the whole picture with its text alternative."""
    return Markup(
        f'<svg viewBox="0 0 {width:g} {height:g}" class="chart {css}" role="img"'
        f' aria-label="{escape(alt)}">{"".join(parts)}</svg>'
    )


def text(x: float, y: float, words: str, css: str = "", anchor: str = "start") -> str:
    """Return a line of text; ``anchor`` is start, middle or end."""
    place = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}"{place} class="{css}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """Return a straight line."""
    return f'<line class="{css}" x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}"/>'


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    """Return a rectangle; one of no height is left out."""
    if width <= 0 or height <= 0:
        return ""
    return f'<rect class="{css}" x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"/>'


def curve(points: Sequence[tuple[float, float]], css: str) -> str:
    """Return an open line through pixels."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="line {css}" points="{path}"/>'


def area(points: Sequence[tuple[float, float]], css: str) -> str:
    """Return a filled polygon through pixels."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polygon class="{css}" points="{path}"/>'


def mark(kind: int, x: float, y: float, r: float, css: str) -> str:
    """Return a point; ``kind`` picks one of six shapes, so that colour is never alone."""
    shape = SHAPES[kind % len(SHAPES)]
    if shape in ("circle", "ring"):
        return f'<circle class="{css}" cx="{x:g}" cy="{y:g}" r="{r:g}"/>'
    if shape == "square":
        return rect(x - r, y - r, 2 * r, 2 * r, css)
    if shape == "cross":
        d = f"M{x - r:g} {y - r:g}L{x + r:g} {y + r:g}M{x - r:g} {y + r:g}L{x + r:g} {y - r:g}"
    elif shape == "diamond":
        d = f"M{x:g} {y - r - 1:g}L{x + r + 1:g} {y:g}L{x:g} {y + r + 1:g}L{x - r - 1:g} {y:g}Z"
    else:
        d = f"M{x:g} {y - r:g}L{x + r:g} {y + r:g}L{x - r:g} {y + r:g}Z"
    return f'<path class="{css}" d="{d}"/>'


def across(scale: Scale, top: float, bottom: float, tick: Tick) -> list[str]:
    """Return a value axis along the bottom with faint lines up to ``top``."""
    parts = []
    for value in scale.ticks():
        x, label = scale(value), tick(value)
        parts += [line(x, top, x, bottom, "grid"), text(x, bottom + 17, label, "axis", "middle")]
    return parts


def upward(scale: Scale, left: float, right: float, tick: Tick) -> list[str]:
    """Return a value axis along the left with faint lines to ``right``."""
    parts = []
    for value in scale.ticks():
        y, label = scale(value), tick(value)
        parts += [line(left, y, right, y, "grid"), text(left - 7, y + 4, label, "axis", "end")]
    return parts
