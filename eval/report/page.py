"""A report as one self-contained HTML file: nothing is fetched, everything is escaped.

Jinja2 escapes every value; articles travel deflated in base64 and enter the page as text nodes. The
Content-Security-Policy admits this page's own style and script, by their hashes, and nothing else.
Text of unknown origin is isolated, so that bidirectional controls in it cannot reorder the page.

>>> hashed("")
"'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from eval.report.packing import portions
from eval.report.palette import DARK, LIGHT, chart_css, variables
from eval.report.text import visible
from eval.report.value import Piece, Report
from eval.report.voice import Voice

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = Path(__file__).parent / "templates"
_SPOKEN = (
    "answers",
    "count",
    "any",
    "loading",
    "page",
    "drawer",
    "evidence",
    "summary",
    "text",
    "cut",
)
_HEADS = ("written", "source", "share")  # of a summary beside what backs it


def page(report: Report) -> str:
    """Return the whole page."""
    say, style, script = Voice(report.language), _style(), _script()
    policy = (
        f"default-src 'none'; style-src {hashed(style)}; script-src {hashed(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    spoken = {key: say.raw(f"browser.{key}") for key in _SPOKEN}
    spoken |= {key: say.raw(f"read.{key}") for key in _HEADS}
    return _template().render(
        r=report,
        say=say,
        policy=Markup(policy),
        style=Markup(style),
        script=Markup(script),
        spoken=Markup(json.dumps(spoken).replace("<", "\\u003c")),
        portions=map(Markup, portions(report.browser)) if report.browser else (),
    )


def hashed(text: str) -> str:
    """Return a CSP source that admits exactly this inline text."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def marked(piece: Piece, prefix: str) -> Markup:
    """Return a piece of an article with its marks around it."""
    out = Markup(escape(visible(piece.text)))
    for mark in piece.marks:
        kind, k = mark[0], int(mark[1:])
        css = "s" if kind == "s" else f"{kind} k{k}"
        target = f' id="{prefix}s{k}"' if kind == "s" else ""
        out = Markup(f'<mark class="{css}"{target}>{out}</mark>')
    return out


@cache
def _style() -> str:
    dark = f"@media screen and (prefers-color-scheme: dark) {{ :root {{ {variables(DARK)} }} }}"
    root = f":root {{ color-scheme: light dark; {variables(LIGHT)} }}"
    return "\n".join([root, dark, chart_css(), _read("page.css")])


@cache
def _script() -> str:
    return _read("page.js")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    def finalize(value: Any) -> Any:
        plain = isinstance(value, str) and not isinstance(value, Markup)
        return visible(value) if plain else value

    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, finalize=finalize,
    )  # fmt: skip
    environment.globals |= {
        "kind": lambda block: type(block).__name__,
        "picture": lambda svg: Markup(visible(svg)),
        "marked": marked,
    }
    return environment.get_template("page.html.j2")
