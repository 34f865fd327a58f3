"""Scores in one picture and in tables: the model, its baselines and the annotators side by side.

>>> [b.id for b in scores(findings).blocks]  # doctest: +SKIP
['scores', 'labels', 'all-scores']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from eval.harness import Judgement
from eval.judging import Judged
from eval.report import verdict
from eval.report.charts.dots import Mark, Row, dots
from eval.report.findings import Findings, headline
from eval.report.value import Block, Figure, Section, Table
from eval.report.voice import Voice
from eval.scores import Score


def scores(found: Findings) -> Section:
    """Return the section of scores: one picture, the table of labels, every score."""
    blocks: list[Block] = []
    if found.judged.answered:
        blocks.append(answered_table(found.voice, found.record, found.judged))
    if found.headline():
        blocks.append(picture(found))
    if found.labels:
        blocks.append(label_table(found))
    if found.contrasts:
        blocks.append(contrast_table(found))
    blocks.append(score_table(found))
    return Section("scores", found.voice("section.scores"), blocks)


def picture(found: Findings) -> Figure:
    """Return one row per headline score, with every model's and the annotators' mark on it."""
    say, rows = found.voice, []
    for score in found.headline():
        pairs = [(m, j.find(score.metric, score.label)) for m, j in found.judged.rows.items()]
        marks = [Mark(_named(say, m), s.value, s.low, s.high) for m, s in pairs if s is not None]
        rows.append(Row(found.name(score), marks, say.short(score), f"n = {say.count(score.n)}"))
    alt = say(
        "picture.alt",
        rows="; ".join(
            f"{r.name}: " + ", ".join(f"{m.name} {say.value(s.metric, m.value)}" for m in r.marks)
            for r, s in zip(rows, found.headline(), strict=True)
        ),
    )
    metric = found.headline()[0].metric
    unit = found.headline()[0].value <= 1 and not metric.startswith("rouge")

    def draw(narrow: bool) -> Markup:
        top = 1.0 if unit else None
        return dots(rows, alt, lambda v: say.value(metric, v), narrow, high=top)

    return Figure(
        "scores", verdict.picture_title(found), alt, draw(False),
        side_by_side(say, found.record, found.judged.rows), say("picture.note"), draw(True),
    )  # fmt: skip


def side_by_side(say: Voice, record: Mapping[str, Any], judged: Mapping[str, Judgement]) -> Table:
    """Return the headline scores of the model, every baseline and the annotators."""
    own, rows = next(iter(judged.values())), []
    for score in headline(own):
        found = [j.find(score.metric, score.label) for j in judged.values()]
        name = say.score(record, score.metric, score.label)
        rows.append([name, *map(say.short, found), say.count(score.n)])
    names = [_named(say, m) for m in judged]
    return Table("scores", say("table.beside"), [say("column.score"), *names, "n"], rows)


def answered_table(say: Voice, record: Mapping[str, Any], judged: Judged) -> Table:
    """Return coverage, risk and headline scores where the model answers, beside those over all."""
    given, whole = judged.answered, next(iter(judged.models.values()))
    assert given is not None, "asked for only of a model that abstains"
    model, *others = (_named(say, m) for m in judged.models)
    heads = [say("column.score"), model, *others, say("column.over_all", model=model), "n"]
    cover, none = given.coverage, ["–"] * (len(others) + 1)
    rows = [[say.metric("selective_coverage"), say.short(cover), *none, say.count(cover.n)]]
    own = next(iter(given.models.values()), None)
    risk = own and own.find("selective_risk")
    for score in [*([risk] if risk else []), *(headline(own) if own else [])]:
        found = [j.find(score.metric, score.label) for j in given.models.values()]
        name = say.score(record, score.metric, score.label)
        over_all = say.short(whole.find(score.metric, score.label))
        rows.append([name, *map(say.short, found), over_all, say.count(score.n)])
    return Table("answered", say("table.answered", model=model), heads, rows)


def label_table(found: Findings) -> Table:
    """Return precision, recall, F1 and support of every label, the least well found first."""
    say, rows = found.voice, []
    for f1 in sorted(found.by_label("f1"), key=lambda s: s.value):
        cells = [found.own.find(m, f1.label) for m in ("precision", "recall")]
        support = found.own.find("support", f1.label)
        n = say.count(int(support.value)) if support else "–"
        rows.append([found.label(f1.label), *map(say.short, cells), say.short(f1), n])
    heads = [say.metric(m) for m in ("precision", "recall", "f1", "support")]
    return Table("labels", say("table.labels"), [say("column.label"), *heads], rows)


def contrast_table(found: Findings) -> Table:
    """Return the paired difference from every baseline, with its test."""
    say, rows, main = found.voice, [], found.main
    for c in found.contrasts if main else ():
        gap = c.difference
        assert main is not None
        counts = "–" if gap.wins is None else f"{gap.wins} / {gap.ties} / {gap.losses}"
        rows.append(
            [
                c.baseline, say.value(main.metric, gap.value, sign=True),
                say.limits(main.metric, gap.low, gap.high, sign=True), p_value(say, gap.adjusted),
                counts, say("test." + gap.test.split()[0]),
            ]
        )  # fmt: skip
    heads = [say(f"column.{c}") for c in ("baseline", "difference", "interval", "p", "won", "test")]
    caption = say("table.contrasts", metric=say.metric(main.metric) if main else "")
    return Table("differences", caption, heads, rows, folded=True)


def p_value(say: Voice, p: float) -> str:
    """Return 'p' with three decimals, never as zero."""
    return f"< {say.decimal(0.001, 3)}" if p < 0.001 else say.decimal(p, 3)


def score_table(found: Findings) -> Table:
    """Return every score of the run's model with interval, n and stories."""
    rows = [_row(found, s) for s in found.own.scores]
    heads = [found.voice(f"column.{c}") for c in ("score", "value", "interval")]
    more = [found.voice(f"column.{c}") for c in ("stories", "note")]
    caption = found.voice("table.all", model=found.model)
    return Table("all-scores", caption, [*heads, "n", *more], rows, folded=True)


def _row(found: Findings, s: Score) -> list[str]:
    say = found.voice
    limits = say.limits(s.metric, s.low, s.high)
    counts = [say.count(s.n), say.count(s.stories)]
    return [found.name(s), say.value(s.metric, s.value), limits, *counts, s.note]


def _named(say: Voice, model: str) -> str:
    return say.named("who", model) if say.has(f"who.{model}") else model


def rows_of(scores: Sequence[Score], found: Findings) -> list[list[str]]:
    """Return a row with name, value, n and stories per score."""
    say = found.voice
    return [[found.name(s), say.short(s), say.count(s.n), say.count(s.stories)] for s in scores]
