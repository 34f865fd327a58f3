"""Vectors kept on disk by content, so that a second model on the same corpus does not pay again.

One SQLite file per encoder in the user's cache folder (or ``cache=FOLDER``); the key of a vector is the
SHA-256 of its text. Where the folder cannot be written or the file is damaged, vectors are computed and
not kept. ``vectors(opened(""), ["Rain fell."], "cache")``
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

import numpy as np

from nlp.models.encoder import Encoder, Vectors
from nlp.paths import kept_in

_ASKED = 500  # keys per question: SQLite's limit on variables is 999 in old builds


def vectors(encoder: Encoder, texts: Sequence[str], cache: str) -> Vectors:
    """Return (texts, dimensions) vectors, computing those that are not in ``cache``.

    ``cache`` is a folder, '' for the user's cache folder, 'none' to keep nothing.
    """
    keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts]
    known = {} if cache == "none" else _load(_file(encoder, cache), keys)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    fresh = dict(zip(missing, encoder.embed(list(missing.values())), strict=True))
    if fresh and cache != "none":
        _keep(_file(encoder, cache), fresh)
    known |= fresh
    return np.stack([known[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)


def _file(encoder: Encoder, cache: str) -> Path:
    return kept_in(cache, "embeddings") / f"{encoder.key}.sqlite"


def _load(file: Path, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    found: dict[bytes, Vectors] = {}
    if not file.is_file():
        return found
    distinct = list(dict.fromkeys(keys))
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=30)) as base:
        for start in range(0, len(distinct), _ASKED):
            part = distinct[start : start + _ASKED]
            marks = ",".join("?" * len(part))
            rows = base.execute(f"SELECT key, vector FROM vectors WHERE key IN ({marks})", part)
            found |= {key: np.frombuffer(value, np.float32) for key, value in rows}
    return found


def _keep(file: Path, fresh: dict[bytes, Vectors]) -> None:
    with suppress(sqlite3.Error, OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(file, timeout=30)) as base, base:
            base.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB)")
            rows = [(key, vector.tobytes()) for key, vector in fresh.items()]
            base.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
