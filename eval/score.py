"""Judge predictions made elsewhere: the same metrics, intervals and report as a run of our own.

``python -m eval.score predictions.csv gold.csv --task topic``

Tables are CSV (also as spreadsheets save it), JSON Lines or Parquet; ``eval.tables`` says which
columns they have. Articles without a ``story`` column are grouped by their texts; without texts every
article is its own story. Exit codes are those of ``nlp.run``. This is a command line like
``nlp.run``: it may import everything.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.cli import FailuresError, guarded
from nlp.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from eval.tables import GoldTable, Row
    from nlp.conf import RunConfig

TASKS = ("topic", "stance", "summarize")
FORMATS = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet"}


def score(given: argparse.Namespace) -> Path:
    """Judge one table of predictions; return the run directory."""
    from eval.harness import join
    from eval.intervals import Plan
    from eval.judging import judge_all
    from eval.publish import intolerable, publish
    from eval.tables import gold_table, predictions
    from nlp import provenance, store
    from nlp.conf import build
    from nlp.corpus.build import Corpus

    started = time.monotonic()
    said = predictions(_rows(given.predictions, given.encoding), given.task)
    table = gold_table(_rows(given.gold, given.encoding), given.task)
    settings, config = _settings(given)
    task = build(settings.task, "task")
    metrics = [build(node, f"metric.{name}") for name, node in settings.metric.items()]
    for metric in metrics:
        if given.task not in metric.tasks:
            raise UserError(f"The metric {metric.name} does not answer task '{given.task}'.")
    name = given.name or given.predictions.stem
    path = store.new_path(given.output, given.task, name)
    stories, notes = _stories(table)
    items = join(table.examples, table.gold, said, stories)
    articles = list({e.article.id: e.article for e in table.examples}.values())
    corpus = Corpus(given.gold.stem, articles, notes=notes)
    record = provenance.record(
        config, {"model": name}, corpus, task, table.gold,
        [stories[a.id] for a in articles], settings.codebook,
    ) | provenance.made("eval.score")  # fmt: skip
    record["split"] = "not ours: the predictions were made elsewhere"
    plan = Plan(seed=settings.seed, **vars(settings.interval))
    judged = judge_all({name: items}, {}, metrics, task.labels, plan)
    record["seconds"] = round(time.monotonic() - started, 2)
    publish(path, record, judged, {name: items}, {})
    failed = intolerable(judged, given.tolerance, path)
    if failed:
        raise FailuresError(failed.replace("tolerance=", "--tolerance "), path)
    return path


def _rows(path: Path, encoding: str) -> list[Row]:
    from nlp.corpus import rows

    file_format = FORMATS.get(path.suffix.lower())
    if file_format is None:
        raise UserError(
            f"{path}: cannot tell what '{path.suffix}' is.{did_you_mean(path.suffix, FORMATS)}"
        )
    if not path.is_file():
        raise UserError(f"File {'is a folder' if path.is_dir() else 'not found'}: {path}.")
    found = list(rows.read(path, file_format, encoding))
    if not found:
        raise UserError(f"{path} is empty: it has no rows.")
    return found


def _settings(given: argparse.Namespace) -> tuple[RunConfig, dict[str, Any]]:
    """Return the task's configuration, as ``nlp.run`` would compose it, and its plain form."""
    from hydra import compose, initialize_config_dir

    from nlp.conf import check, plain, register
    from nlp.paths import CONFIGS

    register()
    metric = [f"metric=[{given.metric}]"] if given.metric else []
    with initialize_config_dir(version_base="1.3", config_dir=str(CONFIGS)):
        cfg = compose("run", [f"+task={given.task}", *metric])
    cfg.seed, cfg.tolerance, cfg.output = given.seed, given.tolerance, str(given.output)
    cfg.interval.resamples, cfg.interval.level = given.resamples, given.level
    cfg.codebook = str(given.codebook) if given.codebook else cfg.codebook
    settings = check(cfg)
    unused = ("job", "model", "corpus", "baselines", "split", "folds", "threads", "abstain", "run")
    return settings, {k: v for k, v in plain(cfg).items() if k not in unused}


def _stories(table: GoldTable) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return article -> story, and what a reader must know of it."""
    from nlp.stories import group

    articles = list({e.article.id: e.article for e in table.examples}.values())
    if table.stories:
        return {a.id: table.stories.get(a.id, a.id) for a in articles}, ()
    if all(a.text.strip() for a in articles):
        return dict(zip((a.id for a in articles), group(articles), strict=True)), ()
    note = (
        "The gold table has neither texts nor a column 'story': every article counts as its own story,"
        " and intervals are too narrow if some are copies."
    )
    return {a.id: a.id for a in articles}, (note,)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        "python -m eval.score", description=(__doc__ or "").split("\n")[0]
    )
    tables = "CSV, JSON Lines or Parquet"
    parser.add_argument("predictions", type=Path, help=f"a table of answers: {tables}")
    parser.add_argument("gold", type=Path, help=f"a table of right answers: {tables}")
    parser.add_argument("--task", required=True, choices=TASKS)
    parser.add_argument("--codebook", type=Path, help="your labels (default: the shipped codebook)")
    parser.add_argument("--metric", default="", help="such as macro_f1,mcc (default: the task's)")
    parser.add_argument("--name", default="", help="of the system (default: the predictions' file)")
    parser.add_argument("--output", type=Path, default=Path("runs"), help="where runs go (runs)")
    parser.add_argument("--encoding", default="utf-8-sig", help="of CSV and JSON Lines, say cp1252")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--resamples", type=int, default=2000, help="of stories (2000)")
    parser.add_argument("--level", type=float, default=0.95, help="of the intervals (0.95)")
    parser.add_argument(
        "--tolerance", type=float, default=0.0, metavar="N",
        help="examples that may fail or stay unparsed (below 1: their share) before exit code 3",
    )  # fmt: skip
    given = parser.parse_args(arguments)
    return guarded(lambda: score(given), [])


if __name__ == "__main__":
    sys.exit(main())
