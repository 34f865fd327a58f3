"""The configuration reference: every group and option, its default, type and meaning.

Default and comment come from the YAML, the type from the constructor's signature, the meaning from the
YAML's comment, else from the docstring, else from the same option of a neighbour in the group.
"""

from __future__ import annotations

import typing
from dataclasses import dataclass
from typing import Any

from docs.generate.markdown import code, table
from docs.generate.signatures import meanings, parameters, words
from docs.generate.yamls import CONFIGS, Option, Yaml, group, read
from nlp.conf import locate
from nlp.settings import RunConfig

GROUPS = {
    "task": "What is asked: `+task=NAME` (with a plus sign, because there is no default task).",
    "holder": "Whose stance `+task=stance` asks about: `holder=NAME`.",
    "corpus": "What is read: `corpus=NAME`, options as `corpus.OPTION=VALUE`.",
    "split": "What is learned from and what is answered: `split=NAME`. No story is ever on both sides.",
    "model": "What answers: `model=NAME`, options as `model.OPTION=VALUE`.",
    "metric": "What is measured: `metric=[NAME,NAME]`, options as `metric.NAME.OPTION=VALUE`.",
    "sweep": "Named comparisons: `+sweep=NAME`.",
    "tracking": "Where finished runs are kept besides their directories: `tracking=NAME`.",
}  # fmt: skip
_HEAD = ["option", "default", "type", "meaning"]


@dataclass(frozen=True)
class Row:
    """One line of the reference."""

    option: str
    default: str
    type: str
    meaning: str


def configuration() -> str:
    """Return the whole reference."""
    return "\n\n".join([_run(), *(_group(name) for name in _groups())])


def _groups() -> list[str]:
    """Return the groups in the order of ``GROUPS``, new ones last."""
    there = sorted(path.name for path in CONFIGS.iterdir() if path.is_dir())
    return [g for g in GROUPS if g in there] + [g for g in there if g not in GROUPS]


def _run() -> str:
    file = read(CONFIGS / "run.yaml")
    rows = [Row(o.path, o.value, _settings_type(o.path), o.comment) for o in file.options]
    return "\n\n".join(["## Every run", file.header, _table(rows)])


def _settings_type(path: str) -> str:
    """Return the type of a dotted option of ``RunConfig``, in words."""
    hint: Any = RunConfig
    for name in path.split("."):
        hint = typing.get_type_hints(hint).get(name, Any)
        if hint is Any:
            break
    return words(hint)


def _group(name: str) -> str:
    files = group(name)
    parts = [f"## {name}", GROUPS.get(name, "")]
    for file in files:
        parts += [f"### {name}={file.name}", file.header, *_made_of(file, name)]
    return "\n\n".join(p for p in parts if p)


def _made_of(file: Yaml, group_name: str) -> list[str]:
    """Return what is chosen by default, the target and the table of options."""
    said = []
    chosen = _chosen(file)
    if chosen:
        said.append(f"Chosen with it: {', '.join(chosen)}.")
    if file.target:
        said.append(f"Made by {code(file.target)}.")
    found = rows(file, group_name)
    return [" ".join(said), _table(found) if found else ""]


def _chosen(file: Yaml) -> list[str]:
    """Return the other groups' files that this one selects, as one would write them."""
    found = []
    for entry in file.content.get("defaults", []):
        for key, value in entry.items() if isinstance(entry, dict) else ():
            named = "[" + ",".join(value) + "]" if isinstance(value, list) else value
            found.append(code(f"{key.replace('override ', '').removeprefix('/')}={named}"))
    params = ((file.content.get("hydra") or {}).get("sweeper") or {}).get("params") or {}
    return found + [code(f"{k}={v}") for k, v in params.items()]


def rows(file: Yaml, group_name: str) -> list[Row]:
    """Return one row per option of a file, then the constructor's options that the file leaves out."""
    target = locate(file.target, file.name) if file.target else None
    types = parameters(target) if target else {}
    nested = "task." if group_name in ("task", "holder") else ""
    found, seen = [], set()
    for option in file.options:
        name = option.path.removeprefix(nested)
        own = types.get(name.split(".")[0]) if option.path.startswith(nested) else None
        kind = own[0] if own else _type_elsewhere(option, file) or _settings_type(option.path)
        kind = _entry(kind) if "." in name and own else kind
        found.append(Row(option.path, option.value, kind, _meaning(option, file, group_name)))
        seen.add(name.split(".")[0])
    for name, (kind, default) in types.items():
        if name not in seen:
            bare = Option(f"{nested}{name}", default, "")
            found.append(Row(f"+{bare.path}", default, kind, _meaning(bare, file, group_name)))
    return found


def _entry(table_type: str) -> str:
    """Return the type of one entry of a table: 'table of text' gives 'text'."""
    inner = table_type.removeprefix("table of ")
    return inner.partition(")")[0].lstrip("(") if inner.startswith("(") else inner


def _type_elsewhere(option: Option, file: Yaml) -> str:
    """Return the type of an option of another group's chosen file (model.words), '' when it is none."""
    place, _, name = option.path.partition(".")
    chosen = dict(c.strip("`").split("=") for c in _chosen(file))
    if place not in chosen:
        return ""
    other = read(CONFIGS / place / f"{chosen[place]}.yaml")
    return parameters(locate(other.target, other.name))[name][0]


def _meaning(option: Option, file: Yaml, group_name: str) -> str:
    """Return the option's meaning: comment, docstring, neighbours in the group, the run's settings."""
    if option.comment:
        return option.comment
    name = option.path.removeprefix("task.")
    said = meanings(locate(file.target, file.name)) if file.target else {}
    own = said.get(name.split(".")[0], "")
    if own and not own.startswith("As for "):
        return own
    if option.value == f"${{{name}}}":
        return f"as the run's `{name}`"
    place, _, rest = option.path.partition(".")
    neighbours = sorted(group(group_name), key=lambda y: (y.target != file.target, y.name))
    others = [*neighbours, read(CONFIGS / "run.yaml"), *(group(place) if place in GROUPS else ())]
    same = (o for other in others for o in other.options if o.path in (option.path, rest))
    return next((o.comment for o in same if o.comment), own)


def _table(found: list[Row]) -> str:
    return table(_HEAD, [(code(r.option), code(r.default), r.type, r.meaning) for r in found])
