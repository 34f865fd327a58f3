"""Replies of a language model, kept on disk: the same question is paid for once, and a stopped run goes on.

One SQLite file in the user's cache folder (or ``cache=FOLDER``). The key is the SHA-256 of address, model,
prompt, article and parameters, so that any change asks anew; keys to services are no part of it. Where the
folder cannot be written or the file is damaged, replies are not kept.

>>> key_of("http://127.0.0.1:8000/v1", "/chat/completions", {"model": "m"})[:8]
'ce03c5a3'
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing, suppress
from typing import Any

from nlp.paths import kept_in


def key_of(address: str, path: str, body: Mapping[str, Any]) -> str:
    """Return the hash (hex) under which the reply to a request is kept."""
    text = json.dumps([address, path, body], sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


class Replies:
    """Replies by key.

    Parameters
    ----------
    cache
        A folder; '' is the user's cache folder, 'none' keeps nothing.
    """

    def __init__(self, cache: str) -> None:
        self.file = None if cache == "none" else kept_in(cache, "replies") / "replies.sqlite"

    def find(self, key: str) -> dict[str, Any] | None:
        """Return the kept reply, or None."""
        if self.file is None or not self.file.is_file():
            return None
        with (
            suppress(sqlite3.Error, ValueError),
            closing(sqlite3.connect(self.file, timeout=30)) as base,
        ):
            for (text,) in base.execute("SELECT reply FROM replies WHERE key = ?", (key,)):
                found = json.loads(text)
                return found if isinstance(found, dict) else None
        return None

    def keep(self, key: str, reply: Mapping[str, Any]) -> None:
        """Keep a reply."""
        if self.file is None:
            return
        with suppress(sqlite3.Error, OSError):
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self.file, timeout=30)) as base, base:
                base.execute(
                    "CREATE TABLE IF NOT EXISTS replies (key TEXT PRIMARY KEY, reply TEXT)"
                )
                row = (key, json.dumps(reply, ensure_ascii=True))
                base.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", row)
