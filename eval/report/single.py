"""The report of one run, as a value: verdict, scores, failures, articles, method.

>>> report(record, judged, answers, votes, "en").title  # doctest: +SKIP
'tfidf_lr · topic · bundled'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.consensus import Answers
from eval.judging import Judged
from eval.report import curve, verdict
from eval.report.failures import failures
from eval.report.findings import Findings
from eval.report.method import method
from eval.report.overview import scores
from eval.report.readings import browser
from eval.report.summaries import summaries
from eval.report.value import Report
from eval.report.voice import Voice
from eval.report.yardsticks import yardsticks
from nlp.records import Item

PRINTED = 10  # articles in print and without scripts


def report(
    record: Mapping[str, Any],
    judged: Judged,
    answers: Mapping[str, Sequence[Item]],
    votes: Answers,
    language: str,
) -> Report:
    """Build the report of the first model in ``answers``; the others are its baselines."""
    say = Voice(language)
    found = Findings.of(record, judged, answers, votes, say)
    articles, task = browser(found), say.named("task", record["task"])
    corpus = record["corpus"]
    subtitle = say(
        "page.subtitle",
        articles=say("articles", n=corpus["articles"]),
        stories=say("stories", n=corpus["stories"]),
        date=record["started"][:10],
    )
    parts = [
        scores(found), summaries(found), failures(found), curve.section(found), *yardsticks(found)
    ]  # fmt: skip
    shown = articles.readings[:PRINTED]
    return Report(
        kind="run",
        title=f"{found.model} · {task} · {corpus['name']}",
        subtitle=subtitle,
        language=language,
        verdict=verdict.sentences(found),
        sections=[part for part in parts if part is not None],
        method=method(found),
        browser=articles,
        worst=shown,
        worst_title=say("page.worst", n=len(shown)),
    )
