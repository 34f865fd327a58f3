"""Bars side by side: histograms of lengths, scores and positions, one pattern per model.

>>> str(bars(["0–20%", "20–40%"], [("lead", [0.9, 0.1])], "share", "x"))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from eval.report.charts.svg import Scale, frame, nice, rect, text, upward

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT = 420, 250, 52, 46, 10


def bars(
    bins: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    axis: str,
    alt: str,
    tick: Callable[[float], str] = "{:.0%}".format,
    below: str = "",
) -> Markup:
    """Return one group of bars per bin; the axis starts at zero."""
    legend = _legend([name for name, _ in series])
    top = 20.0 + 18 * -(-len(legend) // 4)
    floor = HEIGHT + top - BOTTOM
    y = Scale(0, nice(max((v for _, values in series for v in values), default=1.0)), floor, top)
    parts = [*legend, text(4, top - 8, axis, "axis")]
    parts += upward(y, LEFT, WIDTH - RIGHT, [tick(v) for v in y.ticks(4)])
    step = (WIDTH - LEFT - RIGHT) / max(1, len(bins))
    wide = step * 0.82 / max(1, len(series))
    every = -(-len(bins) // 6)  # labels that have room
    for k, label in enumerate(bins):
        left = LEFT + step * (k + 0.09)
        for i, (_, values) in enumerate(series):
            height = floor - y(values[k])
            parts.append(rect(left + wide * i, floor - height, wide - 1, height, f"b{i % 4}"))
        if k % every == 0:
            parts.append(text(LEFT + step * (k + 0.5), floor + 16, label, "axis", "middle"))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, floor + 36, below, "axis", "middle"))
    return frame(WIDTH, HEIGHT + top, alt, parts, "small")


def _legend(names: Sequence[str]) -> list[str]:
    """Return two parts per name, two names a line; one name needs none."""
    parts = []
    for i, name in enumerate(names if len(names) > 1 else ()):
        left, y = LEFT + 180 * (i % 2), 12 + 18 * (i // 2)
        parts += [rect(left, y - 9, 14, 10, f"b{i % 4}"), text(left + 20, y, name, "axis")]
    return parts
