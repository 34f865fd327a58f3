"""The tree of the repository with a phrase per place, and the floors of the architecture.

A Python file is explained by the first line of its docstring, a package by that of its ``__init__``, a YAML
group by the configuration reference; the few other places are explained here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from docs.generate.commands import ROOT
from docs.generate.markdown import code, fenced, table

PLACES = {
    "README.md": "what, for whom, two commands",
    "CONTRIBUTING.md": "the architecture in one page; how to add a model, metric, corpus",
    "CHANGELOG.md": "what changed for users",
    "SECURITY.md": "what is defended, and how to report a weakness",
    "DUAL_USE.md": "what the figures must not be used for",
    "pyproject.toml": "dependencies, extras, ruff, mypy, pytest",
    "constraints.txt": "the pinned versions that were tested",
    "sbom.cdx.json": "every package an install brings, with its licence (CycloneDX)",
    "configs": "what you can say: task, corpus, model, metric, sweep; one YAML each",
    "nlp": "what runs: corpora, tasks, models; nlp/run.py is the one place that knows them all",
    "eval": "what judges: metrics, intervals, comparisons, reports; knows nothing of models",
    "data": "codebook, bundled corpus, annotations, datasheet",
    "docs": "concepts, how-to, references, FAQ, log; docs/generate makes what is made from the code",
    "notebooks": "numbered walk-throughs",
    "tests": "mirrors nlp/ and eval/; tests/house guards the architecture; tests/benchmarks measures",
}  # fmt: skip


def places() -> str:
    """Return the top of the tree."""
    there = {name: said for name, said in PLACES.items() if (ROOT / name).exists()}
    return fenced("\n".join(_line(_shown(name), said) for name, said in there.items()))


def _shown(name: str) -> str:
    return f"{name}/" if (ROOT / name).is_dir() else name


def _line(name: str, said: str) -> str:
    return f"{name:<34} {said}".rstrip()


def files() -> str:
    """Return every Python file of ``nlp`` and ``eval`` and every config group, a phrase each."""
    lines = [
        _line(f"configs/{p.name}/", _names(p))
        for p in sorted((ROOT / "configs").iterdir())
        if p.is_dir()
    ]
    for package in ("nlp", "eval", "docs/generate"):
        lines += ["", *_package(ROOT / package, 0)]
    return fenced("\n".join(lines))


def _names(folder: Path) -> str:
    return ", ".join(sorted(path.stem for path in folder.glob("*.yaml")))


def _package(folder: Path, depth: int) -> Iterator[str]:
    name = folder.relative_to(ROOT).as_posix() if not depth else folder.name
    start = folder / "__init__.py"
    yield _line("  " * depth + f"{name}/", phrase(start) if start.is_file() else "")
    for path in sorted(folder.iterdir(), key=lambda p: (p.is_dir(), p.name)):
        if path.is_dir() and any(path.glob("*.py")):
            yield from _package(path, depth + 1)
        elif path.suffix == ".py" and path.name != "__init__.py":
            yield _line("  " * (depth + 1) + path.name, phrase(path))


def phrase(path: Path) -> str:
    """Return the first sentence of a module's docstring, without its command or final stop."""
    said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = " ".join(said.split("\n\n")[0].split()).replace("``", "")
    return re.split(r"(?<! al)\. ", first)[0].rstrip(".")


def floors() -> str:
    """Return the floors of the architecture and what each may import, as the house tests have them."""
    source = (ROOT / "tests" / "house" / "test_layering.py").read_text(encoding="utf-8")
    said = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in ast.parse(source).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        and node.targets[0].id in ("FLOORS", "MAY_IMPORT")
    }  # fmt: skip
    rows = [
        [name, ", ".join(map(code, holds)), _may(name, said["MAY_IMPORT"][name], said["FLOORS"])]
        for name, holds in said["FLOORS"].items()
    ]
    return table(["floor", "holds", "may import"], rows)


def _may(floor: str, allowed: set[str], order: dict[str, tuple[str, ...]]) -> str:
    named = [name for name in order if name in allowed and name != floor]
    return ", ".join([*named, "itself"])
