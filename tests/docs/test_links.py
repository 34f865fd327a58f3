"""Every relative link in every Markdown file leads to a file that is there, and to a heading it has."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
SKIPPED = {"runs", "build", "dist"}
FILES = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not any(part in SKIPPED or part.startswith(".") for part in path.relative_to(ROOT).parts)
]
_LINK = re.compile(r"(?<!\w)!?\[[^\]]*\]\(([^)\s]+)\)")


def bare(text: str) -> str:
    """Return a page without its code, where brackets are not links."""
    return re.sub(r"(?s)```.*?```|`[^`\n]*`", "", text)


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"(?m)^#{1,6} (.+)$", re.sub(r"(?s)```.*?```", "", text))
    made = [re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings]
    return {f"{a}-{made[:i].count(a)}" if a in made[:i] else a for i, a in enumerate(made)}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_resolve(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for link in _LINK.findall(bare(text)):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = unquote(link).partition("#")
        target = (path.parent / name).resolve() if name else path
        assert target.exists(), f"{path.relative_to(ROOT)}: {link} leads nowhere"
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), f"{link}: no such heading"


def test_anchors_are_made_as_github_makes_them() -> None:
    text = "# A `code`, and more\n## Twice\n## Twice\n```\n# not one\n```\n### python -m eval.compare\n"
    assert anchors(text) == {"a-code-and-more", "twice", "twice-1", "python--m-evalcompare"}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert path.name == "README.md" or f"({path.name})" in index, path.name
