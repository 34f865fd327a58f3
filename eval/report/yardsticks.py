"""What figures are held against: annotators and their agreement, and what the unanswered could change.

>>> [s.id for s in yardsticks(findings)]  # doctest: +SKIP
['annotators', 'outcomes']
"""

from __future__ import annotations

from eval.ceiling import Ceiling
from eval.ledger import unread
from eval.report.findings import Findings
from eval.report.overview import rows_of
from eval.report.value import Block, Prose, Section, Table


def yardsticks(found: Findings) -> list[Section]:
    """Return the sections that have something to say."""
    out = [_annotators(found, found.judged.ceiling)] if found.judged.ceiling else []
    return [*out, _outcomes(found)]


def _annotators(found: Findings, ceiling: Ceiling) -> Section:
    say = found.voice
    who = found.record.get("voters") or say("annotators.unknown")
    intro = say("annotators.intro", names=say.listed(ceiling.annotators), who=who)
    gold = {(s.metric, s.label): s for s in ceiling.against_gold}
    rows = [
        [
            found.name(s), say.short(s),
            say.short(gold.get((s.metric, s.label))),
            say.short(ceiling.share(found.model, s.metric, s.label)), say.count(s.n),
        ]
        for s in ceiling.judgement.scores
        if not s.label or s.metric == "f1"
    ]  # fmt: skip
    heads = [say(f"column.{c}") for c in ("score", "others", "kindly")]
    share = say("column.share", model=found.model)
    blocks: list[Block] = [
        Prose([intro]), Table("annotators", say("table.annotators"), [*heads, share, "n"], rows)
    ]  # fmt: skip
    agree = rows_of(ceiling.agreement, found)
    if agree:
        heads = [say(f"column.{c}") for c in ("coefficient", "value", "units", "stories")]
        blocks.append(Table("agreement", say("table.agreement"), heads, agree))
    return Section("annotators", say("section.annotators"), blocks)


def _outcomes(found: Findings) -> Section:
    """How every example ended, and what that could change."""
    say = found.voice
    ledger = [[say(f"outcome.{o}"), say.count(n)] for o, n in found.own.ledger.items()]
    heads = [say("column.outcome"), say("column.examples")]
    blocks: list[Block] = [Table("outcomes", say("table.outcomes"), heads, ledger)]
    if found.judged.bounds:
        rows = [
            [
                say.score(found.record, b.metric, b.label),
                *(say.value(b.metric, v) for v in (b.worst, b.value, b.best)),
            ]
            for b in found.judged.bounds
        ]
        heads = [say(f"column.{c}") for c in ("score", "wrongly", "as_is", "rightly")]
        blocks.append(Table("bounds", say("table.bounds"), heads, rows))
    cut, characters = unread(found.items)
    if cut:
        blocks.append(Prose([say("outcomes.unread", cut=cut, characters=characters)]))
    missing = [say("outcomes.missing", name=k, why=w) for k, w in found.own.left_out.items()]
    said = [*found.record.get("notes", ()), *missing]
    return Section("outcomes", say("section.outcomes"), [*blocks, *([Prose(said)] if said else [])])
