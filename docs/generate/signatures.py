"""What a constructor says of its options: type in words, default, meaning from the docstrings.

Two ways of writing are read: the ``Parameters`` section of numpydoc, and ``name``: in running text.

>>> words(int | None), words(list[str])
('whole number or null', 'list of text')
"""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Mapping, Sequence
from typing import Any

from docs.generate.yamls import written

_PLAIN = {
    int: "whole number", float: "number", str: "text", bool: "true or false",
    type(None): "null", Any: "any value", dict: "table",
}  # fmt: skip
_ENTRY = re.compile(r"^(\w+(?:, \w+)*)$")


def words(hint: Any) -> str:
    """Return a type in words."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return " or ".join(map(words, args))
    if origin is typing.Literal:
        return " or ".join(f"`{a}`" for a in args)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return f"table of {_grouped(words(args[1]))}"
    if inspect.isclass(origin) and issubclass(origin, Sequence):
        return f"list of {_grouped(words(args[0]))}"
    return _PLAIN.get(hint) or str(getattr(hint, "__name__", hint))


def _grouped(text: str) -> str:
    return f"({text})" if " or " in text else text


def parameters(target: Any) -> dict[str, tuple[str, str]]:
    """Return name -> (type in words, default as written) of a class or function."""
    hints = typing.get_type_hints(target.__init__ if inspect.isclass(target) else target)
    return {
        name: (words(hints.get(name, Any)), _default(p))
        for name, p in inspect.signature(target).parameters.items()
    }


def _default(parameter: inspect.Parameter) -> str:
    value = parameter.default
    if value is inspect.Parameter.empty:
        return "needed"
    return written(list(value) if isinstance(value, tuple) else value)


def meanings(target: Any) -> dict[str, str]:
    """Return name -> meaning, from the docstrings of a class and of those it builds on."""
    found: dict[str, str] = {}
    for one in reversed(inspect.getmro(target) if inspect.isclass(target) else (target,)):
        text = inspect.cleandoc(one.__doc__ or "") if one is not object else ""
        found |= _running(text, set(inspect.signature(target).parameters)) | _sections(text)
    return found


def _sections(text: str) -> dict[str, str]:
    """Read numpydoc: names on a line, their meaning indented below."""
    found: dict[str, str] = {}
    names: list[str] = []
    for line in text.partition("----------\n")[2].splitlines():
        if line and not line.startswith(" "):
            entry = _ENTRY.match(line)
            names = entry.group(1).split(", ") if entry else []
        else:
            for name in names:
                found[name] = f"{found.get(name, '')} {line.strip()}".strip()
    return {name: _sentence(said) for name, said in found.items()}


def _running(text: str, known: set[str]) -> dict[str, str]:
    """Read '``name`` (range): meaning.' up to the next such name."""
    found: dict[str, str] = {}
    parts = re.split(r"``(\w+)``((?: \([^)]*\))?): ", text.partition("\nParameters\n")[0])
    for name, span, said in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        if name in known:
            said = re.split(r"\n\n|(?<=[.;]) (?=``)", said)[0]
            found[name] = _sentence(said) + span
    return found


def _sentence(text: str) -> str:
    return " ".join(text.split()).rstrip(" .;").replace("``", "`")
