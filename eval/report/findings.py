"""What a run found, as numbers: gathered once, read by the verdict and by every section.

>>> found = Findings.of(record, judged, answers, {}, Voice("en"))  # doctest: +SKIP
>>> found.model, found.main.metric  # doctest: +SKIP
('tfidf_lr', 'macro_f1')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.alignment import label_set
from eval.consensus import Answers
from eval.harness import Judgement
from eval.judging import Judged
from eval.report.contrasts import Contrast, contrasts, metric_of
from eval.report.voice import Voice
from eval.sample import Sample
from eval.scores import NotMeasuredError, Score
from nlp.records import Item

UPPER_BOUNDS = ("oracle",)  # models that see the references: no baseline, nothing to beat
_SHOWN = ("macro_f1", "micro_f1", "accuracy", "subset_accuracy", "mcc")


@dataclass(frozen=True)
class Findings:
    """A run's record, judgements, answers and votes, and the voice in which they are told."""

    record: Mapping[str, Any]
    judged: Judged
    answers: Mapping[str, Sequence[Item]]
    votes: Answers
    voice: Voice
    model: str
    main: Score | None
    contrasts: list[Contrast]

    @classmethod
    def of(
        cls,
        record: Mapping[str, Any],
        judged: Judged,
        answers: Mapping[str, Sequence[Item]],
        votes: Answers,
        voice: Voice,
    ) -> Findings:
        """Gather them; the first model of ``answers`` is the run's own."""
        model = next(iter(answers))
        main = main_score(judged.models[model])
        found = contrasts(record, answers, main) if main else []
        return cls(record, judged, answers, votes, voice, model, main, found)

    @property
    def own(self) -> Judgement:
        """Return the judgement of the run's model."""
        return self.judged.models[self.model]

    @property
    def items(self) -> Sequence[Item]:
        """Return the answers of the run's model."""
        return self.answers[self.model]

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of the task, () for summaries."""
        return tuple((self.record["labels"] or {"names": ()})["names"])

    @property
    def carried(self) -> frozenset[str]:
        """Return the labels that at least one example carries: of others, nothing can be found or missed."""
        return frozenset().union(*(i.gold.labels or () for i in self.items))

    @property
    def exclusive(self) -> bool:
        """Whether labels exclude each other."""
        return bool((self.record["labels"] or {"exclusive": False})["exclusive"])

    @property
    def kind(self) -> str:
        """Return what answers are held against: 'labels' or 'references'."""
        return "labels" if self.labels else "references"

    def by_label(self, metric: str) -> list[Score]:
        """Return the scores of one metric, one per label."""
        return [s for s in self.own.scores if s.metric == metric and s.label]

    def headline(self) -> list[Score]:
        """Return the scores worth a picture."""
        return headline(self.own)

    def per_item(self, model: str) -> dict[str, float]:
        """Return the main score of every answer of one model alone, by example; {} when it has none."""
        found = metric_of(self.record, self.main) if self.main else None
        if found is None:
            return {}
        metric, j = found
        items = [i for i in self.answers[model] if i.gold.known or not metric.needs_gold]
        try:
            values = metric.item_values(Sample.of(metric, items, label_set(self.record)).rows)
        except NotMeasuredError:
            return {}
        if values is None:
            return {}
        return {i.id: float(v) for i, v in zip(items, values[:, j], strict=True)}

    def label(self, name: str) -> str:
        """Return a label as readers know it."""
        return self.voice.label(self.record, name)

    def name(self, score: Score) -> str:
        """Return what a score is called, its label first."""
        return self.voice.score(self.record, score.metric, score.label)


def main_score(judgement: Judgement) -> Score | None:
    """Return the score a verdict speaks about: macro-F1, or ROUGE-1 F1 for summaries."""
    for wanted in ("macro_f1", "rouge1_f"):
        found = judgement.find(wanted)
        if found is not None:
            return found
    rated = (s for s in judgement.scores if s.higher_is_better is not None)
    return next(rated, None)


def headline(judgement: Judgement) -> list[Score]:
    """Return the scores worth a picture: averages, then each label's F1; for summaries ROUGE F1."""
    rated = [s for s in judgement.scores if s.higher_is_better is not None]
    rouge = [s for s in rated if s.metric.startswith("rouge") and s.metric.endswith("_f")]
    overall = [s for s in rated if not s.label]
    chosen = [s for s in overall if s.metric in _SHOWN] + rouge
    return (chosen or overall)[:8] + [s for s in rated if s.metric == "f1" and s.label]
