"""The model table: what each model needs and costs, which languages it takes, and how good it was measured.

Needs, cost and languages are sentences of the header of the model's YAML. Measurements are read from
``data/quality.jsonl`` (classifiers) and ``data/quality_summaries.jsonl``, one JSON object per line: ``task``
and ``corpus``, or ``dataset``; ``config``, ``metric``, ``value``, ``low``, ``high``, the paired difference from
a reference (``difference``, ``p_adjusted``; of summaries ``delta``, from the lead), counts and times. What has
no line there was not measured.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docs.generate.markdown import code, table
from docs.generate.yamls import Yaml, group
from nlp.conf import locate
from nlp.paths import DATA

NOT = "Not measured"
_LANGUAGE = re.compile(r"language|English|French|multilingual", re.IGNORECASE)
Line = Mapping[str, Any]


def sentences(header: str) -> dict[str, str]:
    """Return ``what``, ``needs``, ``cost``, ``languages`` and ``use`` of a model's header.

    'What it is. Needs: x. Cost: y. English and French. Use it to z.' After the cost come sentences that
    speak of languages, and sentences on its use.
    """
    what, _, rest = header.partition(" Needs: ")
    needed, _, rest = rest.partition(" Cost: ")
    cost, *more = re.split(r"(?<=\.) (?=[A-Z])", rest)
    spoken = [s for s in more if _LANGUAGE.search(s) and not s.startswith("Use it")]
    use = [s for s in more if s not in spoken]
    languages = " ".join(spoken).removeprefix("Languages: ")
    return {
        "what": what,
        "needs": needed,
        "cost": cost,
        "languages": languages,
        "use": " ".join(use),
    }


def needs() -> str:
    """Return what every model needs, costs and reads, one table per kind of task."""
    kinds: dict[str, list[Sequence[str]]] = {}
    for file in group("model"):
        said = sentences(file.header)
        row = [
            code(file.name),
            said["what"],
            said["needs"],
            said["cost"],
            said["languages"],
            said["use"],
        ]
        kinds.setdefault(", ".join(tasks(file)), []).append(row)
    head = ["model", "what it does", "needs", "cost", "languages", "use"]
    return "\n\n".join(f"### For {kind}\n\n{table(head, rows)}" for kind, rows in kinds.items())


def tasks(file: Yaml) -> tuple[str, ...]:
    """Return the tasks that a model answers."""
    return tuple(locate(file.target, file.name).tasks)


def measured() -> str:
    """Return every measurement there is: a table per task and corpus, then per corpus of summaries."""
    tables = [("quality", "task", task, "corpus") for task in ("topic", "stance", "sources")]
    return "\n\n".join(
        _section(task, name, lines)
        for file, key, task, by in [*tables, ("quality_summaries", "", "summarize", "dataset")]
        for name, lines in _by(by, _lines(file, **({key: task} if key else {})))
    )


def _by(key: str, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """Return the lines by corpus, in the order of the file; one empty group where there is none."""
    names = list(dict.fromkeys(str(line.get(key, "bundled")) for line in lines))
    groups = [(n, [x for x in lines if str(x.get(key, "bundled")) == n]) for n in names]
    return groups or [("", [])]


def _section(task: str, corpus: str, lines: Sequence[Line]) -> str:
    able = [file.name for file in group("model") if task in tasks(file)]
    made = _summarizers(lines, able) if task == "summarize" else _classifiers(lines, able)
    return f"### {task}{f': {corpus}' if corpus else ''}\n\n{made}"


def _lines(name: str, **only: str) -> list[Line]:
    """Return the measurements of a file, none when the file is not there."""
    file = DATA / f"{name}.jsonl"
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [line for line in lines if all(line.get(k) == v for k, v in only.items())]


def _classifiers(lines: Sequence[Line], able: Sequence[str]) -> str:
    reference = next((str(line["reference"]) for line in lines if line.get("reference")), "")
    compared = f"difference from {code(reference)}" if reference else "difference"
    head = ["model", compared, "articles (stories)", "fit, s", "articles a second"]
    cells = [
        [code(line["config"]), _contrast(line), _size(line),
         _number(line.get("fit_s"), 1), _number(line.get("articles_per_s"), 0)]
        for line in _best_first(lines)
    ]  # fmt: skip
    return _table(head, cells, lines, able)


def _contrast(line: Line) -> str:
    """Return the paired difference from the reference model, with its interval and adjusted p."""
    if line.get("difference") is None:
        return "–"
    p = line.get("p_adjusted")
    ends = _range(line.get("difference_low"), line.get("difference_high"), "+", 3)
    said = f"{_number(line['difference'], 3, '+')}{ends}"
    return said if p is None else f"{said}, p = {p:.4f}"


def _summarizers(lines: Sequence[Line], able: Sequence[str]) -> str:
    head = ["model", "difference from `lead`", "words used", "articles"]
    cells = [
        [code(line["config"]), _difference(line), _number(line.get("used"), 0), _number(line.get("n"), 0)]
        for line in _best_first(lines)
    ]  # fmt: skip
    return _table(head, cells, lines, able)


def _table(
    head: Sequence[str], cells: Sequence[Sequence[str]], lines: Sequence[Line], able: Sequence[str]
) -> str:
    """Return the rows with their score in the second column, then the models that have no row."""
    named = list(dict.fromkeys(str(line["metric"]) for line in lines))
    score = named[0] if len(named) == 1 else "score"
    rows = [
        [name, ("" if len(named) == 1 else f"{line['metric']} ") + _score(line), *rest]
        for line, (name, *rest) in zip(_best_first(lines), cells, strict=True)
    ]
    left = [name for name in able if name not in {line["config"] for line in lines}]
    bare = f"{NOT}: {', '.join(map(code, left))}." if left else ""
    made = table([head[0], score, *head[1:]], rows) if rows else ""
    return "\n\n".join(part for part in (made, bare) if part)


def _best_first(lines: Sequence[Line]) -> list[Line]:
    return sorted(
        lines, key=lambda x: (str(x["metric"]), -float(x["value"] or 0), str(x["config"]))
    )


def _score(line: Line) -> str:
    if line.get("low") is None:
        return f"{_number(line['value'])} ({line.get('note') or 'no interval'})"
    return f"{_number(line['value'])}{_range(line['low'], line['high'])}"


def _difference(line: Line) -> str:
    delta = line.get("delta")
    if not isinstance(delta, Mapping):
        return _number(delta, sign="+")
    ends = _range(delta.get("low"), delta.get("high"), "+")
    return f"{_number(delta.get('value'), sign='+')}{ends}"


def _range(low: float | None, high: float | None, sign: str = "", digits: int = 2) -> str:
    if low is None or high is None:
        return ""
    return f" [{_number(low, digits, sign)}, {_number(high, digits, sign)}]"


def _size(line: Line) -> str:
    stories = line.get("stories")
    return _number(line.get("articles"), 0) + (f" ({_number(stories, 0)})" if stories else "")


def _number(value: float | None, digits: int = 2, sign: str = "") -> str:
    return "–" if value is None else f"{round(float(value), digits) + 0.0:{sign},.{digits}f}"
