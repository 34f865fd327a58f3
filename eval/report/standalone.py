"""Pictures as files that stand alone: SVG with its colours written in, on white.

>>> svg(figure)[:5]  # doctest: +SKIP
'<svg '
"""

from __future__ import annotations

from eval.report.palette import LIGHT, chart_css
from eval.report.text import visible
from eval.report.value import Figure


def svg(figure: Figure) -> str:
    """Return the picture as a file of its own, with its title and text alternative inside."""
    from markupsafe import escape

    start, body = str(figure.svg).split(">", 1)
    width, height = start.split('viewBox="0 0 ')[1].split('"')[0].split()
    size = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"'
    head = start.replace("<svg", size, 1)
    title = f"<title>{escape(figure.title)}</title><desc>{escape(figure.alt)}</desc>"
    paper = f'<rect width="100%" height="100%" fill="{LIGHT["paper"]}"/>'
    return visible(f"{head}>{title}<style>{chart_css(LIGHT)}</style>{paper}{body}\n")
