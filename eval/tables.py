"""Predictions and gold answers from plain tables, made by any system, as examples and predictions.

Every row has an ``id``. Labels of a topic run stand in ``topics`` (a list, or 'a; b'; empty: none),
those of a stance run in ``stance`` (one label, with the topic in ``topic``; or {topic: label}), texts
in ``summary`` and ``references``. Probabilities: columns ``p_LABEL``, or one column ``scores``. Gold
rows may carry the article (``text``, ``outlet``, …) and its ``story``; other columns are kept to slice
by. A null gold answer means: not labelled.

>>> predictions([({"id": "a1", "topics": "x; y"}, "p.csv:2")], "topic")[0].labels == {"x", "y"}
True
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nlp.errors import UserError, did_you_mean
from nlp.records import Article, Example, Gold, Outcome, Prediction, SummarySentence

Row = tuple[dict[str, Any], str]  # values, where they stand

_SAID = {
    "topic": ("topics", "labels", "prediction"),
    "stance": ("stance", "label", "prediction"),
    "summarize": ("summary", "prediction"),
}
_TRUE = {
    "topic": ("topics", "labels", "gold"),
    "stance": ("stance", "label", "gold"),
    "summarize": ("references", "reference", "summary", "gold"),
}
_ARTICLE = ("text", "title", "language", "outlet", "date", "section", "agency")


@dataclass(frozen=True)
class GoldTable:
    """Examples with their gold answers, and the stories that the table names, by article."""

    examples: list[Example]
    gold: list[Gold]
    stories: dict[str, str] = field(default_factory=dict)


def gold_table(rows: Iterable[Row], task: str) -> GoldTable:
    """Return the examples and gold answers of a table.

    Raises UserError for a missing column, a row without id, or an id twice.
    """
    found, where_of = GoldTable([], []), dict[str, str]()
    for row, where in rows:
        column = _column(row, where, _TRUE[task], "gold")
        for example, topic, value in _answers(row, where, column, task):
            _once(example, where, where_of)
            article = _article(row, where, column, example.partition("#")[0])
            found.examples.append(Example(example, article, topic))
            found.gold.append(_gold(value, where, task))
            if row.get("story"):
                found.stories[article.id] = str(row["story"])
    return found


def predictions(rows: Iterable[Row], task: str) -> list[Prediction]:
    """Return the predictions of a table.

    Raises UserError for a missing column, a row without id, an id twice, an unknown outcome, or a
    probability that is not a number.
    """
    found, where_of = [], dict[str, str]()
    for row, where in rows:
        column = _column(row, where, _SAID[task], "predictions")
        for example, _, value in _answers(row, where, column, task):
            _once(example, where, where_of)
            found.append(_prediction(example, row, where, value, task))
    return found


def _answers(
    row: Mapping[str, Any], where: str, column: str, task: str
) -> Iterator[tuple[str, str, Any]]:
    """Yield (example id, topic, value): one per row, or one per topic of a stance mapping."""
    identifier, value = str(row.get("id") if row.get("id") is not None else "").strip(), row[column]
    if not identifier:
        raise UserError(f"{where}: no id. Every row needs one, in the column 'id'.")
    if task != "stance":
        yield identifier, "", value
        return
    value = _parsed(value, where, column)
    if isinstance(value, Mapping):
        yield from ((f"{identifier}#{topic}", str(topic), label) for topic, label in value.items())
        return
    topic = str(row.get("topic") or "").strip() or identifier.partition("#")[2]
    if not topic:
        raise UserError(
            f"{where}: no topic. Name it in a column 'topic', or write ids as 'article#topic'."
        )
    article = identifier.partition("#")[0]
    yield f"{article}#{topic}", topic, value


def _prediction(
    example: str, row: Mapping[str, Any], where: str, value: Any, task: str
) -> Prediction:
    outcome = _outcome(row, where)
    note, scores = str(row.get("note") or ""), _scores(row, where)
    if task == "summarize":
        text = str(value or "").strip()
        said = (SummarySentence(text),) if text else ()
        return Prediction(example, summary=said, outcome=outcome or _if(bool(text)), note=note)
    labels = frozenset(_labels(value, where))
    answered = task == "topic" or bool(labels)  # no topic is an answer, no stance is none
    return Prediction(example, labels, scores, outcome=outcome or _if(answered), note=note)


def _if(answered: bool) -> Outcome:
    return Outcome.SCORED if answered else Outcome.ABSTAINED


def _gold(value: Any, where: str, task: str) -> Gold:
    if value is None:
        return Gold()
    if task == "summarize":
        texts = [value] if isinstance(value, str) else [*value]
        return Gold(references=tuple(str(t) for t in texts if str(t).strip()))
    labels = frozenset(_labels(value, where))
    return Gold(labels if labels or task == "topic" else None)


def _article(row: Mapping[str, Any], where: str, column: str, identifier: str) -> Article:
    known = {
        name: str(row[name]) for name in _ARTICLE if row.get(name) is not None and name != column
    }
    plain = (str, int, float, bool)
    taken = {*_ARTICLE, "id", "story", "topic", column}
    meta = {k: v for k, v in row.items() if k not in taken and isinstance(v, plain)}
    return Article(identifier, **{"text": "", **known}, origin=where, meta=meta)


def _column(row: Mapping[str, Any], where: str, names: tuple[str, ...], what: str) -> str:
    for name in names:
        if name in row:
            return name
    raise UserError(
        f"{where}: no column with the {what}: {' or '.join(map(repr, names))}. Columns there:"
        f" {', '.join(sorted(map(str, row)))}."
    )


def _once(example: str, where: str, where_of: dict[str, str]) -> None:
    if example in where_of:
        raise UserError(
            f"{where}: id {example!r} was already used at {where_of[example]}. Keep one."
        )
    where_of[example] = where


def _labels(value: Any, where: str) -> list[str]:
    if isinstance(value, str):
        text = value.strip()
        listed = text.startswith("[")
        value = _parsed(text, where, "labels") if listed else text.replace(",", ";").split(";")
    if not isinstance(value, list | None):
        raise UserError(f"{where}: labels are {value!r}. Write a list, or 'a; b'.")
    return [str(label).strip() for label in value or () if str(label).strip()]


def _scores(row: Mapping[str, Any], where: str) -> dict[str, float]:
    given = _parsed(row.get("scores"), where, "scores") or {}
    if not isinstance(given, Mapping):
        raise UserError(f'{where}: scores is {given!r}. Write {{"label": probability}}.')
    columns = {str(k)[2:]: v for k, v in row.items() if str(k).startswith("p_")}
    return {
        str(label): _probability(value, where, str(label))
        for label, value in {**given, **columns}.items()
        if value not in (None, "")
    }


def _probability(value: Any, where: str, label: str) -> float:
    try:  # spreadsheets of many countries write 0,93
        return float(value.replace(",", ".") if isinstance(value, str) else value)
    except (TypeError, ValueError):
        raise UserError(
            f"{where}: probability of {label!r} is {value!r}. Allowed: a number from 0 to 1."
        ) from None


def _outcome(row: Mapping[str, Any], where: str) -> Outcome | None:
    value = str(row.get("outcome") or "")
    if value and value not in list(Outcome):
        raise UserError(f"{where}: outcome is {value!r}.{did_you_mean(value, list(Outcome))}")
    return Outcome(value) if value else None


def _parsed(value: Any, where: str, column: str) -> Any:
    if not isinstance(value, str) or not value.strip().startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError as problem:
        raise UserError(f"{where}: {column} is malformed JSON ({problem}).") from None
