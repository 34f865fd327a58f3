"""Answer only where errors stay below a chosen bound; abstain elsewhere (``abstain.error=0.1``).

Stories are put in order of confidence. Going down that order, at 25%, 30%, … 100% of the stories, the number
of wrong answers so far is tested against the bound by the exact binomial test, and the last threshold before
the first test that fails is used: Learn then Test (Angelopoulos et al. 2021, arXiv:2110.01052) with
fixed-sequence testing. Then, with probability ``sure``, at most ``error`` of the answers given to further
stories of the same kind are wrong. Copies do not count twice: one article drawn at random speaks for each
story. Predictions must be out of fold; those of the other folds set the threshold of each fold.

>>> threshold([0.9] * 50 + [0.5] * 50, [False] * 50 + [True] * 50, list(range(100)), 0.1, 0.9, seed=0)
0.9
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from nlp.errors import UserError
from nlp.records import Item, Outcome, Prediction

_FIRST, _STEP = 0.25, 0.05  # shares of the stories at which errors are tested
_ANSWERED = (Outcome.SCORED, Outcome.TRUNCATED)


@dataclass(frozen=True)
class Rule:
    """``error``: bound on the share of wrong answers; ``sure``: probability that it holds.

    ``threshold`` is the least confidence that is answered, ``None`` when no threshold keeps the bound:
    then every example is abstained on. ``exclusive`` says how confidence is read from scores.
    """

    error: float
    sure: float
    exclusive: bool
    threshold: float | None

    def apply(self, prediction: Prediction) -> Prediction:
        """Return the prediction, or an abstention that keeps its scores and says why."""
        if prediction.outcome not in _ANSWERED:
            return prediction
        own = confidence(prediction, self.exclusive)
        if self.threshold is not None and own >= self.threshold:
            return prediction
        why = f"no confidence keeps errors below {self.error:g}"
        if self.threshold is not None:
            why = f"confidence {own:.2f} is below {self.threshold:.2f}"
        kept = {"labels": frozenset[str](), "evidence": (), "outcome": Outcome.ABSTAINED}
        return replace(prediction, note="; ".join(filter(None, (why, prediction.note))), **kept)  # type: ignore[arg-type]

    def content(self) -> dict[str, Any]:
        """Return plain values for JSON; ``restore`` is the inverse."""
        return asdict(self)

    @classmethod
    def restore(cls, content: Mapping[str, Any]) -> Rule:
        """Rebuild from ``content``; what is no number raises ``TypeError`` or ``ValueError``."""
        least = content["threshold"]
        bound = float(content["error"]), float(content["sure"]), bool(content["exclusive"])
        return cls(*bound, None if least is None else float(least))


def confidence(prediction: Prediction, exclusive: bool) -> float:
    """Return how probable it is, by the prediction's own scores, that it is right in every label.

    >>> confidence(Prediction("a", frozenset({"x"}), {"x": 0.9, "y": 0.2}), exclusive=False)
    0.7200000000000001
    """
    scores = prediction.scores
    if exclusive:
        return max((scores.get(label, 0.0) for label in prediction.labels), default=0.0)
    return math.prod(p if label in prediction.labels else 1 - p for label, p in scores.items())


def abstain(
    items: Sequence[Item], exclusive: bool, error: float, sure: float, seed: int
) -> tuple[list[Item], Rule, dict[str, Any]]:
    """Return the items with abstentions, the rule for further articles, and what it cost.

    Each fold's threshold is learned on the other folds; the returned rule on all of them, and only where
    the folds' thresholds let some example be answered: one that nobody has seen at work is not used. The
    last value holds counts: of the examples with gold, how many are answered and how many of those wrong;
    how many would be wrong were all answered; in how many folds no confidence keeps the bound.

    Raises
    ------
    UserError
        When there are fewer than two folds to learn thresholds from.
    """
    folds = sorted({item.fold for item in items})
    if len(folds) < 2:
        raise UserError(
            "abstain.error needs answers from at least two folds of the labelled corpus to set its"
            f" threshold; there {'is' if len(folds) == 1 else 'are'} {len(folds)}. Use a model that"
            " learns and split=stories."
        )

    def rule(calibration: Sequence[Item]) -> Rule:
        known = [i for i in calibration if i.gold.known and i.prediction.outcome in _ANSWERED]
        found = threshold(
            [confidence(i.prediction, exclusive) for i in known],
            [_wrong(i) for i in known],
            [i.story for i in known],
            error,
            sure,
            seed,
        )
        return Rule(error, sure, exclusive, found)

    rules = {fold: rule([i for i in items if i.fold != fold]) for fold in folds}
    after = [replace(i, prediction=rules[i.fold].apply(i.prediction)) for i in items]
    known = [i for i in after if i.gold.known]
    given = [i for i in known if i.prediction.outcome in _ANSWERED]
    final = rule(items) if given else Rule(error, sure, exclusive, None)
    cost = {
        "asked": len(known),
        "answered": len(given),
        "wrong": sum(map(_wrong, given)),
        "wrong_of_all": sum(_wrong(i) for i in items if i.gold.known),
        "folds": len(folds),
        "silent_folds": sum(r.threshold is None for r in rules.values()),
        **final.content(),
    }
    return after, final, cost


def in_words(cost: Mapping[str, Any]) -> str:
    """Return what abstaining cost, in a sentence; ``cost`` as ``abstain`` returns it."""
    asked, answered, wrong = (cost[key] for key in ("asked", "answered", "wrong"))
    bound = f"at most {cost['error']:.0%} of its answers wrong, {cost['sure']:.0%} sure"
    told = (
        f"Abstention ({bound}): {answered} of {asked} labelled examples are answered"
        f" ({_share(answered, asked)} coverage)"
    )
    unasked = f"with every one answered, {_share(cost['wrong_of_all'], asked)} would be wrong"
    if not answered:
        return (
            f"{told}: no confidence keeps the bound, and further articles are not answered either;"
            f" {unasked}. Allow more errors, be less sure, or label more stories."
        )
    silent = f"; in {cost['silent_folds']} of {cost['folds']} folds no confidence was enough"
    least = "not answered: over all folds no confidence is enough"
    if cost["threshold"] is not None:
        least = f"answered from a confidence of {cost['threshold']:.2f}"
    return (
        f"{told}{silent if cost['silent_folds'] else ''}. {wrong} of them are wrong"
        f" ({_share(wrong, answered)} selective risk); {unasked}. Further articles are {least}."
    )


def _share(part: int, whole: int) -> str:
    return f"{part / whole if whole else 0.0:.0%}"


def _wrong(item: Item) -> bool:
    return item.prediction.labels != item.gold.labels


def threshold(
    confidences: Sequence[float],
    wrong: Sequence[bool],
    stories: Sequence[Hashable],
    error: float,
    sure: float,
    seed: int,
) -> float | None:
    """Return the least confidence at which errors are shown to stay below ``error``, if there is one."""
    from scipy.special import bdtr

    members = defaultdict(list)
    for index, story in enumerate(stories):
        members[story].append(index)
    draw = random.Random(seed)
    spoken = [draw.choice(indices) for indices in members.values()]
    order = sorted(spoken, key=lambda i: -confidences[i])
    fewest = math.ceil(
        math.log(1 - sure) / math.log(1 - error)
    )  # below, even no error shows nothing
    found, count = None, len(order)
    for step in range(round((1 - _FIRST) / _STEP) + 1):
        rank = round(count * (_FIRST + step * _STEP))
        if rank < fewest:
            continue
        least = confidences[order[rank - 1]]
        answered = [i for i in order if confidences[i] >= least]
        if bdtr(sum(wrong[i] for i in answered), len(answered), error) > 1 - sure:
            break
        found = least
    return found
