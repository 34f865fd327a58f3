"""What a run was made from: configuration, hashes of data and codebook, versions, code state.

Nothing here names a person, a home folder or a secret.

>>> "numpy" in versions()
True
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from nlp.codebook import load
from nlp.codebook.model import Topic
from nlp.conf import portable
from nlp.corpus.build import Corpus
from nlp.paths import DATA
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
            "datasheet": _datasheet(config.get("corpus") or {}),
        },
        "labels": labels and {"names": list(labels.names), "exclusive": labels.exclusive},
        "label_names": {t.id: _named(t, config) for t in book.topics},
        "codebook": {
            "name": book.name,
            "version": book.version,
            "rules": list(book.presence.rules),
            "topics": [_topic(t, config) for t in book.topics],
        },
        "codebook_hash": book.digest,
        "gold_hash": _gold_hash(gold),
        "seed": config["seed"],
        "config": config,
        "metrics": list((config.get("metric") or {}).values()),
        "annotators": sorted(corpus.votes),
        "voters": corpus.voters,
        **made(),
    }


def _named(topic: Topic, config: dict[str, Any]) -> str:
    """Return a topic's name in the report's language, in English where it has none."""
    language = (config.get("report") or {}).get("language", "en")
    return topic.name.get(language) or topic.name.get("en", topic.id)


def _topic(topic: Topic, config: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": topic.id,
        "name": _named(topic, config),
        "definition": topic.definition,
        "counts": list(topic.counts),
        "does_not_count": list(topic.does_not_count),
        "proposition": topic.proposition,
    }


def _datasheet(corpus: dict[str, Any]) -> list[str]:
    """Return the paragraphs under 'In one paragraph' of the README beside a corpus, [] without one."""
    given = corpus.get("path") or []
    first = str([given] if isinstance(given, str) else given[0]) if given else ""
    first = re.sub(r"^\[?'?\$\{data:([^}]*)\}.*", lambda m: str(DATA / m[1]), first)
    for folder in Path(first).parents[:2] if first else ():
        file = folder / "README.md"
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            found = re.search(r"(?ms)^## In one paragraph\n(.*?)(?=^## |\Z)", text)
            return re.sub(r"[*`]", "", found[1]).strip().split("\n\n") if found else []
    return []


def made(module: str = "nlp.run") -> dict[str, Any]:
    """Return what this process is: its command, versions, code state, hardware and start."""
    return {
        "command": shlex.join(["python", "-m", module, *map(_shown, sys.argv[1:])]),
        "versions": versions(),
        "code": _git(),
        "hardware": {"machine": platform.machine(), "system": platform.system()},
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _shown(argument: str) -> str:
    """Return ``option=value`` of a command line without what must stay secret."""
    option, sign, value = argument.partition("=")
    return option + sign + str(portable(value, option.rpartition(".")[2]))


def key(*parts: Any) -> str:
    """Return a short hash that names a job by everything that determines its answers."""
    text = json.dumps([*parts, versions(), _sources()], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _languages(corpus: Corpus) -> dict[str, int]:
    names = [a.language or "unknown" for a in corpus.articles]
    return {name: names.count(name) for name in sorted(set(names))}


def _gold_hash(gold: Sequence[Gold]) -> str:
    rows = [[sorted(g.labels) if g.labels is not None else None, list(g.references)] for g in gold]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that figures depend on."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


@cache
def _sources() -> str:
    """Return a hash of this package's code: what other code has computed is not taken over."""
    total = hashlib.sha256()
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        total.update(file.read_bytes())
    return total.hexdigest()


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
