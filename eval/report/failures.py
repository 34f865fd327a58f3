"""Where a classifier fails: worst slices, confusion, whether its probabilities hold, other thresholds.

>>> [b.id for b in failures(findings).blocks]  # doctest: +SKIP
['slices', 'confusion', 'reliability', 'thresholds']
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from eval.report.charts.dots import Mark, Row, dots
from eval.report.charts.matrix import Cell, matrix
from eval.report.findings import Findings
from eval.report.overview import p_value
from eval.report.probabilities import reliability, thresholds
from eval.report.value import Block, Figure, Section, Table
from eval.scores import answered
from eval.slices import Slice

WORST = 12  # slices in the picture; all are in slices.json


def failures(found: Findings) -> Section | None:
    """Return the section, None when there is nothing to show."""
    blocks: list[Block] = []
    shown = [s for s in found.judged.slices if s.low is not None and s.score is not None]
    if shown:
        blocks.append(slices(found, shown))
    if found.labels and any(i.gold.known for i in found.items):
        blocks.append(confusion(found) if found.exclusive else decisions(found))
        blocks += [f for f in (reliability(found), thresholds(found)) if f is not None]
    return Section("failures", found.voice("section.failures"), blocks) if blocks else None


def slices(found: Findings, shown: list[Slice]) -> Figure:
    """Return the worst slices with their intervals, and all of them as a table.

    Where two properties name the same articles (an outlet and its style), the picture shows one.
    """
    say, metric = found.voice, shown[0].metric
    alone = list({(s.n, s.stories, s.score, s.low): s for s in reversed(shown)}.values())[::-1]
    rows = [
        Row(
            _slice_name(found, s),
            [Mark(found.model, s.score or 0.0, s.low, s.high)],
            say.bracketed(metric, s.score, s.low, s.high),
            f"n = {say.count(s.n)}",
        )
        for s in ([s for s in alone if (s.difference or 0) < 0] or alone)[:WORST]
    ]
    alt = say("slices.alt", worst=rows[0].name, score=rows[0].text, metric=say.metric(metric))
    told = [s for s in alone if s.p is not None and s.p <= 0.05 and (s.difference or 0) < 0]
    title = say("slices.told", n=len(told)) if told else say("slices.untold")
    high = None if metric.startswith("rouge") else 1.0

    def draw(narrow: bool) -> Markup:
        return dots(rows, alt, lambda v: say.value(metric, v), narrow, high=high)

    table = _slice_table(found, shown)
    return Figure("slices", title, alt, draw(False), table, say("slices.note"), draw(True))


def _slice_name(found: Findings, s: Slice) -> str:
    name = found.voice.named("slice", s.by)
    return found.voice("of_label", label=name, metric=found.voice.group(found.label(s.value)))


def _slice_table(found: Findings, shown: list[Slice]) -> Table:
    say = found.voice
    rows = [
        [
            _slice_name(found, s), say.bracketed(s.metric, s.score, s.low, s.high),
            say.count(s.n), say.count(s.stories),
            say.bracketed(s.metric, s.difference, s.difference_low, s.difference_high, sign=True),
            "–" if s.p is None else p_value(say, s.p),
        ]
        for s in shown
    ]  # fmt: skip
    heads = [say(f"column.{c}") for c in ("stories", "rest", "p")]
    columns = [say("column.slice"), say.metric(shown[0].metric), "n", *heads]
    return Table("slices", say("table.slices"), columns, rows)


def confusion(found: Findings) -> Figure:
    """Return gold labels (rows) against predicted ones (columns), as counts with shares of the row."""
    say, empty = found.voice, found.voice("none")
    counts = {gold: dict.fromkeys((*found.labels, ""), 0) for gold in found.labels}
    for item in found.items:
        for gold in item.gold.labels or ():
            said = next(iter(item.prediction.labels), "") if answered(item) else ""
            counts[gold][said] += 1
    columns = [n for n in (*found.labels, "") if n or any(row[""] for row in counts.values())]
    names = [found.label(n) if n else empty for n in columns]
    cells = []
    for row in counts.values():
        total = sum(row.values()) or 1
        cells.append(
            [Cell(say.count(row[c]), row[c] / total, say.share(row[c] / total)) for c in columns]
        )
    rows = [found.label(n) for n in found.labels]
    pairs = [
        (row[said], gold, said)
        for gold, row in counts.items()
        for said in found.labels
        if said != gold
    ]
    most, gold, said = max(pairs, default=(0, "", ""))
    title = (
        say("confusion.most", gold=found.label(gold), said=found.label(said), n=most)
        if most
        else say("confusion.none")
    )
    heads = [say("column.gold"), *names]
    told = Table("confusion", say("table.confusion"), heads, _as_text(rows, cells))
    return _pictured(told, title, say("confusion.note"), rows, cells)


def decisions(found: Findings) -> Figure:
    """Return found, missed, wrongly found and rightly left out, per label of a set."""
    say, rows, cells = found.voice, [], []
    known = [i for i in found.items if i.gold.labels is not None]
    missed = {}
    for name in found.labels:
        gold = [name in (i.gold.labels or ()) for i in known]
        said = [answered(i) and name in i.prediction.labels for i in known]
        pairs = list(zip(gold, said, strict=True))
        hit, lost, added = (pairs.count(p) for p in ((True, True), (True, False), (False, True)))
        rest = len(pairs) - hit - lost - added
        carry, lack = (hit + lost) or 1, (added + rest) or 1
        missed[name] = (lost, hit + lost)
        shares = [hit / carry, lost / carry, added / lack, rest / lack]
        rows.append(found.label(name))
        cells.append(
            [
                Cell(say.count(n), share, say.share(share))
                for n, share in zip((hit, lost, added, rest), shares, strict=True)
            ]
        )
    worst = max(missed, key=lambda n: missed[n][0])
    lost, carry = missed[worst]
    title = say("decisions.title", label=found.label(worst), n=lost, of=carry)
    heads = [say(f"decisions.{k}") for k in ("hit", "missed", "added", "rest")]
    told = Table(
        "decisions", say("table.decisions"), [say("column.label"), *heads], _as_text(rows, cells)
    )
    return _pictured(told, title, say("decisions.note"), rows, cells)


def _as_text(rows: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """Return counts with their shares, a line per row."""
    return [
        [row, *(f"{cell.text} ({cell.below})" for cell in line)]
        for row, line in zip(rows, cells, strict=True)
    ]


def _pictured(
    table: Table, title: str, note: str, rows: Sequence[str], cells: Sequence[Sequence[Cell]]
) -> Figure:
    """Return the table as a matrix, wide and narrow, with the table behind it."""
    wide, narrow = (matrix(rows, table.columns[1:], cells, title, n) for n in (False, True))
    return Figure(table.id, title, title, wide, table, note, narrow)
