"""Where the shipped configs and data lie (beside the packages in a checkout, inside them in a wheel),
and where what can be made again is kept for the user.

>>> (CONFIGS / "run.yaml").is_file()
True
"""

from __future__ import annotations

import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    inside = _HERE / f"_{name}"
    return inside if inside.is_dir() else _HERE.parent / name


CONFIGS = _shipped("configs")
DATA = _shipped("data")


def cache() -> Path:
    """Return the user's cache folder for this project: ``$XDG_CACHE_HOME`` or ``~/.cache``, not created."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "realign"


def kept_in(chosen: str, kind: str) -> Path:
    """Return the folder the user chose for a ``kind`` of kept things; '' is the user's cache folder."""
    return Path(chosen).expanduser() if chosen else cache() / kind
