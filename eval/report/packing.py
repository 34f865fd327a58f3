"""Articles as a page carries them: JSON, deflated and in base64, in portions inflated on demand.

Base64 cannot close a script element, whatever an article says; deflated, 1,000 news articles take
about a third of their size. The first portion is the index (titles, outcomes, filters), the others
hold the articles themselves, ``PORTION`` each.

>>> import base64, zlib
>>> zlib.decompress(base64.b64decode(deflated(["a"])))
b'["a"]'
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from eval.report.text import visible
from eval.report.value import Browser, Reading

PORTION = 200


def portions(browser: Browser) -> list[str]:
    """Return the index, then the articles in portions, each ready to stand in a script element."""
    index = {
        "portion": PORTION,
        "facets": [[f.id, f.name, list(f.values), f.every] for f in browser.facets],
        "heads": list(browser.heads),
        "marks": list(browser.marks),
        "entries": [[r.title, r.verdict, list(r.facets), list(r.why)] for r in browser.readings],
    }
    parts = [_article(r) for r in browser.readings]
    whole = [parts[i : i + PORTION] for i in range(0, len(parts), PORTION)]
    return [deflated(_clean(part)) for part in (index, *whole)]


def deflated(value: Any) -> str:
    """Return a JSON value as deflated base64."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(text.encode("utf-8", "replace"), 6)).decode("ascii")


def _article(r: Reading) -> list[Any]:
    pieces = [[p.text, *p.marks] for p in r.pieces]
    summary = [[s.text, s.linked, s.note, s.source, s.doubtful] for s in r.summary]
    return [r.id, r.about, r.cells, summary, r.references, pieces, r.cut]


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list | tuple):
        return [_clean(v) for v in value]
    return {k: _clean(v) for k, v in value.items()} if isinstance(value, dict) else value
