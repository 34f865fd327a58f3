"""A report as one self-contained HTML file: no external reference, no script, everything escaped.

Jinja2 escapes every value; a Content-Security-Policy forbids what would slip through. Text of unknown
origin is isolated, so that bidirectional controls in it cannot reorder the page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from eval.report import chart
from eval.report.model import Report

if TYPE_CHECKING:
    from jinja2 import Template

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def page(report: Report) -> str:
    """Return the whole page."""
    return _template().render(r=report, picture=chart.dots(report.picture))


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda v: v if isinstance(v, Markup) else visible(v) if isinstance(v, str) else v,
    )
    return environment.get_template("run.html.j2")


def visible(text: str) -> str:
    """Show control, bidirectional-override and surrogate characters as U+FFFD instead of obeying them."""
    return _CONTROLS.sub("\ufffd", text)
