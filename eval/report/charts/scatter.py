"""Quality against cost: one named dot with interval per run, cost on a logarithmic axis.

>>> str(scatter([Spot("lr", 2.0, 0.57, 0.49, 0.63)], "seconds", "macro-F1", "x"))[:4]
'<svg'
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from eval.report.charts.svg import Scale, Tick, frame, line, mark, nice, text, upward, width_of

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 440, 300, 52, 46, 84, 26
APART = 16  # pixels between names that would overlap


@dataclass(frozen=True)
class Spot:
    """One run: its cost (above zero), its value and interval."""

    name: str
    cost: float
    value: float
    low: float | None = None
    high: float | None = None


def scatter(
    spots: Sequence[Spot],
    below: str,
    axis: str,
    alt: str,
    tick: Tick = "{:g}".format,
    cost_tick: Tick = "{:g}".format,
) -> Markup:
    """Return the picture; names stand beside their dots, moved apart where they would overlap."""
    ends = [math.floor(min(_log(s) for s in spots)), math.ceil(max(_log(s) for s in spots) + 1e-9)]
    x = Scale(ends[0], max(ends[1], ends[0] + 1), LEFT, WIDTH - RIGHT)
    y = Scale(0, nice(max(s.high or s.value for s in spots)), HEIGHT - BOTTOM, TOP)
    floor = HEIGHT - BOTTOM
    parts = [
        *upward(y, LEFT, WIDTH - RIGHT, tick),
        text(4, TOP - 12, axis, "axis"),
        text((LEFT + WIDTH - RIGHT) / 2, floor + 38, below, "axis", "middle"),
    ]
    for power in range(int(x.low), int(x.high) + 1):
        parts.append(line(x(power), TOP, x(power), floor, "grid"))
        parts.append(text(x(power), floor + 17, cost_tick(10.0**power), "axis", "middle"))
    for i, spot in enumerate(spots):
        at, css = x(_log(spot)), f"m{min(i, 5)}"
        if spot.low is not None and spot.high is not None:
            parts.append(line(at, y(spot.low), at, y(spot.high), css))
        parts.append(mark(i, at, y(spot.value), 5, css))
    return frame(WIDTH, HEIGHT, alt, parts + _names(spots, x, y), "small")


def _names(spots: Sequence[Spot], x: Scale, y: Scale) -> list[str]:
    """Return the names from the top down, each where it covers no dot and no other name."""
    taken = [(x(_log(s)) - 7, x(_log(s)) + 7, y(s.value) + 4) for s in spots]
    parts = []
    for spot in sorted(spots, key=lambda s: -s.value):
        right, wide, base = x(_log(spot)) + 10, width_of(spot.name), y(spot.value) + 4
        places = [
            (left, base + APART * k)
            for k in range(len(spots))
            for left in (right, right - 20 - wide)
        ]
        free = [p for p in places if p[0] > LEFT and _clear(*p, wide, taken)]
        left, line_at = (free or places)[0]
        taken.append((left, left + wide, line_at))
        parts.append(text(left, line_at, spot.name))
    return parts


def _clear(
    left: float, base: float, wide: float, taken: Sequence[tuple[float, float, float]]
) -> bool:
    return all(
        left + wide < a or b < left or abs(base - line_at) >= APART - 1 for a, b, line_at in taken
    )


def _log(spot: Spot) -> float:
    return math.log10(max(spot.cost, 1e-6))
