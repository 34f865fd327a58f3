"""What must hold before anything is scored; each breach is one clear line.

>>> check_items(items, labels)  # doctest: +SKIP
UserError: prediction 'a7': probability of 'mercenary_activity' is 1.3; allowed: 0 to 1.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from eval.scores import answered
from nlp.errors import UserError, did_you_mean
from nlp.records import Item, LabelSet


def check_items(items: Sequence[Item], labels: LabelSet | None) -> None:
    """Raise UserError when ``items`` cannot be judged together under ``labels``."""
    if not items:
        raise UserError("the run is empty: no predictions to judge.")
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise UserError(f"id {item.id!r} is doubled; give exactly one prediction per example.")
        seen.add(item.id)
        _check_kind(item, labels)
        if labels is not None:
            _check_labels(item, labels)
            _check_probabilities(item, labels)
    if labels is not None:
        _check_all_or_none(items)


def _check_kind(item: Item, labels: LabelSet | None) -> None:
    """One task at a time: labels and summaries are never judged together."""
    if labels is None and item.gold.labels is not None:
        raise UserError(
            f"item {item.id!r} has gold labels, but the run has no label set: "
            "tasks are mixed, or the run record lost its labels."
        )
    if labels is not None and item.gold.labels is None and item.gold.references:
        raise UserError(
            f"item {item.id!r} has reference summaries in a run that assigns labels: "
            "tasks are mixed; judge each task by itself."
        )


def _check_labels(item: Item, labels: LabelSet) -> None:
    for what, given in (("gold", item.gold.labels or ()), ("prediction", item.prediction.labels)):
        for label in sorted(given):
            if label not in labels.names:
                raise UserError(
                    f"{what} {item.id!r}: unknown label {label!r}."
                    + did_you_mean(label, labels.names)
                )
    if not labels.exclusive:
        return
    if item.gold.labels is not None and len(item.gold.labels) != 1:
        raise UserError(_one_only("gold", item.id, item.gold.labels))
    if len(item.prediction.labels) > 1:
        raise UserError(_one_only("prediction", item.id, item.prediction.labels))


def _one_only(what: str, where: str, given: Collection[str]) -> str:
    names = f" ({', '.join(sorted(given))})" if given else ""
    return f"{what} {where!r} has {len(given)} labels{names}; this task allows exactly one."


def _check_probabilities(item: Item, labels: LabelSet) -> None:
    for label, value in item.prediction.scores.items():
        if label not in labels.names:
            raise UserError(
                f"prediction {item.id!r}: probability for unknown label {label!r}."
                + did_you_mean(label, labels.names)
            )
        if not 0 <= value <= 1:  # NaN fails too
            raise UserError(
                f"prediction {item.id!r}: probability of {label!r} is {value!r}; allowed: 0 to 1."
            )
    missing = [n for n in labels.names if n not in item.prediction.scores]
    if item.prediction.scores and missing:
        raise UserError(
            f"prediction {item.id!r} gives probabilities but none for {missing[0]!r}; "
            "give one for every label or none at all."
        )


def _check_all_or_none(items: Sequence[Item]) -> None:
    """A model gives probabilities for all its answers or for none."""
    given = {bool(i.prediction.scores): i.id for i in items if answered(i)}
    if len(given) == 2:
        raise UserError(
            f"prediction {given[True]!r} has probabilities but {given[False]!r} has none; "
            "a model gives them for all its answers or for none."
        )
