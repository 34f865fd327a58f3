"""One question in several wordings: the joint answer, and how much it depends on the wording.

Scores are averaged over the wordings that were answered; each prediction's note says how many of them give
the joint answer by themselves, and ``Spread`` sums that up over a run (a small multiverse analysis: Steegen
et al. 2016; wordings matter for language models, Sclar et al. 2024).

>>> labels = LabelSet(("favour", "against"), exclusive=True)
>>> yes = Prediction("a", frozenset(["favour"]), {"favour": 1.0, "against": 0.0})
>>> no = Prediction("a", frozenset(["against"]), {"favour": 0.25, "against": 0.75})
>>> joint = joined({"full": yes, "brief": no}, labels)
>>> joint.scores["favour"], joint.note
(0.625, '1 of 2 wordings give this answer (not: brief)')
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nlp.models.llm_answers import chosen
from nlp.records import LabelSet, Outcome, Prediction


def joined(answers: Mapping[str, Prediction], labels: LabelSet) -> Prediction:
    """Return the joint answer of all wordings; the first one's when none is scored."""
    scored = {w: p for w, p in answers.items() if p.outcome is Outcome.SCORED}
    first = next(iter(scored.values()), next(iter(answers.values())))
    if len(answers) == 1 or not scored:
        return first
    scores = {n: sum(p.scores[n] for p in scored.values()) / len(scored) for n in labels.names}
    assigned = chosen(scores, labels)
    spans = (e for p in scored.values() for e in p.evidence)
    evidence = dict.fromkeys(e for e in spans if e.label.rpartition("=")[2] in assigned)
    others = [w for w, p in answers.items() if p.labels != assigned or w not in scored]
    note = f"{len(answers) - len(others)} of {len(answers)} wordings give this answer"
    note += f" (not: {', '.join(others)})" if others else ""
    notes = [note, *(p.note for p in scored.values() if p.note)]
    return replace(
        first,
        labels=assigned,
        scores=scores,
        evidence=tuple(evidence),
        note="; ".join(dict.fromkeys(notes)),
    )


class Spread:
    """How much the answers of a run depend on the wording; ``add`` counts one example."""

    def __init__(self) -> None:
        self.examples = 0
        self.unanimous = 0
        self.width = 0.0
        self.differs: Counter[str] = Counter()

    def add(self, answers: Mapping[str, Prediction], joint: Prediction) -> None:
        """Count one example's answers by wording beside their joint answer."""
        if joint.outcome is not Outcome.SCORED:
            return
        scored = {w: p for w, p in answers.items() if p.outcome is Outcome.SCORED}
        different = [w for w in answers if w not in scored or scored[w].labels != joint.labels]
        columns = [[p.scores[name] for p in scored.values()] for name in joint.scores]
        ranges = [max(column) - min(column) for column in columns]
        self.examples += 1
        self.unanimous += not different
        self.width += sum(ranges) / len(ranges)
        self.differs.update(different)

    def content(self) -> dict[str, Any]:
        """Return the spread as numbers: examples, those alike in every wording, mean range, by wording."""
        return {
            "examples": self.examples,
            "unanimous": self.unanimous,
            "mean_range": self.width / self.examples if self.examples else None,
            "differs": dict(self.differs),
        }

    def __str__(self) -> str:
        """Return the spread in one line."""
        if not self.examples:
            return "no example was answered"
        each = ", ".join(f"{w} {n / self.examples:.0%}" for w, n in self.differs.most_common())
        return (
            f"{self.unanimous} of {self.examples} answers are the same in every wording; mean range of a"
            f" label's score {self.width / self.examples:.2f}; differs from the joint answer: {each or 'none'}"
        )
