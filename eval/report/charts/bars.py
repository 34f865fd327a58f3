"""Bars side by side: histograms of lengths, scores and positions, one pattern per model.

>>> str(bars(["0–20%", "20–40%"], [("lead", [0.9, 0.1])], "share", "x"))[:4]
'<svg'
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from eval.report.charts.svg import Scale, Tick, frame, nice, rect, text, upward, width_of

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT = 420, 250, 52, 46, 20


def bars(
    bins: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]],
    axis: str,
    alt: str,
    tick: Tick = "{:.0%}".format,
    below: str = "",
) -> Markup:
    """Return one group of bars per bin; the axis starts at zero.

    ``bins`` name the bins, or, when there is one more, the edges between them.
    """
    legend, top = _legend([name for name, _ in series])
    floor = HEIGHT + top - BOTTOM
    y = Scale(0, nice(max((v for _, values in series for v in values), default=1.0)), floor, top)
    parts = [*legend, text(4, top - 8, axis, "axis")]
    parts += upward(y, LEFT, WIDTH - RIGHT, tick)
    count = max((len(values) for _, values in series), default=len(bins))
    step, inside = (WIDTH - LEFT - RIGHT) / max(1, count), 0.5 * (len(bins) == count)
    wide = step * 0.82 / max(1, len(series))
    every = -(-len(bins) // 6)  # labels that have room
    for k in range(count):
        left = LEFT + step * (k + 0.09)
        for i, (_, values) in enumerate(series):
            height = floor - y(values[k])
            parts.append(rect(left + wide * i, floor - height, wide - 1, height, f"b{i % 4}"))
    parts += [
        text(LEFT + step * (k + inside), floor + 16, label, "axis", "middle")
        for k, label in enumerate(bins)
        if k % every == 0
    ]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, floor + 36, below, "axis", "middle"))
    return frame(WIDTH, HEIGHT + top, alt, parts, "small")


def _legend(names: Sequence[str]) -> tuple[list[str], float]:
    """Return the legend, wrapped to the width, and where the bars may begin; one name needs none."""
    if len(names) < 2:
        return [], 20
    parts, x, y = list[str](), float(LEFT), 12
    for i, name in enumerate(names):
        need = 36 + width_of(name)
        if x + need > WIDTH and x > LEFT:
            x, y = LEFT, y + 18
        parts += [rect(x, y - 9, 14, 10, f"b{i % 4}"), text(x + 20, y, name, "axis")]
        x += need
    return parts, y + 30
