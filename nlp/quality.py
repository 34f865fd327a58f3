"""How good the classifiers are, from stored runs: one JSON line per corpus, task and model.

``python -m nlp.quality runs/topic/*/* runs/stance/*/* --news FOLDER --out data/quality.jsonl``

'bundled' lines hold what each run measured out of fold, and its paired difference from the reference model
(story-swapped randomisation, Holm-adjusted over the models of a task). Each model is then fitted on the whole
bundled corpus, timed (seconds of processor time; vectors that are kept on disk are not computed again), and
with ``--news`` (MasakhaNEWS as ``eng.jsonl`` and ``fra.jsonl``) asked the real articles with standoff labels:
scores there are weighted by inclusion. Labels that no article carries have no figure of their own, and
count as 0 in macro-F1.

>>> line("topic", "bundled", "tfidf_lr", sample, plan)["metric"]  # doctest: +SKIP
'macro_f1'
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from eval.harness import join
from eval.intervals import Plan, interval, limits, resample
from eval.metrics.f1 import F1
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.sample import Pair, Sample
from eval.scores import Metric
from eval.significance import holm, randomisation
from nlp.conf import build, check, model_node, register
from nlp.errors import UserError, one_line
from nlp.material import Material
from nlp.models.units import forget
from nlp.quality_stored import lines
from nlp.records import Item, LabelSet
from nlp.store import read_run
from nlp.trained import Trained

REFERENCE = "tfidf_lr"
SOURCES = "sources"
_NEWS = {"masakhanews_en": "eng.jsonl", "masakhanews": "fra.jsonl"}
Line = dict[str, Any]
Samples = dict[str, Sample]  # by model


@one_line
def main(arguments: Sequence[str] | None = None) -> int:
    """Write the lines; returns the exit code (2 for a user's mistake)."""
    parser = argparse.ArgumentParser(
        "python -m nlp.quality", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run directories")
    parser.add_argument(
        "--news", type=Path, help="folder with MasakhaNEWS as eng.jsonl and fra.jsonl"
    )
    parser.add_argument("--out", type=Path, required=True, help="JSON Lines file to write")
    given = parser.parse_args(arguments)
    register()
    made = list(quality(given.runs, given.news))
    text = "".join(json.dumps(line) + "\n" for line in made)
    given.out.write_text(text, encoding="utf-8", newline="\n")
    return 0


def quality(runs: Iterable[Path], news: Path | None) -> Iterator[Line]:
    """Yield the lines of all runs, task by task, best model first.

    Raises
    ------
    UserError
        When a task has no run of the reference model, or two runs of one model.
    """
    plan, read = Plan(), [read_run(path) for path in runs]
    for task in sorted({run.record["task"] for run in read}, reverse=True):
        own = [run for run in read if run.record["task"] == task]
        items = {run.record["model"]: _plain(run.items) for run in own}
        if task == SOURCES:
            yield from lines(task, own, "source_majority")
            continue
        if REFERENCE not in items or len(items) < len(own):
            raise UserError(
                f"Task '{task}' needs one run of each model, {REFERENCE} among them; there are runs of"
                f" {', '.join(run.record['model'] for run in own)}."
            )
        labels = own[0].record["labels"]["names"]
        costs, answers = _asked(task, items, news)
        yield from _lines(task, "bundled", items, labels, plan, costs)
        if news:
            yield from _lines(task, "masakhanews", answers, labels, plan, costs)


def _plain(items: Iterable[Item]) -> list[Item]:
    return [item for item in items if item.gold.known]


def _asked(
    task: str, models: Iterable[str], news: Path | None
) -> tuple[dict[str, Line], dict[str, list[Item]]]:
    """Fit every model on the bundled corpus; return what that cost, and its answers on real news."""
    own = _settings(task)
    material = Material.read(build(own.task, "task"), own.corpus)
    real = [_real(task, name, news / file) for name, file in _NEWS.items()] if news else []
    first = {"model": model_node(REFERENCE, own), "task": own.task}
    Trained.fit(REFERENCE, first, material, 1)  # imports are not to count
    costs, answers = {}, {}
    for name in models:
        nodes = {"model": model_node(name, own), "task": own.task}
        forget()
        start = time.process_time()
        model = Trained.fit(name, nodes, material, 1)
        fitted = time.process_time()
        forget()
        model.predict(material.examples)
        asked = time.process_time() - fitted
        speed = len({e.article.id for e in material.examples}) / asked
        costs[name] = {"fit_s": round(fitted - start, 1), "articles_per_s": round(speed)}
        print(f"{task} {name} {costs[name]}", file=sys.stderr)
        answers[name] = [item for part in real for item in _answered(model, part)]
    return costs, answers


def _settings(task: str, *more: str) -> Any:
    """Return the settings of ``+task=TASK``."""
    from hydra import compose, initialize_config_dir

    from nlp.paths import CONFIGS

    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        return check(compose("run", [f"+task={task}", *more]))


def _real(task: str, corpus: str, file: Path) -> Material:
    own = _settings(task, f"corpus={corpus}", f"corpus.path={file}")
    return Material.read(build(own.task, "task"), own.corpus)


def _answered(model: Trained, part: Material) -> list[Item]:
    known = [i for i, gold in enumerate(part.gold) if gold.known]
    examples = [part.examples[i] for i in known]
    gold = [part.gold[i] for i in known]
    return join(examples, gold, model.predict(examples), part.stories)


def _lines(
    task: str,
    corpus: str,
    items: Mapping[str, Sequence[Item]],
    names: Sequence[str],
    plan: Plan,
    costs: Mapping[str, Line],
) -> Iterator[Line]:
    """Yield one line per model: macro-F1, F1 per label, cost, difference from the reference."""
    labels = LabelSet(tuple(names), task == "stance")
    samples = {m: Sample.of(F1("macro"), part, labels) for m, part in items.items()}
    against = _differences(samples, plan)
    for model in sorted(samples, key=lambda m: -samples[m].point()[0]):
        articles = len({item.article.id for item in items[model]})
        yield {
            "task": task, "config": model, "corpus": corpus, "metric": "macro_f1",
            **_value(samples[model], plan), "f1": _each(PerLabel(), "f1", items[model], labels),
            "average_precision": _each(Ranking(), "average_precision", items[model], labels),
            "articles": articles, "stories": samples[model].stories, **costs[model],
            **against.get(model, {}), "date": date.today().isoformat(),
        }  # fmt: skip


def _each(metric: Metric, key: str, items: Sequence[Item], labels: LabelSet) -> dict[str, float]:
    """Return one figure of every label that some item carries."""
    sample = Sample.of(metric, items, labels)
    carried = {name for item in items for name in item.gold.labels or ()}
    pairs = zip(sample.columns, sample.point(), strict=True)
    return {c.label: round(float(v), 3) for c, v in pairs if c.metric == key and c.label in carried}


def _value(sample: Sample, plan: Plan) -> Line:
    (spread,) = resample([sample], plan)
    found = limits(sample, 0, spread, plan)
    value = {"value": float(sample.point()[0]), "low": found.low, "high": found.high}
    note = {"note": found.note} if found.note else {}
    return {k: None if v is None else round(v, 3) for k, v in value.items()} | note


def _differences(samples: Samples, plan: Plan) -> dict[str, Line]:
    """Return each model's difference from the reference, with interval and Holm-adjusted p."""
    pairs = {m: Pair(s, samples[REFERENCE]) for m, s in samples.items() if m != REFERENCE}
    tests = replace(plan, resamples=10_000)
    p = [float(randomisation(pair, tests.resamples, plan.seed)[0]) for pair in pairs.values()]
    spreads = resample(list(pairs.values()), plan)
    found = {}
    for (model, pair), spread, adjusted in zip(pairs.items(), spreads, holm(p), strict=True):
        low, high, _ = interval(pair, 0, spread[:, 0], plan)
        gap = [round(float(x), 3) for x in (pair.point()[0], low, high)]
        found[model] = {"reference": REFERENCE, "difference": gap[0], "difference_low": gap[1],
                        "difference_high": gap[2], "p_adjusted": round(adjusted, 4)}  # fmt: skip
    return found


if __name__ == "__main__":
    raise SystemExit(main())
