"""The colours of page and pictures, light and dark, and the style sheet of pictures.

Labels take the Okabe–Ito hues, darkened or lightened until they stand out on their paper; each also
has a dash of its own. A test checks every pair that text relies on against WCAG AA.

>>> sorted(LIGHT) == sorted(DARK)
True
"""

from __future__ import annotations

import re
from pathlib import Path

LIGHT = {
    "ink": "#1a1a1a", "soft": "#555555", "faint": "#d9d9d9", "paper": "#ffffff", "panel": "#f5f5f2",
    "accent": "#0b5394", "sum": "#fff0b3", "on": "#ffffff",
    "s0": "#f3f6fa", "s1": "#dbe6f2", "s2": "#b9d0e8", "s3": "#2f6ca8", "s4": "#0b5394",
    "l0": "#0072b2", "l1": "#b34700", "l2": "#00704f", "l3": "#9c4a7d", "l4": "#7a5c00", "l5": "#4a4a4a",
    "l6": "#1f7ea8", "l7": "#a02020",
}  # fmt: skip
DARK = {
    "ink": "#ececec", "soft": "#b8b8b8", "faint": "#444444", "paper": "#161616", "panel": "#202020",
    "accent": "#8ec5ff", "sum": "#4a4110", "on": "#10161c",
    "s0": "#1d2329", "s1": "#20303f", "s2": "#243f59", "s3": "#7fb6ea", "s4": "#a9d2ff",
    "l0": "#6cb8ea", "l1": "#ff9f5a", "l2": "#4fd0a5", "l3": "#e6a3cb", "l4": "#e6c34a", "l5": "#c8c8c8",
    "l6": "#8fd0ef", "l7": "#ff9c9c",
}  # fmt: skip
_HERE = Path(__file__).parent / "templates"


def variables(colours: dict[str, str]) -> str:
    """Return the colours as CSS custom properties."""
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def chart_css(colours: dict[str, str] | None = None) -> str:
    """Return the style of pictures; with ``colours`` written in, for files that stand alone."""
    css = (_HERE / "chart.css").read_text(encoding="utf-8")
    if colours is None:
        return css
    return re.sub(r"var\(--(\w+)\)", lambda m: colours[m[1]], css)
