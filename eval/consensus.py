"""What several annotators hold together, as the gold answer that one more is judged against.

>>> yes, no = Gold(frozenset({"a"})), Gold(frozenset())
>>> sorted(consensus([yes, yes, no], LabelSet(("a",), exclusive=False), Gold()).labels)
['a']
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.records import Gold, Item, LabelSet, Prediction, SummarySentence

Answers = Mapping[str, Mapping[str, Gold]]  # annotator -> example id -> answer


def consensus(given: Sequence[Gold], labels: LabelSet | None, adjudicated: Gold) -> Gold:
    """Return the majority's answer, label by label; ``adjudicated`` breaks ties.

    Without labels: all reference summaries. An answer that stays undecided is not known
    (``Gold().known`` is False).
    """
    if labels is None:
        return Gold(references=tuple(r for g in given for r in g.references))
    decide = _one if labels.exclusive else _several
    decided = decide([g.labels or frozenset() for g in given], adjudicated.labels)
    if decided is None:
        return Gold()
    return Gold(
        decided,
        evidence=tuple(e for g in given for e in g.evidence),
        attributed=tuple(a for g in given for a in g.attributed),
    )


def _one(given: Sequence[frozenset[str]], tie: frozenset[str] | None) -> frozenset[str] | None:
    """The commonest answer; among equally common ones that of ``tie``."""
    times = Counter(given)
    top = [answer for answer, n in times.items() if n == max(times.values())]
    return top[0] if len(top) == 1 else tie if tie in top else None


def _several(given: Sequence[frozenset[str]], tie: frozenset[str] | None) -> frozenset[str] | None:
    """The labels that more than half give; where half do, ``tie`` decides."""
    times = Counter(label for answer in given for label in answer)
    halves = {label for label, n in times.items() if 2 * n == len(given)}
    if halves and tie is None:
        return None
    sure = {label for label, n in times.items() if 2 * n > len(given)}
    return frozenset(sure | (halves & (tie or frozenset())))


@dataclass(frozen=True)
class Chair:
    """One annotator's turn: the places of the items judged, her answers, what the others hold."""

    name: str
    places: list[int]
    items: list[Item]  # her answer as the prediction, the others' as gold
    gold: list[Gold]  # adjudicated

    @classmethod
    def of(cls, name: str, items: Sequence[Item], votes: Answers, labels: LabelSet | None) -> Chair:
        """Seat one annotator on every item that she and another answered, and the others decided."""
        places, judged, gold = [], [], []
        for place, item in enumerate(items):
            own = votes[name].get(item.id, Gold())
            others = [v[item.id] for who, v in votes.items() if who != name and item.id in v]
            reference = consensus([g for g in others if g.known], labels, item.gold)
            if own.known and any(g.known for g in others) and reference.known:
                weighted = replace(reference, weight=item.gold.weight)
                answer = replace(item, gold=weighted, prediction=_prediction(item.id, own))
                places.append(place)
                judged.append(answer)
                gold.append(item.gold)
        return cls(name, places, judged, gold)

    def model(self, items: Sequence[Item]) -> list[Item]:
        """Return a model's answers against the same references."""
        pairs = zip(self.places, self.items, strict=True)
        return [replace(items[place], gold=own.gold) for place, own in pairs]

    def adjudicated(self) -> list[Item]:
        """Return her answers against the adjudicated gold, where there is one."""
        pairs = zip(self.items, self.gold, strict=True)
        return [replace(own, gold=gold if gold.known else own.gold) for own, gold in pairs]


def _prediction(example: str, own: Gold) -> Prediction:
    summary = tuple(SummarySentence(text) for text in own.references[:1])
    return Prediction(
        example, own.labels or frozenset(), summary=summary, evidence=own.evidence,
        attributed=own.attributed,
    )  # fmt: skip
