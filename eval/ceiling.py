"""Annotators as the yardstick: each judged like a model, and models as a share of what they reach.

Every annotator in turn answers for the model and is judged by the same metrics against what the
others hold together (``eval.consensus``); the average over annotators is the human ceiling. A
model's share is its own score against those same references over theirs: like for like, so that
neither adjudication nor a second reference summary favours it. Votes are read before adjudication.

>>> found = ceiling({"tfidf_lr": items}, votes, metrics, labels, Plan())  # doctest: +SKIP
>>> found.judgement.find("macro_f1").text(), found.share("tfidf_lr", "macro_f1").text()  # doctest: +SKIP
('0.93 [0.91, 0.95]', '0.76 [0.71, 0.81]')

Source: leave-one-out human performance, as ROUGE's jackknifing (Lin 2004) and Nangia & Bowman 2019,
"Human vs. muppet".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from eval.agreement import agreement_of
from eval.combined import Combined, mean, on_stories
from eval.consensus import Answers, Chair
from eval.harness import Judgement
from eval.intervals import MIN_STORIES, Plan, resample
from eval.sample import Sample, story_index
from eval.scores import Array, Metric, NotMeasuredError, Score, ratio, signature
from nlp.records import Item, LabelSet

_How = Callable[[Sequence[Array]], Array]

NAME = "annotators"  # what their row is called beside the models


@dataclass(frozen=True)
class Ceiling:
    """What annotators reach, and models as a share of it; names are in ``annotators``.

    ``judgement``: each annotator against the others, averaged. ``against_gold``: against the
    adjudicated gold, to which they contributed: an upper bound. ``shares``: per model.
    """

    annotators: list[str]
    judgement: Judgement
    against_gold: list[Score]
    shares: dict[str, list[Score]]
    agreement: list[Score]

    def share(self, model: str, metric: str, label: str = "") -> Score | None:
        """Return a model's share of one score, None when there is none."""
        found = self.shares.get(model, [])
        return next((s for s in found if (s.metric, s.label) == (metric, label)), None)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, ready for JSON."""
        return asdict(self)


def ceiling(
    answers: Mapping[str, Sequence[Item]],
    votes: Answers,
    metrics: Sequence[Metric],
    labels: LabelSet | None,
    plan: Plan,
) -> Ceiling | None:
    """Judge every annotator of ``votes`` and compare the models in ``answers`` (same examples).

    None when no example has answers from two annotators.
    """
    items = next(iter(answers.values()))
    chairs = [c for name in votes if (c := Chair.of(name, items, votes, labels)).items]
    if not chairs:
        return None
    able = [m for m in metrics if m.needs_gold]
    found = [_Table.of(m, chairs, answers, labels) for m in able]
    tables = [t for t in found if t is not None]
    return Ceiling(
        [c.name for c in chairs],
        Judgement([s for t in tables for s in t.scores(t.people, mean, plan, "others")], {}),
        [s for t in tables for s in t.scores(t.gold, mean, plan, "gold")],
        {m: [s for t in tables for s in t.shares(m, plan)] for m in answers},
        agreement_of(items, votes, labels, plan),
    )


@dataclass(frozen=True)
class _Table:
    """One metric's samples, a list over annotators for people, adjudicated gold and each model."""

    people: list[Sample]
    gold: list[Sample]
    models: dict[str, list[Sample]]
    n: int
    stories: int

    @classmethod
    def of(
        cls,
        metric: Metric,
        chairs: Sequence[Chair],
        answers: Mapping[str, Sequence[Item]],
        labels: LabelSet | None,
    ) -> _Table | None:
        story = story_index(next(iter(answers.values())))
        every = sorted({place for chair in chairs for place in chair.places})
        used = np.unique(story[every])  # an interval rests on the stories that were judged

        def sample(chair: Chair, items: Sequence[Item]) -> Sample:
            places = np.searchsorted(used, story[chair.places])
            return on_stories(Sample.of(metric, items, labels), places, len(used))

        try:
            return cls(
                [sample(c, c.items) for c in chairs],
                [sample(c, c.adjudicated()) for c in chairs],
                {m: [sample(c, c.model(given)) for c in chairs] for m, given in answers.items()},
                len(every),
                len(used),
            )
        except NotMeasuredError:
            return None

    def shares(self, model: str, plan: Plan) -> list[Score]:
        """A model's scores over the people's, where higher is better."""
        count = len(self.people)

        def over(values: Sequence[Array]) -> Array:
            return ratio(mean(values[:count]), mean(values[count:]), np.nan)

        scores = self.scores([*self.models[model], *self.people], over, plan, "others, share")
        return [s for s in scores if s.higher_is_better]

    def scores(self, samples: list[Sample], how: _How, plan: Plan, against: str) -> list[Score]:
        """Scores of ``samples`` combined by ``how``, those that are defined."""
        both = Combined(samples, how)
        (spread,) = resample([both], plan) if both.stories >= MIN_STORIES else (None,)
        out = []
        for j, (column, value) in enumerate(zip(samples[0].columns, both.point(), strict=True)):
            found = both.limits(j, spread, plan)
            if column.higher_is_better is None or not np.isfinite(value):
                continue
            stamp = signature(column, samples[0].metric, {**found.how, "against": against})
            out.append(
                Score(
                    column.metric, column.label, float(value), found.low, found.high, self.n,
                    self.stories, plan.level, found.note, stamp, column.higher_is_better,
                )
            )  # fmt: skip
        return out
