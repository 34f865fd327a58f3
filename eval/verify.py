"""Do the stored predictions still give the stored figures? Each is computed again and held beside.

``python -m eval.verify runs/topic/tfidf_lr/TIME`` exits 0 when all agree, 1 with a line per
difference, 2 when the run cannot be read. Values and limits must agree to nine digits (linear algebra
differs in the last ones between machines); n, stories, notes and the wording of signatures exactly,
except for the toolkit's version.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.figures import figures
from eval.rescore import rescore
from nlp.errors import UserError
from nlp.store import StoredRun, read_run

_VERSION = re.compile(r"\|version:[^|]*")
_NAMED_BY = ("model", "metric", "label", "by", "value")


def differences(run: StoredRun) -> list[str]:
    """Return one line per stored figure that is not reproduced, or is on one side only."""
    lines = []
    for name, value in figures(rescore(run)).items():
        fresh, stored = dict(_leaves(_plain(value))), dict(_leaves(_stored(run.path / name)))
        lines += [
            f"{name}: {k} is stored, but not reproduced" for k in stored.keys() - fresh.keys()
        ]
        lines += [
            f"{name}: {k} is reproduced, but not stored" for k in fresh.keys() - stored.keys()
        ]
        lines += [
            f"{name}: {key} is {stored[key]!r} in the run, {fresh[key]!r} when computed"
            for key in stored.keys() & fresh.keys()
            if not _same(stored[key], fresh[key])
        ]
    return sorted(lines)


def _plain(value: Any) -> Any:
    """Return a value as it is after being written as JSON and read."""
    return json.loads(json.dumps(value))


def _stored(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    except ValueError as problem:
        raise UserError(f"{path} is damaged ({problem}). Run it again.") from None


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every plain value with a readable path, such as 'lead rouge1_f low'."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            yield from _leaves(part, f"{path} {key}".strip())
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _leaves(part, f"{path} {_name(part, index)}".strip())
    else:
        yield path, value


def _name(row: Any, index: int) -> str:
    if not isinstance(row, Mapping):
        return str(index)
    return " ".join(str(row[k]) for k in _NAMED_BY if isinstance(row.get(k), str) and row[k])


def _same(then: Any, now: Any) -> bool:
    if isinstance(then, float) and isinstance(now, float):
        return math.isclose(then, now, rel_tol=1e-9, abs_tol=1e-9)
    if isinstance(then, str) and isinstance(now, str):
        return _VERSION.sub("", then) == _VERSION.sub("", now)
    return bool(then == now)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        "python -m eval.verify", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run directories")
    given = parser.parse_args(arguments)
    code = 0
    for path in given.runs:
        try:
            run = read_run(path)
            lines = differences(run)
            count = f"{len(run.scores)} scores"
        except (UserError, OSError) as problem:
            print(f"error: {problem}", file=sys.stderr)
            return 2
        verdict = f"{count} reproduced" if not lines else f"{len(lines)} differences in {count}"
        print("\n".join([f"{path}: {verdict}", *lines]))
        code = max(code, int(bool(lines)))
    return code


if __name__ == "__main__":
    raise SystemExit(main())
