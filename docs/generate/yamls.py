"""One YAML of ``configs/`` as people read it: header, target, and every option with its comment.

PyYAML drops comments, so lines are read as they stand; values come from OmegaConf.

>>> read(CONFIGS / "split" / "stories.yaml").options[0]
Option(path='folds', value='${folds}', comment='')
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from omegaconf import OmegaConf

from nlp.paths import CONFIGS as CONFIGS

_LINE = re.compile(r"(?P<indent> *)(?P<key>[\w.]+):(?P<value>.*)")
_COMMENT = re.compile(r"(?:^|\s+)# (.*)$")
_HIDDEN = ("_target_", "defaults", "hydra")


@dataclass(frozen=True)
class Option:
    """One option: dotted path, default as it is written on the command line, comment of its line."""

    path: str
    value: str
    comment: str


@dataclass(frozen=True)
class Yaml:
    """A file: its name, header comment, plain content and options in order."""

    name: str
    header: str
    content: dict[str, Any]
    options: list[Option]

    @property
    def target(self) -> str:
        """Return the class or function it configures, '' when it names none."""
        node = self.content
        return str(node.get("_target_") or (node.get("task") or {}).get("_target_") or "")


@cache
def group(name: str) -> list[Yaml]:
    """Return the YAMLs of one config group, by name."""
    return [read(path) for path in sorted((CONFIGS / name).glob("*.yaml"))]


@cache
def read(path: Path) -> Yaml:
    """Return one file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    loaded = OmegaConf.to_container(OmegaConf.load(path), resolve=False)
    content = {str(k): v for k, v in loaded.items()} if isinstance(loaded, dict) else {}
    return Yaml(path.stem, _header(lines), content, _options(lines, content))


def _header(lines: list[str]) -> str:
    """Return the comment on top, without Hydra's own line."""
    said = []
    for line in lines:
        if not line.startswith("#"):
            break
        if "@package" not in line:
            said.append(line.removeprefix("#").strip())
    return " ".join(said)


def _options(lines: list[str], content: dict[str, Any]) -> list[Option]:
    found: list[Option] = []
    stack: list[tuple[int, str, str]] = []
    for line in lines:
        match = _LINE.fullmatch(line)
        if not match:
            continue
        indent = len(match["indent"])
        comment = _COMMENT.search(match["value"])
        own = comment.group(1).strip() if comment else ""
        above = [level for level in stack if level[0] < indent]
        stack = [*above, (indent, match["key"], own or (above[-1][2] if above else ""))]
        path = [key for _, key, _ in stack]
        if path[0] in _HIDDEN or path[-1] in _HIDDEN:
            continue
        if _COMMENT.sub("", match["value"]).strip():
            found.append(Option(".".join(path), written(_at(content, path)), stack[-1][2]))
    return found


def _at(content: Any, path: list[str]) -> Any:
    for key in path:
        content = content[key]
    return content


def written(value: Any) -> str:
    """Return a value as one writes it in YAML: null, true, 5, "", [a, b], {k: v}."""
    if isinstance(value, str):
        return value or '""'
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {written(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)
