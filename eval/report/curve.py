"""Would more labels help? The learning curve of a model, as a report of its own and in a run's report.

``python -m nlp.run +task=learning_curve`` writes ``curve.json``; later runs of the same model on the same
labels show it.

>>> figure(Voice("en"), curve).id  # doctest: +SKIP
'learning'

Source: the law behind 'labels needed' is explained in ``eval.learning``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.learning import SHARE
from eval.report.charts.curves import Axes, Line, curves
from eval.report.charts.svg import nice
from eval.report.findings import Findings
from eval.report.method import codebook, data, reproduce
from eval.report.references import cited
from eval.report.value import Block, Figure, Prose, Report, Section, Table
from eval.report.voice import Voice


def section(found: Findings) -> Section | None:
    """Return the section of a run whose model has a stored curve on these labels, None without one."""
    curve = found.record.get("learning")
    if not curve:
        return None
    say = found.voice
    blocks: list[Block] = [Prose([needed(say, curve)]), figure(say, curve)]
    return Section("learning", say("section.learning"), blocks)


def report(curve: Mapping[str, Any], language: str) -> Report:
    """Return a learning curve (what ``curve.json`` holds) as a report."""
    say, corpus = Voice(language), curve["corpus"]
    size = say("articles", n=corpus["articles"]), say("stories", n=corpus["stories"])
    subtitle = say("page.subtitle", articles=size[0], stories=size[1], date=curve["started"][:10])
    sections: dict[str, list[Block]] = {
        "methods": [Prose([say("learning.method")]), Prose(cited(["learning"]), listed=True)],
        "data": data(say, curve),
        "codebook": codebook(say, curve),
        "reproduce": reproduce(say, curve),
    }
    return Report(
        kind="learning",
        title=f"{curve['model']} · {say.named('task', curve['of'])} · {corpus['name']}",
        subtitle=subtitle,
        language=language,
        verdict=[_gain(say, curve), needed(say, curve), say("learning.limits", share=say.share(SHARE))],
        sections=[Section("learning", say("section.learning"), [figure(say, curve)])],
        method=[Section(k, say(f"section.{k}"), b, folded=True) for k, b in sections.items() if b],
    )  # fmt: skip


def needed(say: Voice, curve: Mapping[str, Any]) -> str:
    """Return how many labels a score would take, or why no number is given."""
    found = curve["needed"]
    given = {"metric": say.metric(curve["metric"]), "target": say.decimal(found["target"])}
    if found["labels"] is None:
        return say("learning.unknown", **given, why=found["why"])
    ends = {k: _rounded(say, found[k]) for k in ("labels", "low", "high")}
    return say("learning.needed", **given, **ends, level=say.share(found["level"]))


def _rounded(say: Voice, labels: float) -> str:
    unit = int(10 ** max(0, len(str(round(labels))) - 2))
    return say.count(round(labels / unit) * unit)


def _gain(say: Voice, curve: Mapping[str, Any]) -> str:
    first, last = curve["points"][0], curve["points"][-1]
    return say(
        "learning.gain", model=curve["model"], metric=say.metric(curve["metric"]),
        few=first["size"], low=say.decimal(first["value"]),
        many=last["size"], high=say.decimal(last["value"]),
    )  # fmt: skip


def figure(say: Voice, curve: Mapping[str, Any]) -> Figure:
    """Return the mean score at growing sizes, with the band of draws."""
    metric, points, most = say.metric(curve["metric"]), curve["points"], curve["points"][-1]["size"]
    line = Line(
        metric,
        [(p["size"], p["value"]) for p in points],
        [(p["size"], p["low"], p["high"]) for p in points],
        chosen=[(p["size"], p["value"]) for p in points],
        band=True,
    )
    axes = Axes(
        say("learning.x"), metric, (0, nice(most)), (0, 1), tick=say.plain, y_tick=say.decimal_1
    )
    alt = f"{_gain(say, curve)} {say('learning.band', share=say.share(SHARE))}"
    rows = [
        [
            say.count(p["size"]), say.decimal(p["value"]),
            say("range", low=say.decimal(p["low"]), high=say.decimal(p["high"])), say.count(p["draws"]),
        ]
        for p in points
    ]  # fmt: skip
    heads = [
        say("learning.x"),
        metric,
        say("column.band", share=say.share(SHARE)),
        say("column.draws"),
    ]
    table = Table("learning", say("table.learning"), heads, rows)
    title = say("learning.title", value=say.decimal(points[-1]["value"]), n=most)
    note = say("learning.band", share=say.share(SHARE))
    return Figure("learning", title, alt, curves([line], axes, alt), table, note)
