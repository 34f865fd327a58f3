"""The verdict in plain English, generated from the numbers; no adjective that a number does not earn.

Order: what was asked of what; how good, with interval and n; against the baselines; what was not
scored; what may and may not be concluded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.harness import Judgement
from eval.report import numbers
from eval.scores import Score
from nlp.records import Item, Outcome

FEW = 30  # stories below which a figure is an anecdote
_UNSCORED = (Outcome.ABSTAINED, Outcome.UNPARSED, Outcome.FAILED)


def sentences(
    record: Mapping[str, Any],
    judged: Mapping[str, Judgement],
    answers: Mapping[str, Sequence[Item]],
) -> list[str]:
    """Return the verdict's sentences for the first model in ``judged``."""
    name, own = next(iter(judged.items()))
    main = main_score(own)
    if main is None:
        return [_asked(record, name), _without_gold(record), *_unscored(own)]
    return [
        f"{_asked(record, name)} {_how_good(main)}",
        *_against(main, {m: j for m, j in judged.items() if m != name}, record),
        *_worst(own, record),
        *_unscored(own),
        _limits(main),
    ]


def main_score(judgement: Judgement) -> Score | None:
    """Return the score a verdict speaks about: macro-F1, or ROUGE-1 F1 for summaries."""
    for wanted in ("macro_f1", "rouge1_f"):
        found = judgement.find(wanted)
        if found is not None:
            return found
    rated = (s for s in judgement.scores if s.higher_is_better is not None)
    return next(rated, None)


def picture_title(record: Mapping[str, Any], judged: Mapping[str, Judgement]) -> str:
    """Return a title that says what to see in the picture."""
    own = next(iter(judged.values()))
    labelled = [s for s in own.scores if s.metric == "f1" and s.label]
    if labelled:
        worst = min(labelled, key=lambda s: s.value)
        return f"{_label(worst, record)} is found least well"
    return "The summaries beside their baselines"


def _asked(record: Mapping[str, Any], name: str) -> str:
    corpus = record["corpus"]
    what = {
        "topic": "which topics each article is about",
        "stance": "the outlet's own stance on each topic it covers",
        "summarize": "a summary of each article",
    }.get(record["task"], record["task"])
    size = f"{corpus['articles']} articles ({corpus['stories']} stories)"
    return f"{name} was asked for {what}, on {size} of '{corpus['name']}'."


def _how_good(score: Score) -> str:
    what = f"Its {numbers.name(score.metric)} is {numbers.value(score.metric, score.value)}"
    if score.low is None:
        why = f" ({score.note})" if score.note else ""
        return f"{what} on {score.n} examples; no interval is shown{why}."
    size = f"{score.n} examples, {score.stories} stories"
    return f"{what} ({score.level:.0%} interval {numbers.interval(score)}; {size})."


def _against(main: Score, others: Mapping[str, Judgement], record: Mapping[str, Any]) -> list[str]:
    parts = []
    for name, judgement in others.items():
        score = judgement.find(main.metric, main.label)
        if score is not None:
            role = " (an upper bound, which has seen the references)" if name == "oracle" else ""
            parts.append(f"{name}{role} reaches {numbers.short(score)}")
    if not parts:
        return []
    return [
        f"On the same examples {'; '.join(parts)}. Overlapping intervals do not settle which is better:"
        " compare runs with python -m eval.compare, which tests paired differences."
    ]


def _worst(own: Judgement, record: Mapping[str, Any]) -> list[str]:
    labelled = [s for s in own.scores if s.metric == "recall" and s.label]
    if len(labelled) < 2:
        return []
    worst = min(labelled, key=lambda s: s.value)
    support = own.find("support", worst.label)
    of = f" of {support.value:.0f}" if support else ""
    missed = f"{1 - worst.value:.0%}{of} are not found (recall {numbers.short(worst)})"
    return [f"It misses most on {_label(worst, record)}: {missed}."]


def _unscored(own: Judgement) -> list[str]:
    lost = {str(o): own.ledger.get(str(o), 0) for o in _UNSCORED}
    total = sum(lost.values())
    if not total:
        return []
    kinds = ", ".join(f"{n} {outcome}" for outcome, n in lost.items() if n)
    return [f"{total} examples got no answer ({kinds}); they are counted as wrong."]


def _without_gold(record: Mapping[str, Any]) -> str:
    what = "reference summaries" if record["task"] == "summarize" else "labels"
    return (
        f"The corpus has no {what}, so nothing is scored against people:"
        " read the output, draw no conclusion on quality."
    )


def _limits(main: Score) -> str:
    if main.stories < FEW:
        return f"Only {main.stories} stories stand behind these figures: treat them as an anecdote."
    return (
        "These figures hold for articles like these, labelled under this codebook; they say nothing of"
        " other outlets, languages or years, and corpus counts made from predicted labels inherit these errors."
    )


def _label(score: Score, record: Mapping[str, Any]) -> str:
    return str(record["label_names"].get(score.label, score.label))
