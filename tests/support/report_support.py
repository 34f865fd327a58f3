"""Reports of small made-up runs, for tests of what they say and of how they behave in a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.alignment import label_set
from eval.consensus import Answers
from eval.intervals import Plan
from eval.judging import judge_all
from eval.rebuild import build
from eval.report.findings import Findings
from eval.report.single import report
from eval.report.value import Report
from eval.report.voice import Voice
from nlp.records import (
    Article,
    Evidence,
    Gold,
    Item,
    Outcome,
    Prediction,
    SummarySentence,
)

TOPIC = [
    {"_target_": "eval.metrics.f1.F1", "average": "macro"},
    {"_target_": "eval.metrics.per_label.PerLabel"},
]
SUMMARY = [{"_target_": "eval.metrics.rouge.Rouge"}]
NAMES = ("mines", "ports")


def record(
    task: str = "topic", labels: Sequence[str] = NAMES, exclusive: bool = False, **more: Any
) -> dict[str, Any]:
    """What ``run.json`` of a small run holds."""
    return {
        "task": task, "model": "mine",
        "corpus": {
            "name": "made up", "articles": 40, "stories": 40, "languages": {"en": 40}, "hash": "c0",
            "notes": [], "datasheet": [],
        },
        "labels": {"names": list(labels), "exclusive": exclusive} if task != "summarize" else None,
        "label_names": {name: name.capitalize() for name in labels},
        "codebook": {"name": "book", "version": "1", "rules": [], "topics": []},
        "codebook_hash": "b0", "gold_hash": "g0", "seed": 0,
        "config": {"interval": {"resamples": 400, "level": 0.95, "method": "percentile"},
                   "report": {"language": "en", "also": []}},
        "metrics": SUMMARY if task == "summarize" else TOPIC,
        "command": "python -m nlp.run", "versions": {"python": "3.11"}, "code": {},
        "hardware": {}, "started": "2026-01-02T03:04:05Z", "seconds": 1.5,
        "annotators": [], "voters": "", **more,
    }  # fmt: skip


def item(
    i: int, gold: str | None, said: str, *, story: str = "", p: float | None = None,
    outcome: Outcome = Outcome.SCORED, text: str = "", title: str = "", names: Sequence[str] = NAMES,
    **article: Any,
) -> Item:  # fmt: skip
    """An example; 'mp' carries both labels, '' none, None is not labelled."""

    def labels(letters: str) -> frozenset[str]:
        return frozenset(n for n in names if n[0] in letters)

    scores = {n: p if n in labels(said) else 1 - p for n in names} if p is not None else {}
    body = text or f"Article {i} tells of the harvest. Its second sentence is number {i * 7}."
    evidence = tuple(Evidence(n, 0, 7) for n in sorted(labels(said)))
    return Item(
        f"e{i}", Article(f"e{i}", body, title or f"Title {i}", "en", **article), story or f"s{i}",
        Gold(None if gold is None else labels(gold)),
        Prediction(f"e{i}", labels(said), scores, evidence=evidence, outcome=outcome), fold=i % 5,
    )  # fmt: skip


def summary_item(i: int, said: str, reference: str | None, text: str = "") -> Item:
    """A summary beside its reference."""
    body = text or f"{said} Nothing else happened on day {i}."
    start = body.find(said)
    sentence = SummarySentence(said, start, start + len(said) if start >= 0 else -1)
    gold = Gold(references=(reference,)) if reference is not None else Gold()
    return Item(f"e{i}", Article(f"e{i}", body, f"Title {i}", "en"), f"s{i}", gold,
                Prediction(f"e{i}", summary=(sentence,)))  # fmt: skip


def found(
    answers: Mapping[str, Sequence[Item]], about: Mapping[str, Any] | None = None,
    votes: Answers | None = None, language: str = "en",
) -> Findings:  # fmt: skip
    """Judge ``answers`` and gather what a report is made of."""
    about = about or record()
    metrics = [build(m) for m in about["metrics"]]
    judged = judge_all(answers, votes or {}, metrics, label_set(about), Plan(400))
    return Findings.of(about, judged, answers, votes or {}, Voice(language))


def whole(
    answers: Mapping[str, Sequence[Item]], about: Mapping[str, Any] | None = None,
    votes: Answers | None = None, language: str = "en",
) -> Report:  # fmt: skip
    """The whole report."""
    f = found(answers, about, votes, language)
    return report(f.record, f.judged, answers, f.votes, language)


def mixed(n: int = 40, wrong: int = 8, p: float | None = 0.9, **more: Any) -> list[Item]:
    """``n`` examples of all four kinds, the first ``wrong`` answered wrongly."""
    kinds = ("m", "p", "mp", "")
    return [
        item(i, kinds[i % 4], kinds[(i + 1) % 4] if i < wrong else kinds[i % 4], p=p, **more)
        for i in range(n)
    ]
