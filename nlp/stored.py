"""What else a run directory keeps, so that all its figures can be made again without a model.

``baselines.jsonl`` holds the baselines' predictions, ``votes.jsonl`` what each annotator answered;
both are read against the run's own items.

>>> files({"lead": items}, {})["baselines.jsonl"][:17]  # doctest: +SKIP
'{"model": "lead",'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, TypeVar

from nlp.errors import UserError
from nlp.item_rows import attributed_of, prediction_of, prediction_row
from nlp.records import Evidence, Gold, Item
from nlp.store import StoredRun

_Value = TypeVar("_Value")

BASELINES, VOTES = "baselines.jsonl", "votes.jsonl"
Answers = Mapping[str, Mapping[str, Gold]]  # annotator -> example id -> answer


def files(baselines: Mapping[str, Sequence[Item]], votes: Answers) -> dict[str, str]:
    """Return the texts of the two files by name; one that would be empty is left out."""
    rows = [
        {"model": name, **prediction_row(item.prediction)}
        for name, items in baselines.items()
        for item in items
    ]
    said = [
        {"annotator": who, "id": i, **_gold_row(gold)}
        for who, given in votes.items()
        for i, gold in given.items()
        if gold.known
    ]
    texts = {BASELINES: rows, VOTES: said}
    return {
        name: "".join(json.dumps(row) + "\n" for row in rows)
        for name, rows in texts.items()
        if rows
    }


def answers(run: StoredRun) -> dict[str, list[Item]]:
    """Return the items of the run's own model and of its baselines, by model name.

    Raises
    ------
    UserError
        When the file of the baselines is damaged.
    """
    own = {item.id: item for item in run.items}
    found: dict[str, list[Item]] = {str(run.record["model"]): run.items}
    for name, answer in _read(run.path / BASELINES, lambda r: (r["model"], prediction_of(r))):
        found.setdefault(name, []).append(replace(own[answer.id], prediction=answer))
    return found


def votes(run: StoredRun) -> dict[str, dict[str, Gold]]:
    """Return what each annotator answered, by annotator and example; {} for a run without votes.

    Raises
    ------
    UserError
        When the file of the votes is damaged.
    """
    found: dict[str, dict[str, Gold]] = {}
    for who, example, gold in _read(run.path / VOTES, _vote):
        found.setdefault(who, {})[example] = gold
    return found


def _gold_row(gold: Gold) -> dict[str, Any]:
    return {
        "labels": None if gold.labels is None else sorted(gold.labels),
        "references": list(gold.references),
        "evidence": [asdict(e) for e in gold.evidence],
        "attributed": [asdict(a) for a in gold.attributed],
    }


def _vote(row: dict[str, Any]) -> tuple[str, str, Gold]:
    labels = row["labels"]
    evidence = tuple(Evidence(**e) for e in row["evidence"])
    attributed = attributed_of(row.get("attributed"))
    known = None if labels is None else frozenset(labels)
    gold = Gold(known, tuple(row["references"]), evidence, attributed=attributed)
    return row["annotator"], row["id"], gold


def _read(path: Path, value: Callable[[dict[str, Any]], _Value]) -> list[_Value]:
    """Return ``value`` of every row of a file, [] when there is none."""
    if not path.is_file():
        return []
    try:
        with path.open(encoding="utf-8") as lines:
            return [value(json.loads(line)) for line in lines]
    except (ValueError, KeyError, TypeError) as problem:
        raise UserError(f"{path} is damaged ({problem}). Run it again.") from None
