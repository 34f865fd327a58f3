"""Runs side by side: same task, same gold, same codebook, same examples, in the same order.

>>> names_of([Path("runs/topic/a/1"), Path("runs/topic/a/2")], [{"model": "a"}, {"model": "a"}])
['a/1', 'a/2']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from nlp.errors import UserError
from nlp.records import Item, LabelSet

# What must be the same in every run record, and what to do when it is not.
_SAME = {
    "task": "tasks differ: compare runs of one task",
    "gold_hash": "gold answers differ: run both on the same annotations",
    "codebook_hash": "codebooks differ: run both with the same codebook",
    "labels": "label sets differ: run both with the same codebook",
}


class Run(Protocol):
    """What is read from a run directory (``nlp.store.StoredRun``)."""

    @property
    def path(self) -> Path:
        """The run directory."""
        ...

    @property
    def record(self) -> dict[str, Any]:
        """What ``run.json`` holds."""
        ...

    @property
    def items(self) -> list[Item]:
        """Predictions joined to gold."""
        ...


def names_of(paths: Sequence[Path], records: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return a short distinct name per run: the model, with the directory when that is shared."""
    doubled = [str(p) for p, n in Counter(p.resolve() for p in paths).items() if n > 1]
    if doubled:
        raise UserError(f"run {doubled[0]} is named twice; name each run once.")
    models = [str(r.get("model", p.name)) for p, r in zip(paths, records, strict=True)]
    times = Counter(models)
    short = [m if times[m] == 1 else f"{m}/{p.name}" for m, p in zip(models, paths, strict=True)]
    full = Counter(short)
    return [s if full[s] == 1 else str(p) for s, p in zip(short, paths, strict=True)]


def label_set(record: Mapping[str, Any]) -> LabelSet | None:
    """Return the labels of a stored run, None for summaries."""
    stored = record.get("labels")
    return LabelSet(tuple(stored["names"]), bool(stored["exclusive"])) if stored else None


def align(runs: Sequence[Run], names: Sequence[str]) -> list[list[Item]]:
    """Return each run's items in the order of the first run's.

    Raises UserError for fewer than two runs, an empty run, or anything that is not the same.
    """
    if len(runs) < 2:
        raise UserError("give two or more run directories to compare.")
    first, found = runs[0], [_by_id(run, name) for run, name in zip(runs, names, strict=True)]
    for run, name, items in zip(runs[1:], names[1:], found[1:], strict=True):
        for key, advice in _SAME.items():
            if run.record.get(key) != first.record.get(key):
                raise UserError(f"runs {names[0]!r} and {name!r} cannot be compared: {advice}.")
        _same_ids(names[0], found[0], name, items)
        for i, item in items.items():
            if (item.gold, item.story) != (found[0][i].gold, found[0][i].story):
                what = "gold answer" if item.gold != found[0][i].gold else "story"
                raise UserError(f"runs {names[0]!r} and {name!r} disagree on the {what} of {i!r}.")
    return [[items[i] for i in found[0]] for items in found]


def _by_id(run: Run, name: str) -> dict[str, Item]:
    if not run.items:
        raise UserError(f"run {name!r} is empty: it holds no predictions.")
    doubled = [i for i, n in Counter(item.id for item in run.items).items() if n > 1]
    if doubled:
        raise UserError(f"run {name!r}: id {doubled[0]!r} is doubled.")
    return {item.id: item for item in run.items}


def _same_ids(a: str, first: Mapping[str, Item], b: str, second: Mapping[str, Item]) -> None:
    for name, extra in ((a, first.keys() - second.keys()), (b, second.keys() - first.keys())):
        if extra:
            shown = ", ".join(repr(i) for i in sorted(extra)[:3]) + (
                ", …" if len(extra) > 3 else ""
            )
            raise UserError(
                f"runs {a!r} and {b!r} hold different examples: "
                f"{len(extra)} only in {name!r}: {shown}."
            )
