"""Fitted models on disk: numbers in safetensors, everything else in JSON; nothing that can run.

A folder holds ``model.json`` (class, options, codebook, plain values) and ``arrays.safetensors``. Reading
either only ever makes texts, numbers and arrays, so a file from a stranger cannot run code; what does not
belong to the model that asks (other class, options or codebook) is refused in one line.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.codebook import Codebook
from nlp.errors import UserError

Arrays = dict[str, NDArray[Any]]

FORMAT = 1
_MANIFEST, _ARRAYS = "model.json", "arrays.safetensors"


def write(
    folder: Path, model: object, content: Mapping[str, Any], arrays: Arrays, book: Codebook | None
) -> None:
    """Write what ``model`` learned: ``content`` holds plain values, ``arrays`` numbers by name."""
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    manifest = {
        "format": FORMAT,
        "class": _name(model),
        "options": _options(model),
        "codebook": book and {"version": book.version, "digest": book.digest},
        "content": content,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8", newline="\n")
    save_file({k: np.ascontiguousarray(v) for k, v in arrays.items()}, folder / _ARRAYS)


def read(folder: Path, model: object, book: Codebook | None) -> tuple[dict[str, Any], Arrays]:
    """Return the content and arrays that ``write`` stored for an equal model.

    Raises
    ------
    UserError
        When files are missing or damaged, or were stored by a model with another class, other options
        or another codebook.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    for name in (_MANIFEST, _ARRAYS):
        if not (folder / name).is_file():
            raise UserError(f"Stored model {folder} has no {name}. Give a folder that a run wrote.")
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        arrays = load_file(folder / _ARRAYS)
        _same(folder, "format", manifest["format"], FORMAT)
        _same(folder, "class", manifest["class"], _name(model))
        for option, value in _options(model).items():
            _same(folder, f"option {option}", manifest["options"].get(option), value)
        _same_book(folder, manifest["codebook"], book)
        if not all(np.isfinite(a).all() for a in arrays.values()):
            raise ValueError("numbers that are not finite")
        return dict(manifest["content"]), arrays
    except (ValueError, KeyError, TypeError, AttributeError, SafetensorError) as problem:
        raise damaged(folder, problem) from None


def damaged(folder: Path, problem: Exception) -> UserError:
    """Return the error for a stored model whose files do not hold what they should."""
    reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
    return UserError(
        f"Stored model {folder} is damaged ({type(problem).__name__}: {reason}). Fit and store it again."
    )


def _same(folder: Path, what: str, stored: Any, here: Any) -> None:
    if stored != here:
        raise UserError(
            f"Stored model {folder} has {what} {stored!r}, but this model has {here!r}."
            " Name the model and options it was stored with."
        )


def _same_book(folder: Path, stored: Mapping[str, str] | None, book: Codebook | None) -> None:
    if (stored and stored["digest"]) != (book and book.digest):
        versions = [
            repr(stored["version"]) if stored else "none", repr(book.version) if book else "none"
        ]  # fmt: skip
        raise UserError(
            f"Stored model {folder} was trained with codebook version {versions[0]}"
            f" ({stored['digest'][:8] if stored else '-'}), but codebook= is version {versions[1]}"
            f" ({book.digest[:8] if book else '-'}). Give the codebook it was trained with, or fit again."
        )


def _name(model: object) -> str:
    return f"{type(model).__module__}.{type(model).__qualname__}"


def _options(model: object) -> dict[str, Any]:
    """Return the constructor's options; places on this machine may differ from where it was stored."""
    places = getattr(model, "places", ("codebook",))
    names = inspect.signature(type(model)).parameters
    return {name: getattr(model, name) for name in names if name not in places}
