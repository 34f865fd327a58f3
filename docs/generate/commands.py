"""What every command line of the project answers to ``--help``, at one width, whatever the terminal.

A command line is a module of ``nlp`` or ``eval`` that can be run and reads its arguments with argparse, or
``nlp.run``, whose page is ``nlp.usage``.
"""

from __future__ import annotations

import io
import os
from contextlib import redirect_stdout, suppress
from importlib import import_module
from unittest.mock import patch

from docs.generate.markdown import fenced
from nlp.paths import CONFIGS

ROOT = CONFIGS.parent
WIDTH = "100"


def modules() -> list[str]:
    """Return the modules that can be run and take ``--help``, ``nlp.run`` first."""
    found = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for package in ("nlp", "eval")
        for path in sorted((ROOT / package).rglob("*.py"))
        if _runs(path.read_text(encoding="utf-8"))
    ]
    return sorted(found, key=lambda name: (name != "nlp.run", name))


def _runs(source: str) -> bool:
    reads = "ArgumentParser(" in source or "hydra.main(" in source
    return reads and '__name__ == "__main__"' in source


def page(module: str) -> str:
    """Return what ``python -m MODULE --help`` prints."""
    if module == "nlp.run":
        return import_module("nlp.usage").page()  # type: ignore[no-any-return]
    out = io.StringIO()
    plain = {"COLUMNS": WIDTH, "NO_COLOR": "1"}
    with patch.dict(os.environ, plain), redirect_stdout(out), suppress(SystemExit):
        import_module(module).main(["--help"])
    return out.getvalue()


def every() -> str:
    """Return all help pages, a section each."""
    return "\n\n".join(f"## python -m {name}\n\n{fenced(page(name))}" for name in modules())
