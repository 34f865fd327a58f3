"""How well people agree, before adjudication: every coefficient with a story-clustered interval.

Any number of annotators, labels may be missing. ``alpha`` is Krippendorff's under a nominal,
ordinal or MASI distance; ``cohen`` is averaged over pairs of annotators; ``raw_agreement`` is the
share of agreeing pairs, averaged over units. Whole stories are resampled, as for scores.

>>> votes = {"A": {"u1": "yes", "u2": "no"}, "B": {"u1": "yes", "u2": "yes"}}
>>> print(agreement(votes, ["no", "yes"])[-1].text())
0.50 (only 2 stories: no interval)

Sources: see ``eval.coefficients``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from eval.coefficients import masi, nominal
from eval.consensus import Answers
from eval.intervals import MIN_STORIES, Limits, Plan, effective_trials, interval, resample, wilson
from eval.scores import Array, Score, toolkit_version
from eval.vote_tables import NAMES, VoteTables
from nlp.errors import UserError, did_you_mean
from nlp.records import Item, LabelSet

Label = str | frozenset[str]
Votes = Mapping[str, Mapping[str, Label]]  # annotator -> unit -> label

DISTANCES = ("nominal", "ordinal", "masi")


def agreement(
    votes: Votes,
    labels: Sequence[str] = (),
    *,
    stories: Mapping[str, str] | None = None,
    distance: str = "nominal",
    plan: Plan | None = None,
    about: str = "",
) -> list[Score]:
    """Return alpha, Cohen, Fleiss, AC1 and raw agreement; for sets of labels alpha and raw only.

    A coefficient that is undefined, because only one label was ever given, is left out.

    Parameters
    ----------
    votes
        Annotator -> unit -> label: a text, or for ``distance='masi'`` a frozenset of texts.
    labels
        All labels that could be given, in order for ``distance='ordinal'``; () takes those seen.
    stories
        Unit -> story; a unit without one is its own story.
    about
        What the labels are about, such as a topic: ``Score.label``.

    Raises
    ------
    UserError
        For an unknown distance or label, and when no unit was labelled by two annotators.
    """
    if distance not in DISTANCES:
        raise UserError(f"unknown distance {distance!r}.{did_you_mean(distance, DISTANCES)}")
    plan = plan or Plan()
    found = _tables(votes, labels, stories or {}, distance)
    (spread,) = resample([found], plan) if found.stories >= MIN_STORIES else (None,)
    names = [n for n in NAMES if distance != "masi" or n in ("alpha", "raw_agreement")]
    scores = [_score(found, name, distance, about, spread, plan) for name in names]
    return [score for score in scores if np.isfinite(score.value)]


def agreement_of(
    items: Sequence[Item], votes: Answers, labels: LabelSet | None, plan: Plan
) -> list[Score]:
    """Return how far the votes agree before adjudication; [] for summaries.

    One label per example: on the labels. Several: MASI on the sets, then each label by itself.
    """
    stories = {i.id: i.story or i.article.id for i in items}
    given: dict[str, dict[str, frozenset[str]]] = {
        who: {i: g.labels for i, g in says.items() if g.labels is not None and i in stories}
        for who, says in votes.items()
    }
    if labels is None:
        return []
    if labels.exclusive:
        single: dict[str, dict[str, Label]] = {
            who: {i: next(iter(x)) for i, x in says.items()} for who, says in given.items()
        }
        return agreement(single, labels.names, stories=stories, plan=plan)
    found = agreement(given, labels.names, stories=stories, distance="masi", plan=plan)
    for name in labels.names:
        one = {
            w: {i: "yes" if name in x else "no" for i, x in says.items()}
            for w, says in given.items()
        }
        found += agreement(one, ("no", "yes"), stories=stories, plan=plan, about=name)
    return found


def _tables(
    votes: Votes, labels: Sequence[str], stories: Mapping[str, str], distance: str
) -> VoteTables:
    units = sorted({unit for given in votes.values() for unit in given})
    kinds = _kinds(votes, labels, distance)
    number = {label: c for c, label in enumerate(kinds)}
    rows = [[number.get(given.get(unit, ""), -1) for given in votes.values()] for unit in units]
    codes = np.array(rows, dtype=int).reshape(len(units), len(votes))
    if not ((codes >= 0).sum(axis=1) > 1).any():
        raise UserError("no unit was labelled by two annotators: there is nothing to agree on.")
    place: dict[str, int] = {}
    story = np.array([place.setdefault(stories.get(unit, unit), len(place)) for unit in units])
    sets = [kind for kind in kinds if not isinstance(kind, str)]
    fixed = {"nominal": nominal(len(kinds)), "masi": masi(sets)}
    return VoteTables.of(codes, story, len(kinds), fixed.get(distance))


def _kinds(votes: Votes, labels: Sequence[str], distance: str) -> tuple[Label, ...]:
    """Return the labels that index the tables, checked against those allowed."""
    seen = {label for given in votes.values() for label in given.values()}
    if any(isinstance(label, str) == (distance == "masi") for label in seen):
        raise UserError("distance 'masi' compares sets of labels, the others single labels.")
    if distance == "ordinal" and not labels:
        raise UserError("distance 'ordinal' needs the labels in their order.")
    single = {x for label in seen for x in ([label] if isinstance(label, str) else label)}
    for label in sorted(single - set(labels)) if labels else ():
        raise UserError(f"unknown label {label!r}.{did_you_mean(label, labels)}")
    if distance == "masi":
        return tuple(sorted(seen, key=sorted))
    return tuple(labels) or tuple(sorted(single))


def _score(
    found: VoteTables, name: str, distance: str, about: str, spread: Array | None, plan: Plan
) -> Score:
    limits, paired = _limits(found, name, spread, plan), found.parts.paired
    kind = {"distance": distance} if name == "alpha" else {}
    made = {"metric": name, **kind, **limits.how, "version": toolkit_version()}
    return Score(
        name, about, float(found.point()[NAMES.index(name)]), limits.low, limits.high,
        int(paired.sum()), int((paired > 0).sum()), plan.level, limits.note,
        "|".join(f"{k}:{v}" for k, v in made.items()),
    )  # fmt: skip


def _limits(found: VoteTables, name: str, spread: Array | None, plan: Plan) -> Limits:
    raw, j, carriers = name == "raw_agreement", NAMES.index(name), found.carriers(name)
    paired = found.carriers("raw_agreement")
    how = {"clusters": "story", "level": f"{plan.level:g}"}
    if spread is None or paired < MIN_STORIES:
        return Limits(None, None, f"only {_stories(paired)}: no interval", {})
    if carriers < MIN_STORIES:
        why = f"only {_stories(carriers)} where anyone gave another label: no interval"
        return Limits(None, None, why, {})
    if raw and found.most == 2:  # one pair a unit, which agrees or not: a proportion
        hits, trials = found.parts.agreed, found.parts.paired
        effective = effective_trials(hits, trials)
        low, high = wilson(hits.sum(), trials.sum(), effective, carriers, plan.level)
        return Limits(low, high, "", {"interval": "wilson", **how})
    if np.ptp(spread[:, j]) == 0:
        return Limits(None, None, "the same in every resample: no interval", {})
    low, high, method = interval(found, j, spread[:, j], plan)
    if method != "jackknife":
        how |= {"resamples": str(plan.resamples), "seed": str(plan.seed)}
    return Limits(low, high, "", {"interval": method, **how})


def _stories(number: int) -> str:
    return f"{number} {'story' if number == 1 else 'stories'}"
