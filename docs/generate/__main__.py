"""Fill every generated part of the documentation: ``python -m docs.generate [--check]``.

A page says what goes where: the lines between ``<!-- generated: NAME -->`` and ``<!-- end of generated -->``
are made by the function of that name in ``BLOCKS``. With ``--check`` nothing is written and the exit code
says whether everything is fresh (0) or something is stale (1, with its name).
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from docs.generate import commands, configuration, licences, metrics, models, tree

BLOCKS: dict[str, Callable[[], str]] = {
    "configuration": configuration.configuration,
    "commands": commands.every,
    "metrics": metrics.metrics,
    "methods": metrics.methods,
    "needs": models.needs,
    "measured": models.measured,
    "licences": licences.licences,
    "places": tree.places,
    "files": tree.files,
    "floors": tree.floors,
}
_PART = re.compile(r"(?s)<!-- generated: (\w+) -->\n.*?<!-- end of generated -->")


def pages() -> list[Path]:
    """Return every page that may hold generated parts."""
    root = commands.ROOT
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def fresh(text: str) -> str:
    """Return a page with all its generated parts made anew; KeyError for a part nobody makes."""

    def filled(part: re.Match[str]) -> str:
        made = BLOCKS[part[1]]().strip()
        return f"<!-- generated: {part[1]} -->\n{made}\n<!-- end of generated -->"

    return _PART.sub(filled, text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite the stale pages, or with ``--check`` name them."""
    parser = argparse.ArgumentParser(
        "python -m docs.generate", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when stale")
    given = parser.parse_args(arguments)
    stale = 0
    for path in pages():
        old = path.read_text(encoding="utf-8")
        new = fresh(old)
        if new == old:
            continue
        stale += 1
        name = path.relative_to(commands.ROOT)
        if given.check:
            change = difflib.unified_diff(
                old.splitlines(), new.splitlines(), "written", "made", "", "", 0
            )
            print(
                f"{name} is stale. Refresh it: python -m docs.generate", *[*change][:12], sep="\n"
            )
        else:
            path.write_text(new, encoding="utf-8", newline="\n")
            print(f"{name} refreshed")
    return int(given.check and stale > 0)


if __name__ == "__main__":
    sys.exit(main())
