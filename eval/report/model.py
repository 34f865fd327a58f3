"""A report as a value: what is said and shown, before any markup.

>>> Table("Ledger", ["outcome", "articles"], [["scored", "40"]]).rows
[['scored', '40']]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.harness import Judgement
from eval.report import numbers, verdict
from eval.report.articles import ArticleView, views
from eval.scores import Score
from nlp.records import Item

SHOWN = 200  # articles in the page; all are in predictions.parquet


@dataclass(frozen=True)
class Mark:
    """One dot of the picture: a model's value, with its interval when there is one."""

    model: str
    value: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Row:
    """One line of the picture: a metric (or a label's metric) with a mark per model."""

    name: str
    marks: list[Mark]
    n: str


@dataclass(frozen=True)
class Table:
    """A table of ready texts; the first column is the row's name."""

    caption: str
    columns: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Report:
    """Everything a run's report says, in the order in which it says it."""

    title: str
    record: Mapping[str, Any]
    verdict: list[str]
    picture_title: str
    picture: list[Row]
    scores: Table
    baselines: Table
    ledger: Table
    articles: list[ArticleView]
    articles_left: int
    method: Table
    signatures: Table


def report(
    record: Mapping[str, Any],
    judged: Mapping[str, Judgement],
    answers: Mapping[str, Sequence[Item]],
) -> Report:
    """Build the report of the first model in ``judged``; the others are its baselines."""
    name = next(iter(judged))
    own = judged[name]
    items = answers[name]
    shown = views(items, record, SHOWN)
    return Report(
        title=f"{record['task']} · {name} · {record['corpus']['name']}",
        record=record,
        verdict=verdict.sentences(record, judged, answers),
        picture_title=verdict.picture_title(record, judged),
        picture=picture(record, judged),
        scores=score_table(f"Scores of {name}", own.scores, record),
        baselines=baseline_table(record, judged),
        ledger=ledger_table(own),
        articles=shown,
        articles_left=len(items) - len(shown),
        method=method_table(record),
        signatures=Table(
            "How each number was made",
            ["score", "signature"],
            [[_name(s, record), s.signature] for s in own.scores],
        ),
    )


def headline(judgement: Judgement) -> list[Score]:
    """Return the scores worth a picture: averages first, then each label's F1, or every mean.

    Descriptions and counts (no better or worse) are left to the tables.
    """
    rated = [s for s in judgement.scores if s.higher_is_better is not None]
    labelled = [s for s in rated if s.label and s.metric == "f1"]
    overall = [s for s in rated if not s.label]
    wanted = ("macro_f1", "micro_f1", "accuracy", "subset_accuracy")
    chosen = [s for s in overall if s.metric in wanted or s.metric.startswith(("rouge", "chrf"))]
    return (chosen or overall)[:8] + labelled


def picture(record: Mapping[str, Any], judged: Mapping[str, Judgement]) -> list[Row]:
    """Return one row per headline score, with every model's mark on it."""
    rows = []
    for score in headline(next(iter(judged.values()))):
        found = [(m, j.find(score.metric, score.label)) for m, j in judged.items()]
        marks = [
            Mark(m, s.value, s.low, s.high, numbers.short(s)) for m, s in found if s is not None
        ]
        rows.append(Row(_name(score, record), marks, f"n = {score.n}"))
    return rows


def score_table(caption: str, scores: Sequence[Score], record: Mapping[str, Any]) -> Table:
    """Return every score with its interval, n and number of stories."""
    rows = [
        [
            _name(s, record),
            numbers.value(s.metric, s.value),
            numbers.interval(s),
            str(s.n),
            str(s.stories),
            s.note,
        ]
        for s in scores
    ]
    return Table(caption, ["score", "value", "95% interval", "n", "stories", "note"], rows)


def baseline_table(record: Mapping[str, Any], judged: Mapping[str, Judgement]) -> Table:
    """Return the headline scores of the model and of every baseline, side by side."""
    rows = []
    for score in headline(next(iter(judged.values()))):
        found = [j.find(score.metric, score.label) for j in judged.values()]
        rows.append(
            [_name(score, record), *("–" if s is None else numbers.short(s) for s in found)]
        )
    return Table("Beside its baselines (same articles, same folds)", ["score", *judged], rows)


def ledger_table(judgement: Judgement) -> Table:
    """Return how every example ended."""
    rows = [[outcome, str(n)] for outcome, n in judgement.ledger.items()]
    return Table(
        "Outcome ledger: every example is in exactly one row", ["outcome", "examples"], rows
    )


def method_table(record: Mapping[str, Any]) -> Table:
    """Return what a reviewer asks for: data, split, hashes, versions, command."""
    corpus, interval = record["corpus"], record["config"]["interval"]
    languages = ", ".join(f"{k} {v}" for k, v in corpus["languages"].items())
    config, versions = record["config"], record["versions"]
    rows = [
        ["command", record["command"]],
        ["corpus", f"{corpus['name']}: {corpus['articles']} articles, {corpus['stories']} stories"],
        ["languages", languages],
        ["corpus notes", " ".join(corpus["notes"]) or "none"],
        ["split", f"{config['folds']} folds; near-duplicate articles (stories) share a fold"],
        [
            "intervals",
            f"{interval['level']:.0%}, {interval['method']} bootstrap over stories,"
            f" {interval['resamples']} resamples, seed {record['seed']}; proportions: Wilson",
        ],
        ["codebook", f"{record['codebook']['name']} {record['codebook']['version']}"],
        *([f"{what} hash", record[f"{what}_hash"]] for what in ("gold", "codebook")),
        ["corpus hash", corpus["hash"]],
        ["versions", ", ".join(f"{k} {v}" for k, v in versions.items())],
        ["code", _code(record["code"])],
        ["time", f"{record['started']}, {record['seconds']} s"],
    ]
    return Table("Method", ["what", "value"], rows)


def _code(code: Mapping[str, Any]) -> str:
    if not code:
        return "installed release"
    return f"commit {code['commit'][:12]}" + (", with uncommitted changes" if code["dirty"] else "")


def _name(score: Score, record: Mapping[str, Any]) -> str:
    label = record["label_names"].get(score.label, score.label)
    return f"{label}: {numbers.name(score.metric)}" if label else numbers.name(score.metric)
