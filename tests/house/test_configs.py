"""Every YAML a user can name is bound to its target's signature and explained in its first line."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from nlp.conf import locate

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
FILES = sorted(CONFIGS.rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(CONFIGS).as_posix())
def test_first_line_explains(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    first = next(line for line in lines if "@package" not in line)
    assert first.startswith("# ") and len(first) > 25


@pytest.mark.parametrize("path", sorted(CONFIGS.glob("metric/*.yaml")), ids=lambda p: p.stem)
def test_metrics_do_not_overwrite_each_other(path: Path) -> None:
    # Hydra reads the header only from the first lines of the file
    assert path.read_text(encoding="utf-8").startswith(f"# @package metric.{path.stem}\n")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(CONFIGS).as_posix())
def test_keys_are_the_constructors(path: Path) -> None:
    node = OmegaConf.load(path)
    node = node.task if "task" in node and path.parent.name in ("task", "holder") else node
    if "_target_" not in node:
        named = (
            path.parent.name in ("configs", "sweep")
            or "job" in node
            or [*node] in (["defaults"], [])
        )
        assert named, f"{path} names no _target_ and no job"
        return
    target = locate(node["_target_"], path.name)
    parameters = inspect.signature(target).parameters
    given = {str(k) for k in node} - {"_target_"}
    assert given <= set(parameters)
    needed = {n for n, p in parameters.items() if p.default is inspect.Parameter.empty}
    assert needed <= given, f"{path} leaves out {needed - given}"
