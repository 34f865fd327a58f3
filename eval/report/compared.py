"""The report of a comparison: tie groups, every pair, what differs, where the runs disagree, cost.

``python -m eval.compare RUN RUN … --html FILE``; a sweep writes one by itself.

>>> report(comparison, runs, "en").kind  # doctest: +SKIP
'comparison'
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.alignment import Run, names_of
from eval.comparison import Comparison, Difference
from eval.report.charts.dots import Mark, Row, dots
from eval.report.charts.matrix import Cell, matrix
from eval.report.charts.svg import nice
from eval.report.costs import configs, cost, metric_name
from eval.report.disagreements import browser
from eval.report.overview import p_value
from eval.report.references import cited
from eval.report.value import Block, Figure, Prose, Report, Section, Table
from eval.report.verdict import rounded
from eval.report.voice import Voice

PRINTED = 10


def report(found: Comparison, runs: Sequence[Run], language: str) -> Report:
    """Return the comparison ``found`` of ``runs`` as a report."""
    say, record = Voice(language), runs[0].record
    names = names_of([run.path for run in runs], [run.record for run in runs])
    by_name = dict(zip(names, runs, strict=True))
    articles = browser(found, by_name, say)
    shown = articles.readings[:PRINTED]
    size = {"examples": say("examples", n=found.n), "stories": say("stories", n=found.stories)}
    return Report(
        kind="comparison",
        title=f"{say.named('task', record['task'])} · {record['corpus']['name']}",
        subtitle=say("compare.subtitle", metric=metric_name(say, found), **size),
        language=language,
        verdict=_verdict(found, say),
        sections=[
            Section("standings", say("section.standings"), [_leaderboard(found, say)]),
            Section("pairs", say("section.pairs"), _pairs(found, say)),
            Section("configs", say("section.configs"), [configs(by_name, say)]),
            Section("cost", say("section.cost"), cost(found, by_name, say)),
        ],
        method=[_method(found, say)],
        browser=articles,
        worst=shown,
        worst_title=say("page.apart", n=len(shown)),
    )


def _bare(found: Comparison) -> str:
    return found.metric.partition("[")[0]


def _verdict(found: Comparison, say: Voice) -> list[str]:
    """Say who is with whom, whether the top two differ, and what would settle a tie."""
    groups = [
        say("compare.group", n=k, names=", ".join(names)) for k, names in enumerate(found.groups, 1)
    ]
    top, metric = found.differences[0], _bare(found)
    given = {
        "a": top.a, "b": top.b, "stories": say("stories", n=found.stories),
        "difference": say.gap(metric, top.value, top.low, top.high),
    }  # fmt: skip
    if top.resolved:
        said = say("compare.apart", **given)
    elif found.stories_needed is None:
        said = say("compare.same", **given)
    else:
        needed = say("compare.needed", n=rounded(found.stories_needed))
        said = f"{say('compare.tie', **given)} {needed}"
    return [said, " ".join(groups) + " " + say("compare.rule"), say("compare.limits")]


def _leaderboard(found: Comparison, say: Voice) -> Figure:
    metric = _bare(found)
    rows = [
        Row(
            s.name,
            [Mark("", s.value, s.low, s.high)],
            say.bracketed(metric, s.value, s.low, s.high),
            "",
            say("compare.group_short", n=s.group),
        )
        for s in found.standings
    ]
    first = found.groups[0]
    title = say("compare.leaders", names=say.listed(first)) if len(first) > 1 else say(
        "compare.leader", name=first[0]
    )  # fmt: skip
    alt = "; ".join(f"{r.name} {r.text}" for r in rows)
    high = None if metric.startswith("rouge") or found.standings[0].value > 1 else 1.0
    svg, narrow = (
        dots(rows, alt, lambda v: say.value(metric, v), small, high=high) for small in (False, True)
    )
    cells = [
        [
            s.name,
            say.count(s.group),
            say.value(metric, s.value),
            say.limits(metric, s.low, s.high),
            s.note,
        ]
        for s in found.standings
    ]
    heads = [say(f"column.{c}") for c in ("run", "group", "value", "interval", "note")]
    table = Table("standings", say("table.standings"), heads, cells)
    return Figure("standings", title, alt, svg, table, say("compare.note"), narrow)


def _pairs(found: Comparison, say: Voice) -> list[Block]:
    """The matrix of differences and the same as dots, with every test behind."""
    told = sum(d.resolved for d in found.differences)
    title = say("compare.pairs", n=told, of=len(found.differences))
    names = [s.name for s in found.standings]
    gaps = {(d.a, d.b): d for d in found.differences}
    cells = [
        [_cell(gaps.get((a, b)), a == b, _bare(found), say) for b in names[1:]] for a in names[:-1]
    ]
    table = _tests(found, say)
    grid, small = (matrix(names[:-1], names[1:], cells, title, n) for n in (False, True))
    return [
        Figure("pairs", title, title, grid, table, say("compare.matrix"), small),
        _differences(found, say, table),
    ]


def _cell(gap: Difference | None, same: bool, metric: str, say: Voice) -> Cell:
    if gap is None or same:
        return Cell("")
    told = say("compare.told") if gap.resolved else say("compare.untold")
    return Cell(say.value(metric, gap.value, sign=True), 0.9 if gap.resolved else 0.1, told)


def _differences(found: Comparison, say: Voice, table: Table) -> Figure:
    metric = _bare(found)
    rows = [
        Row(
            f"{d.a} − {d.b}",
            [Mark("", d.value, d.low, d.high)],
            say.bracketed(metric, d.value, d.low, d.high, sign=True),
            "",
        )
        for d in found.differences
    ]
    top = nice(max((max(abs(v) for v in _span(d)) for d in found.differences), default=1.0))
    alt = "; ".join(f"{r.name}: {r.text}" for r in rows)
    svg, narrow = (
        dots(rows, alt, lambda v: say.value(metric, v, sign=True), small, low=-top, high=top)
        for small in (False, True)
    )
    listed = Table(
        "gaps", say("table.gaps"), [table.columns[0], table.columns[1]], [r[:2] for r in table.rows]
    )
    return Figure("gaps", say("compare.gaps"), alt, svg, listed, say("compare.gaps_note"), narrow)


def _span(d: Difference) -> tuple[float, ...]:
    return tuple(v for v in (d.value, d.low, d.high) if v is not None)


def _tests(found: Comparison, say: Voice) -> Table:
    metric = _bare(found)
    rows = [
        [
            f"{d.a} − {d.b}", say.bracketed(metric, d.value, d.low, d.high, sign=True),
            p_value(say, d.adjusted),
            "–" if d.wins is None else f"{d.wins} / {d.ties} / {d.losses}",
            say.value(metric, d.detectable), say("test." + d.test.split()[0]),
        ]
        for d in found.differences
    ]  # fmt: skip
    heads = [say(f"column.{c}") for c in ("pair", "difference", "p", "won", "detectable", "test")]
    return Table("pairs", say("table.pairs"), heads, rows)


def _method(found: Comparison, say: Voice) -> Section:
    works = Prose(cited(["bootstrap", "contrasts"]), listed=True)
    return Section(
        "methods",
        say("section.methods"),
        [
            Prose([say("compare.method", level=say.share(found.level))]),
            Prose([found.signature], code=True),
            works,
        ],
        folded=True,
    )
