"""Every module says what it is with an example, and the examples hold."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.compile(r">>> |python -m |``[^`]*[(+=][^`]*``")
MODULES = sorted(f for p in ("nlp", "eval") for f in (ROOT / p).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", [m for m in MODULES if m.name != "__init__.py"], ids=name_of)
def test_every_module_shows_how_it_is_used(path: Path) -> None:
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    assert EXAMPLE.search(said), "show a call: >>> f(x), ``f(x)`` or python -m …"


@pytest.mark.parametrize(
    "path", [m for m in MODULES if ">>> " in m.read_text(encoding="utf-8")], ids=name_of
)
def test_examples_hold(path: Path) -> None:
    module = importlib.import_module(name_of(path))
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
    assert doctest.testmod(module, optionflags=flags).failed == 0
