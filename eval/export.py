"""A run's scores for others to read: Every Eval Ever, Hugging Face, CSV, LaTeX.

``python -m eval.export runs/topic/tfidf_lr/TIME --to latex --out scores.tex``

``model-index`` is the metadata block of a model card, ``eval-results`` a file for the folder
``.eval_results`` of a model repository (its ``dataset`` must be a benchmark on the Hub). In CSV and
LaTeX no text can become a formula or a command.

Sources: huggingface.co/docs/hub/model-cards and /eval-results; OWASP, "CSV injection".
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.every_eval_ever import record
from eval.report.latex import escape
from eval.report.voice import Voice
from nlp.errors import UserError, one_line
from nlp.store import StoredRun, read_run

_SAY = Voice("en")
FORMATS = ("every-eval-ever", "model-index", "eval-results", "csv", "latex")
_TASKS = {"summarize": "summarization"}
_COLUMNS = (
    "model", "metric", "label", "value", "low", "high", "level", "n", "stories", "note", "signature",
)  # fmt: skip


def to_csv(run: StoredRun) -> str:
    """Return every score, baselines included, as CSV; a text that would be a formula is quoted."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows([_cell(score[name]) for name in _COLUMNS] for score in run.scores)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, str) and re.match(r"\s*[=+\-@]|[\t\r\n]", value):
        return "'" + value
    return value


def to_latex(run: StoredRun) -> str:
    """Return a booktabs table, a row per score and a column per model."""
    models = list(dict.fromkeys(s["model"] for s in run.scores))
    keys = list(dict.fromkeys((s["metric"], s["label"]) for s in run.scores))
    found = {(s["model"], s["metric"], s["label"]): s for s in run.scores}
    rows = [
        [_name(metric, label, run.record), *(_value(found.get((m, metric, label))) for m in models)]
        for metric, label in keys
    ]
    lines = [" & ".join(row) + r" \\" for row in rows]
    head = " & ".join(["Score", *map(escape, models)]) + r" \\"
    level = f"{run.scores[0]['level']:.0%}" if run.scores else ""
    note = (
        f"% Brackets: {level} intervals over stories. Made by realign from {escape(run.path.name)}."
    )
    return "\n".join(
        [note, rf"\begin{{tabular}}{{l{'l' * len(models)}}}", r"\toprule", head, r"\midrule",
         *lines, r"\bottomrule", r"\end{tabular}", ""]
    )  # fmt: skip


def _name(metric: str, label: str, about: Mapping[str, Any]) -> str:
    text = str(about["label_names"].get(label, label))
    return escape(f"{text}: {_SAY.metric(metric)}" if text else _SAY.metric(metric))


def _value(score: Mapping[str, Any] | None) -> str:
    if score is None:
        return "--"
    value, *ends = (
        f"${_SAY.value(score['metric'], score[k]).replace('−', '-')}$"
        for k in ("value", "low", "high")
        if score[k] is not None
    )
    return f"{value} [{', '.join(ends)}]" if ends else value


def to_model_index(run: StoredRun, dataset: str = "") -> str:
    """Return the ``model-index`` block of a model card, as YAML."""
    about, corpus = run.record, run.record["corpus"]
    metrics = [
        {"type": s["metric"], "name": _key(s), "value": s["value"], "verified": False}
        for s in _own(run)
    ]
    result = {
        "task": {"type": _TASKS.get(about["task"], "text-classification"), "name": about["task"]},
        "dataset": {
            "type": dataset or corpus["name"],
            "name": corpus["name"],
            "revision": corpus["hash"],
        },
        "metrics": metrics,
    }
    return _yaml({"model-index": [{"name": about["model"], "results": [result]}]})


def to_eval_results(run: StoredRun, dataset: str) -> str:
    """Return a file for ``.eval_results``, as YAML: one entry per score, n and interval in its notes."""
    about = run.record
    return _yaml(
        [
            {
                "dataset": {"id": dataset, "task_id": f"{about['task']}/{_key(s)}"},
                "value": s["value"],
                "date": about["started"][:10],
                "notes": _notes(s),
            }
            for s in _own(run)
        ]
    )


def _notes(score: Mapping[str, Any]) -> str:
    said = [f"n={score['n']} ({score['stories']} stories)"]
    if score["low"] is not None:
        said.append(f"{score['level']:.0%} interval {score['low']:.3f} to {score['high']:.3f}")
    return "; ".join([*said, score["signature"]])


def _own(run: StoredRun) -> list[dict[str, Any]]:
    rated = [s for s in run.scores if s["higher_is_better"] is not None]
    return [s for s in rated if s["model"] == run.record["model"]]


def _key(score: Mapping[str, Any]) -> str:
    return f"{score['metric']}[{score['label']}]" if score["label"] else str(score["metric"])


def _yaml(value: Any) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True))


def export(given: argparse.Namespace) -> str:
    """Return the run in the format that was asked for."""
    run = read_run(given.run)
    if given.to == "csv":
        return to_csv(run)
    if given.to == "latex":
        return to_latex(run)
    if given.to == "model-index":
        return to_model_index(run, given.dataset)
    if given.to == "eval-results":
        if not given.dataset:
            raise UserError("eval-results needs the benchmark on the Hub: --dataset OWNER/NAME.")
        return to_eval_results(run, given.dataset)
    made = record(
        run, now=time.time(), organization=given.organization, model_id=given.model_id
    )  # fmt: skip
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


@one_line
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (2 for a user's mistake)."""
    parser = argparse.ArgumentParser(
        "python -m eval.export", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="run directory")
    parser.add_argument("--to", required=True, choices=FORMATS)
    parser.add_argument("--out", type=Path, metavar="FILE", help="default: the screen")
    parser.add_argument(
        "--dataset", default="", help="OWNER/NAME on the Hub, for eval-results and model-index"
    )
    parser.add_argument("--model-id", default="", help="OWNER/NAME of the model on the Hub")
    parser.add_argument("--organization", default="", help="who evaluated, for every-eval-ever")
    given = parser.parse_args(arguments)
    text = export(given)
    if given.out:
        given.out.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
