"""What labelling a new corpus found: counts, counts corrected for measured errors, and what was measured.

Nothing here is scored: there is no gold answer. What stands behind the labels is the run that each model
was kept from (``run=``); where there is none, that is said.

>>> report(record, counts.labels, [Quality.of(run)], "en").kind  # doctest: +SKIP
'labelling'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.harness import Judgement
from eval.intervals import Plan
from eval.prevalence import corrected, rates
from eval.report.caveats import strangers
from eval.report.charts.dots import Mark, Row, dots
from eval.report.charts.svg import nice
from eval.report.findings import main_score
from eval.report.method import reproduce
from eval.report.references import cited
from eval.report.value import Block, Figure, Prose, Report, Section, Table
from eval.report.voice import Voice
from eval.scores import Array, Score
from nlp.store import StoredRun

Counted = Mapping[tuple[str, str], int]  # (topic asked about or '', label) -> articles

_FOREIGN = (
    0.05  # of the answers, on languages that were not in training: above, no share is corrected
)


@dataclass(frozen=True)
class Quality:
    """What a stored run measured of its model: its main score and the error rates of its labels."""

    task: str
    corpus: str
    articles: int
    main: Score | None
    rates: Mapping[str, Array]
    stories: int
    level: float

    @classmethod
    def of(cls, run: StoredRun) -> Quality:
        """Read it off a run."""
        record = run.record
        rows = [dict(row) for row in run.scores]
        own = [Score(**row) for row in rows if row.pop("model") == record["model"]]
        plan = Plan(seed=record["seed"], level=record["config"]["interval"]["level"])
        stories = len({i.story for i in run.items if i.gold.known})
        main, corpus = main_score(Judgement(own, {})), record["corpus"]
        return cls(
            record["task"], corpus["name"], corpus["articles"], main, rates(run, plan), stories, plan.level
        )  # fmt: skip


@dataclass(frozen=True)
class _Share:
    """How many articles carry a label, as counted and as corrected (None: cannot be)."""

    name: str
    counted: int
    of: int
    corrected: tuple[float, float, float] | None


def report(
    record: Mapping[str, Any], counted: Counted, known: Sequence[Quality], language: str
) -> Report:
    """Return what ``predict`` found as a report."""
    say, corpus = Voice(language), record["corpus"]
    shares = _shares(record, counted, known)
    sections = [
        Section("found", say("section.found"), _found(say, record, counted, shares)),
        Section("outcomes", say("section.outcomes"), _outcomes(say, record)),
    ]
    works: list[Block] = [Prose(cited(["prevalence"]), listed=True)]
    method = [
        Section("methods", say("section.methods"), [Prose([say("labelling.method")]), *works])
    ]
    method = method if any(s.corrected for s in shares) else []
    again = Section(
        "reproduce", say("section.reproduce"), [_models(say, record), *reproduce(say, record)]
    )
    return Report(
        kind="labelling",
        title=f"{corpus['name']} · {record['model']}",
        subtitle=f"{say('articles', n=corpus['articles'])} · {record['started'][:10]}",
        language=language,
        verdict=_verdict(say, record, shares, known),
        sections=sections,
        method=[Section(s.id, s.title, s.blocks, folded=True) for s in (*method, again)],
    )  # fmt: skip


def _shares(record: Mapping[str, Any], counted: Counted, known: Sequence[Quality]) -> list[_Share]:
    """Return one share per label of articles; sides on a topic are not corrected."""
    of, out = record["corpus"]["articles"], []
    found = {q.task: q for q in known}.get("topic")
    if found is not None and (_learned(record, found) or _strange(record)):
        found = None
    topics = any(m["task"] == "topic" for m in record["models"]) and any(counted.values())
    none = {("", name): 0 for name in (record["label_names"] if topics else ())}
    for (topic, label), n in sorted((none | dict(counted)).items()):
        if topic:
            continue
        both = found.rates.get(label) if found else None
        fixed = (
            corrected(n, of, both, found.level, 0, found.stories)
            if found is not None and both is not None
            else None
        )
        out.append(_Share(record["label_names"].get(label, label), n, of, fixed))
    return out


def _verdict(
    say: Voice, record: Mapping[str, Any], shares: Sequence[_Share], known: Sequence[Quality]
) -> list[str]:
    corpus, measured = record["corpus"], {q.task: q for q in known}
    out = [say("labelling.what", models=record["model"], articles=say("articles", n=corpus["articles"]),
               corpus=corpus["name"])]  # fmt: skip
    out += strangers(say, record, sum(record["outcomes"].values()))
    for task in dict.fromkeys(m["task"] for m in record["models"]):
        named, quality = say.named("task", task), measured.get(task)
        if quality is None or quality.main is None:
            out.append(say("labelling.unmeasured", task=named))
            continue
        given = {"metric": say.metric(quality.main.metric), "score": say.short(quality.main)}
        out.append(say("labelling.measured", task=named, corpus=quality.corpus, **given,
                       stories=say("stories", n=quality.main.stories)))  # fmt: skip
    told = [_told(say, s) for s in shares if s.corrected]
    if told:
        out.append(say("labelling.corrected", labels="; ".join(told)))
    if any(_learned(record, q) for q in known):
        return [*out, say("labelling.learned")]
    if _strange(record):
        return [*out, say("labelling.strange"), say("labelling.raw")]
    return [*out, say("labelling.limits" if told else "labelling.raw")]


def _learned(record: Mapping[str, Any], quality: Quality) -> bool:
    """Whether these are the articles that the model learned from, on which it errs less than elsewhere."""
    corpus = record["corpus"]
    return (corpus["name"], corpus["articles"]) == (quality.corpus, quality.articles)


def _strange(record: Mapping[str, Any]) -> bool:
    """Whether so many articles are in a language that was not in training that measured errors say nothing."""
    strange = sum((record.get("strangers") or {}).values())
    return bool(strange > _FOREIGN * sum(record["outcomes"].values()))


def _told(say: Voice, s: _Share) -> str:
    counted = {"n": s.counted, "share": say.share(s.counted / s.of)}
    return say("labelling.share", label=s.name, fixed=_fixed(say, s), **counted)


def _fixed(say: Voice, share: _Share) -> str:
    if share.corrected is None:
        return "–"
    value, low, high = map(say.share, share.corrected)
    return f"{value} [{say('range', low=low, high=high)}]"


def _found(
    say: Voice, record: Mapping[str, Any], counted: Counted, shares: Sequence[_Share]
) -> list[Block]:
    out: list[Block] = [_picture(say, shares)] if shares else []
    names, asked = (
        record["label_names"],
        dict.fromkeys(topic for topic, _ in sorted(counted) if topic),
    )
    rows = []
    for topic in asked:
        sides = {label: n for (about, label), n in counted.items() if about == topic}
        total = sum(sides.values())
        rows += [
            [names.get(topic, topic), say.named("label", side), say.count(n), say.share(n / total)]
            for side, n in sorted(sides.items())
        ]
    if rows:
        heads = [say(f"column.{c}") for c in ("label", "side", "articles", "share_of_label")]
        out.append(Table("sides", say("table.sides"), heads, rows))
    return out or [Prose([say("labelling.none")])]


def _picture(say: Voice, shares: Sequence[_Share]) -> Figure:
    counted, fixed = say("labelling.counted"), say("labelling.fixed")
    rows = [
        Row(
            s.name,
            [Mark(counted, s.counted / s.of), *([Mark(fixed, *s.corrected)] if s.corrected else [])],
            say.share(s.counted / s.of), f"n = {say.count(s.counted)}",
        )
        for s in shares
    ]  # fmt: skip
    alt = "; ".join(f"{s.name}: {say.share(s.counted / s.of)}, {_fixed(say, s)}" for s in shares)
    top = nice(max(m.high or m.value for r in rows for m in r.marks))
    most = max(shares, key=lambda s: s.counted)
    title = say("labelling.title", label=most.name, share=say.share(most.counted / most.of))
    wide, narrow = (dots(rows, alt, say.share, small, high=top) for small in (False, True))
    cells = [
        [s.name, say.count(s.counted), say.share(s.counted / s.of), _fixed(say, s)] for s in shares
    ]
    heads = [say("column.label"), say("column.articles"), counted, fixed]
    table = Table("found", say("table.found"), heads, cells)
    return Figure("found", title, alt, wide, table, say("labelling.note"), narrow)


def _outcomes(say: Voice, record: Mapping[str, Any]) -> list[Block]:
    rows = [[say(f"outcome.{o}"), say.count(n)] for o, n in record["outcomes"].items()]
    heads = [say("column.outcome"), say("column.answers")]
    notes = [*record["corpus"]["notes"], *record["notes"]]
    table = Table("outcomes", say("table.outcomes"), heads, rows)
    return [table, *([Prose(notes)] if notes else [])]


def _models(say: Voice, record: Mapping[str, Any]) -> Table:
    rows = [[m["name"], say.named("task", m["task"]), m["digest"]] for m in record["models"]]
    heads = [say("column.model"), say("column.task"), say("column.digest")]
    return Table("models", say("table.models"), heads, rows)
