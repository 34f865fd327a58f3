"""Imports point one way, rooms stay small, nothing heavy is imported at start-up."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    "ground": ("nlp.records", "nlp.errors", "nlp.text", "nlp.paths", "nlp.cost"),
    "first": ("nlp.codebook", "nlp.corpus", "nlp.stories", "nlp.splits", "nlp.item_rows", "nlp.store", "nlp.stored", "nlp.parts", "nlp.conf", "nlp.settings", "nlp.crossfit", "nlp.answering", "nlp.material", "nlp.abstention"),
    "models": ("nlp.models",),
    "tasks": ("nlp.tasks",),
    "eval": ("eval",),
    "top": ("nlp.run", "nlp.jobs", "nlp.asking", "nlp.trained", "nlp.defaults", "nlp.labelled", "nlp.cli", "nlp.usage", "nlp.provenance", "eval.score", "nlp.datasheet", "nlp.guidelines", "nlp.quality", "nlp.quality_stored", "nlp.tracking"),
}  # fmt: skip
MAY_IMPORT = {
    "ground": {"ground"},
    "first": {"ground", "first"},
    "models": {"ground", "first", "models"},
    "tasks": {"ground", "first", "tasks"},
    "eval": {"ground", "eval"},
    "top": {"ground", "first", "models", "tasks", "eval", "top"},
}
HEAVY = {"torch", "transformers", "datasets", "sklearn", "pandas"}


def modules() -> list[Path]:
    return sorted(f for p in ("nlp", "eval") for f in (ROOT / p).rglob("*.py"))


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def floor_of(module: str) -> str | None:
    found = [
        (len(prefix), floor)
        for floor, prefixes in FLOORS.items()
        for prefix in prefixes
        if module == prefix or module.startswith(prefix + ".")
    ]
    return max(found)[1] if found else None


def imports(tree: ast.AST) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in ("nlp", "eval")}


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_point_one_way(path: Path) -> None:
    module = name_of(path)
    floor = floor_of(module)
    if module == "nlp":
        return
    assert floor, f"{module} stands on no floor: add it to FLOORS"
    allowed = MAY_IMPORT[floor] | ({"first"} if floor == "eval" else set())
    for name in imports(ast.parse(path.read_text(encoding="utf-8"))):
        other = floor_of(name)
        if other is None:
            continue
        assert other in allowed, f"{module} ({floor}) imports {name} ({other})"
        if floor == "eval" and other == "first":
            assert name.startswith("nlp.store"), (
                f"{module} imports {name}: eval may use only nlp.store"
            )


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_rooms_are_small(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= 250, f"{name_of(path)} is over 250 lines"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            size = (node.end_lineno or 0) - node.lineno + 1
            assert size <= 60, f"{name_of(path)}.{node.name} has {size} lines"


@pytest.mark.parametrize("module", ["nlp.run", "eval.compare", "nlp.text.sentences", "eval.report"])
def test_start_up_is_light(module: str) -> None:
    code = f"import sys, {module}; print(sorted(set(sys.modules) & {HEAVY!r}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_no_pickle_and_no_trusted_remote_code() -> None:
    for path in modules():
        source = path.read_text(encoding="utf-8")
        assert "import pickle" not in source and "trust_remote_code=True" not in source, path
