"""What a run was made from: configuration, hashes of data and codebook, versions, code state.

Nothing here names a person, a home folder or a secret.
"""

from __future__ import annotations

import hashlib
import json
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nlp.codebook import load
from nlp.corpus.build import Corpus
from nlp.records import Gold, Task

_PACKAGES = ("realign", "numpy", "scipy", "scikit-learn", "hydra-core", "pyarrow", "rapidfuzz")


def record(
    config: dict[str, Any],
    names: dict[str, str],
    corpus: Corpus,
    task: Task,
    gold: Sequence[Gold],
    stories: Sequence[str],
    codebook: str,
) -> dict[str, Any]:
    """Return the run's record as it stands before any model has answered."""
    book = load(codebook)
    labels = task.labels
    return {
        "task": task.name,
        "model": names["model"],
        "corpus": {
            "name": corpus.name,
            "articles": len(corpus.articles),
            "stories": len(set(stories)),
            "languages": _languages(corpus),
            "hash": corpus.digest,
            "notes": list(corpus.notes),
        },
        "labels": labels and {"names": list(labels.names), "exclusive": labels.exclusive},
        "label_names": {t.id: t.name.get("en", t.id) for t in book.topics},
        "codebook": {"name": book.name, "version": book.version},
        "codebook_hash": book.digest,
        "gold_hash": _gold_hash(gold),
        "seed": config["seed"],
        "config": config,
        "metrics": list((config.get("metric") or {}).values()),
        "command": "python -m nlp.run " + " ".join(sys.argv[1:]),
        "versions": {"python": platform.python_version(), **_versions()},
        "code": _git(),
        "hardware": {"machine": platform.machine(), "system": platform.system()},
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def key(*parts: Any) -> str:
    """Return a short hash that names a job by everything that determines its answers."""
    text = json.dumps([*parts, _versions(), _git()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _languages(corpus: Corpus) -> dict[str, int]:
    names = [a.language or "unknown" for a in corpus.articles]
    return {name: names.count(name) for name in sorted(set(names))}


def _gold_hash(gold: Sequence[Gold]) -> str:
    rows = [[sorted(g.labels) if g.labels is not None else None, list(g.references)] for g in gold]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _git() -> dict[str, Any]:
    """Return commit and whether files differ from it; empty outside a checkout of this project."""
    root = Path(__file__).resolve().parent.parent
    if not (root / ".git").exists():
        return {}
    try:
        commit = _run(root, "rev-parse", "HEAD")
        return {"commit": commit, "dirty": bool(_run(root, "status", "--porcelain"))}
    except (OSError, subprocess.SubprocessError):
        return {}


def _run(root: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True, timeout=10
    )
    return done.stdout.strip()
