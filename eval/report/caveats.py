"""What a verdict must add before anyone concludes: counts that mislead, sentences to check, what is missing.

Each function returns the sentences it has to say, none when there is no need.

>>> limits(findings, main)  # doctest: +SKIP
['These figures hold for articles like these, …']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.report.backing import flagged, written
from eval.report.findings import Findings
from eval.report.voice import Voice
from eval.scores import Score, answered
from eval.significance import mcnemar
from nlp.records import Outcome

FEW = 30  # stories below which a figure is an anecdote
ALPHA = 0.05
_UNSCORED = (Outcome.ABSTAINED, Outcome.UNPARSED, Outcome.FAILED)


def counting(found: Findings) -> list[str]:
    """Say where a count of predicted labels is off by more than chance (exact McNemar)."""
    say, told = found.voice, []
    for label in found.labels if not found.exclusive else ():
        pairs = [
            (label in (i.gold.labels or ()), answered(i) and label in i.prediction.labels)
            for i in found.items
            if i.gold.known
        ]
        missed = sum(gold and not said for gold, said in pairs)
        added = sum(said and not gold for gold, said in pairs)
        if missed + added and mcnemar(missed, added) * len(found.labels) <= ALPHA:
            gold, said = sum(g for g, _ in pairs), sum(s for _, s in pairs)
            key = "verdict.too_few" if said < gold else "verdict.too_many"
            told.append(say(key, label=found.label(label), said=said, gold=gold))
    if not told:
        return []
    kept = [say("verdict.correctable")] if found.record["task"] == "topic" else []
    return [" ".join([say("verdict.counting", labels=say.listed(told)), *kept])]


def backed(found: Findings) -> list[str]:
    """Say how many sentences of written summaries to check, or that none was written."""
    said = [s for i in found.items for s in i.prediction.summary]
    if found.labels or not said:
        return []
    say, sentences = found.voice, written(found.items)
    if not sentences:
        return [say("verdict.extracted")]
    n, share = flagged(found, sentences)
    return [say("verdict.flagged" if n else "verdict.backed", n=n, share=share, of=len(sentences))]


def unanswered(found: Findings) -> list[str]:
    """Say how many examples got no answer, what they could change, and what was not read or labelled."""
    say, ledger, out = found.voice, found.own.ledger, []
    lost = {str(o): ledger.get(str(o), 0) for o in _UNSCORED}
    if sum(lost.values()):
        kinds = say.listed([f"{say.count(n)} {say(f'outcome.{o}')}" for o, n in lost.items() if n])
        out.append(say("verdict.unanswered", n=sum(lost.values()), kinds=kinds))
        main = found.main
        for b in found.judged.bounds:
            if main and (b.metric, b.label) == (main.metric, main.label):
                ends = {
                    k: say.value(b.metric, v) for k, v in (("best", b.best), ("worst", b.worst))
                }
                out[-1] += " " + say("verdict.bounds", metric=say.metric(b.metric), **ends)
    for outcome in (Outcome.SKIPPED_NO_GOLD, Outcome.TRUNCATED):
        n = ledger.get(str(outcome), 0)
        if n and found.main is not None:
            out.append(say(f"verdict.{outcome}", n=n))
    return out


def strangers(say: Voice, record: Mapping[str, Any], of: int) -> list[str]:
    """Say how many of so many answers are on articles in a language that was not in training."""
    strange = record.get("strangers") or {}
    if not strange:
        return []
    kinds = say.listed([f"{language} {say.count(n)}" for language, n in sorted(strange.items())])
    return [say("verdict.strangers", n=sum(strange.values()), of=say.count(of), kinds=kinds)]


def scarce(found: Findings) -> list[str]:
    """Say which labels too few stories carry for any interval, or none at all."""
    out = []
    for score in found.by_label("f1"):
        if score.low is None:
            carriers = {i.story for i in found.items if score.label in (i.gold.labels or ())}
            if len(carriers) < FEW:
                label, told = found.label(score.label), "scarce" if carriers else "absent"
                out.append(found.voice(f"verdict.{told}", n=len(carriers), label=label))
    return out


def limits(found: Findings, main: Score) -> list[str]:
    """Say what may not be concluded."""
    if main.stories < FEW:
        return [found.voice("verdict.few", n=main.stories)]
    return [found.voice(f"verdict.limits.{found.kind}")]
