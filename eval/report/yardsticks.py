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
from eval.report.voice import Voice
from eval.scores import Score


def yardsticks(found: Findings) -> list[Section]:
    """Return the sections that have something to say."""
    out = [_annotators(found, found.judged.ceiling)] if found.judged.ceiling else []
    return [*out, _outcomes(found)]


def _annotators(found: Findings, ceiling: Ceiling) -> Section:
    say = found.voice
    who = found.record.get("voters") or say("annotators.unknown")
    intro = say("annotators.intro", names=say.listed(ceiling.annotators), who=who)
    gold = {(s.metric, s.label): s for s in ceiling.against_gold}
    shown = [s for s in ceiling.judgement.scores if not s.label or s.metric == "f1"]
    rows = [
        [
            found.name(s), say.short(s),
            *([say.short(gold.get((s.metric, s.label)))] if found.labels else []),
            _share(say, ceiling.share(found.model, s.metric, s.label)), say.count(s.n),
        ]
        for s in shown
    ]  # fmt: skip
    kindly = ["kindly"] if found.labels else []  # references are the annotators' own
    heads = [say(f"column.{c}") for c in ("score", "others", *kindly)]
    share = say("column.share", model=found.model)
    told = [intro] + ([say("annotators.kindly")] if kindly else [])
    if shown and all(s.value == 1 for s in shown):
        told.append(say("annotators.alike"))
    blocks: list[Block] = [
        Prose([" ".join(told)]),
        Table("annotators", say("table.annotators"), [*heads, share, "n"], rows),
    ]
    agree = rows_of(ceiling.agreement, found)
    if agree:
        heads = [say(f"column.{c}") for c in ("coefficient", "value", "units", "stories")]
        blocks.append(Table("agreement", say("table.agreement"), heads, agree, folded=True))
    return Section("annotators", say("section.annotators"), blocks)


def _share(say: Voice, share: Score | None) -> str:
    """Return '76% [71% to 81%]'."""
    if share is None:
        return "–"
    if share.low is None or share.high is None:
        return say.share(share.value)
    ends = say("range", low=say.share(share.low), high=say.share(share.high))
    return f"{say.share(share.value)} [{ends}]"


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
