"""Examples as people read them: the article in marked pieces, answers beside gold and every annotator.

First come those most worth reading: mistakes the model was sure of, answers that annotators dispute,
gold answers that look wrong (``eval.label_issues``), other mistakes; for summaries the lowest scores.

>>> [r.why for r in browser(findings).readings][0]  # doctest: +SKIP
['confident mistake', 'annotators disagree']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from eval.alignment import label_set
from eval.grouping import groups, varied
from eval.label_issues import issues
from eval.report.backing import shown, support
from eval.report.findings import Findings
from eval.report.pieces import cut
from eval.report.value import Browser, Facet, Reading
from eval.scores import answered
from nlp.records import Item

MOST = 10_000  # articles in one page; all are in predictions.parquet
MOST_SLICES = 8  # metadata columns offered as filters
SURE = 0.8  # probability of a wrong decision from which it is a confident mistake
REASONS = ("confident", "disputed", "suspect", "doubtful")
OUTCOMES = (
    "wrong", "right", "lowest", "middle", "highest", "scored", "abstained", "unparsed", "failed",
    "skipped-no-gold",
)  # fmt: skip


@dataclass(frozen=True)
class _Desk:
    """Everything that is known about all examples before one is laid out."""

    found: Findings
    suspects: set[tuple[str, str]]  # (article, topic)
    scores: dict[str, float]
    thirds: tuple[float, float]

    @classmethod
    def of(cls, found: Findings) -> _Desk:
        scores = {} if found.labels else found.per_item(found.model)
        low, high = np.quantile(list(scores.values()) or [0.0], [1 / 3, 2 / 3])
        labels = label_set(found.record)
        marked = issues(found.items, labels) if labels else []
        doubtful = {(i.article, i.about if labels and labels.exclusive else "") for i in marked}
        return cls(found, doubtful, scores, (float(low), float(high)))

    def reasons(self, item: Item) -> list[str]:
        """Why the example is worth reading, the strongest reason first."""
        given = {
            "confident": _confidence(item) >= SURE,
            "disputed": self._disputed(item),
            "suspect": (item.article.id, item.topic) in self.suspects,
            "doubtful": any(
                backed is not None and backed.doubtful
                for backed in (support(s, item) for s in item.prediction.summary)
            ),
        }
        return [reason for reason in REASONS if given[reason]]

    def _disputed(self, item: Item) -> bool:
        said = [v[item.id].labels for v in self.found.votes.values() if item.id in v]
        return len({labels for labels in said if labels is not None}) > 1

    def order(self, item: Item) -> tuple[float, float, float]:
        """Sort key: mistakes by confidence, then disputes, then the rest; low scores first."""
        if not self.found.labels:
            return (0.0, -float(bool(self.reasons(item))), self.scores.get(item.id, 1.0))
        reasons = self.reasons(item)
        rank = REASONS.index(reasons[0]) if reasons else len(REASONS)
        return (float(rank), float(_outcome(item) != "wrong"), -_confidence(item))

    def outcome(self, item: Item) -> str:
        """The example's place in the first facet."""
        kind = _outcome(item)
        if kind != "scored" or item.id not in self.scores:
            return kind
        return ("lowest", "middle", "highest")[
            int(np.searchsorted(self.thirds, self.scores[item.id]))
        ]


def browser(found: Findings) -> Browser:
    """Return the run's examples with their filters, the most instructive first."""
    desk, say = _Desk.of(found), found.voice
    items = sorted(found.items, key=desk.order)
    chosen = items[:MOST]
    slices = {name: groups(chosen, name) for name in varied(chosen, most=60)[:MOST_SLICES]}
    plan = _facets(found, desk, chosen, slices)
    readings = [
        _reading(found, desk, item, [codes[k] for codes, _ in plan])
        for k, item in enumerate(chosen)
    ]
    heads = [say("read.label"), say("read.gold"), *found.votes, say("read.predicted")]
    used = {m for r in readings for p in r.pieces for m in p.marks}
    marks = [
        (f"{i}", found.label(name))
        for i, name in enumerate(found.labels)
        if {f"m{i}", f"g{i}"} & used
    ]
    return Browser(
        readings,
        [facet for _, facet in plan],
        heads if found.labels else [],
        marks,
        len(items) - len(chosen),
    )


_Plan = list[tuple[list[list[int]], Facet]]


def _facets(
    found: Findings, desk: _Desk, items: Sequence[Item], slices: dict[str, list[str]]
) -> _Plan:
    """Return every facet with the value indices of each item; one of a single value is left out."""
    say, names, empty = found.voice, [found.label(n) for n in found.labels], found.voice("none")

    def labels(given: frozenset[str] | None) -> list[str]:
        named = [found.label(n) for n in found.labels if n in (given or ())]
        return named or ([] if given is None else [empty])

    outcomes = [say(f"outcome.{o}") for o in OUTCOMES]
    reasons = [say(f"worth.{r}") for r in REASONS]
    given = [[say(f"outcome.{desk.outcome(i)}")] for i in items]
    plan = [facet("outcome", say("facet.outcome"), given, outcomes)]
    worth = [[say(f"worth.{r}") for r in desk.reasons(i)] for i in items]
    plan.append(facet("worth", say("facet.worth"), worth, reasons))
    if found.labels:
        gold = [labels(i.gold.labels) for i in items]
        said = [labels(i.prediction.labels) for i in items]
        plan += [
            facet("gold", say("facet.gold"), gold, [*names, empty]),
            facet("predicted", say("facet.predicted"), said, [*names, empty]),
            facet("error", say("facet.error"), [_errors(found, i) for i in items], ()),
        ]
    for name, values in slices.items():
        shown = [[say.group(found.label(v))] for v in values]
        plan.append(facet(f"slice-{name}", say.named("slice", name), shown, ()))
    return [(codes, one) for codes, one in plan if len(one.values) > (one.id != "worth")]


def facet(
    key: str, name: str, given: Sequence[Sequence[str]], order: Sequence[str], every: bool = False
) -> tuple[list[list[int]], Facet]:
    """Return the value indices of each item, and the facet; values not in ``order`` follow sorted."""
    used = {v for names in given for v in names}
    values = [v for v in dict.fromkeys(order) if v in used]
    values += sorted(used.difference(values))
    place = {v: i for i, v in enumerate(values)}
    return [[place[v] for v in names] for names in given], Facet(key, name, values, every)


def _errors(found: Findings, item: Item) -> list[str]:
    gold, said = item.gold.labels, item.prediction.labels
    if gold is None:
        return []
    missed = [found.voice("error.missed", label=found.label(n)) for n in sorted(gold - said)]
    return missed + [found.voice("error.added", label=found.label(n)) for n in sorted(said - gold)]


def _reading(found: Findings, desk: _Desk, item: Item, codes: Sequence[list[int]]) -> Reading:
    say, article = found.voice, item.article
    about = [article.outlet, article.date, article.language, article.section]
    if item.topic:
        about.append(say("read.about", topic=found.label(item.topic)))
    pieces, left = cut(item, found.labels)
    verdict = say(f"outcome.{desk.outcome(item)}")
    if item.id in desk.scores and found.main:
        score = say.value(found.main.metric, desk.scores[item.id])
        verdict = f"{say.metric(found.main.metric)} {score}"
    if item.prediction.note:
        verdict += f": {item.prediction.note}"
    return Reading(
        id=item.id,
        title=article.title or article.text[:80] or item.id,
        about=" · ".join(a for a in about if a),
        verdict=verdict,
        why=[say(f"worth.{r}") for r in desk.reasons(item)],
        cells=[_cells(found, item, name) for name in found.labels],
        summary=shown(say, item),
        references=[(say("read.reference"), text) for text in item.gold.references],
        pieces=pieces,
        facets=codes,
        cut=left,
    )


def _cells(found: Findings, item: Item, name: str) -> list[str]:
    say, score = found.voice, item.prediction.scores.get(name)

    def has(labels: frozenset[str] | None) -> str:
        return "–" if labels is None else say("yes" if name in labels else "no")

    votes = [v[item.id].labels if item.id in v else None for v in found.votes.values()]
    share = "" if score is None else f" ({say.decimal(score)})"
    said = has(item.prediction.labels) + share if answered(item) else "–"
    return [found.label(name), has(item.gold.labels), *map(has, votes), said]


def _outcome(item: Item) -> str:
    """'right', 'wrong', or how it ended when there is nothing to compare."""
    if not answered(item):
        return str(item.prediction.outcome)
    if item.gold.labels is None:
        return "scored" if item.gold.references else "skipped-no-gold"
    return "right" if item.gold.labels == item.prediction.labels else "wrong"


def _confidence(item: Item) -> float:
    """The model's highest probability for a decision that was wrong, 0 when none was."""
    gold, scores = item.gold.labels, item.prediction.scores
    if gold is None or not answered(item):
        return 0.0
    said = item.prediction.labels
    wrong = [scores.get(n, 0.5) for n in said - gold]
    wrong += [1 - scores.get(n, 0.5) for n in gold - said]
    return max(wrong, default=0.0)
