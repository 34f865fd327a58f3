"""Items as rows of a table and back: what ``predictions.parquet`` and checkpoints are made of.

>>> of_items([Item(...)]).schema.names[:3]  # doctest: +SKIP
['id', 'article', 'story']
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from nlp.records import (
    Article,
    AttributedStance,
    Evidence,
    Gold,
    Item,
    Outcome,
    Prediction,
    SummarySentence,
    Support,
)

_ARTICLE = ("text", "title", "language", "outlet", "date", "section", "agency", "origin")


def of_items(items: Sequence[Item]) -> Any:
    """Return items as a ``pyarrow.Table``, one row each."""
    import pyarrow as pa

    return pa.Table.from_pylist([_row(item) for item in items], schema=schema())


def _row(item: Item) -> dict[str, Any]:
    article, gold, prediction = item.article, item.gold, item.prediction
    return {
        "id": item.id,
        "article": article.id,
        "story": item.story,
        "topic": item.topic,
        "fold": item.fold,
        "outcome": str(prediction.outcome),
        "note": prediction.note,
        "cut": prediction.cut,
        "gold_labels": None if gold.labels is None else sorted(gold.labels),
        "gold_references": list(gold.references),
        "gold_evidence": [asdict(e) for e in gold.evidence],
        "gold_attributed": [asdict(a) for a in gold.attributed],
        "weight": gold.weight,
        "labels": sorted(prediction.labels),
        "scores": list(prediction.scores.items()),
        "summary": [asdict(s) for s in prediction.summary],
        "evidence": [asdict(e) for e in prediction.evidence],
        "attributed": [asdict(a) for a in prediction.attributed],
        **{name: _safe(getattr(article, name)) for name in _ARTICLE},
        "meta": json.dumps(dict(article.meta)),
    }


def _safe(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def item_of(row: Mapping[str, Any]) -> Item:
    """Return the item that a row describes."""
    labels = row["gold_labels"]
    gold = Gold(
        None if labels is None else frozenset(labels),
        tuple(row["gold_references"]),
        tuple(Evidence(**e) for e in row["gold_evidence"]),
        row["weight"],
        attributed_of(row.get("gold_attributed")),
    )
    article = Article(
        id=row["article"], meta=json.loads(row["meta"]), **{name: row[name] for name in _ARTICLE}
    )
    return Item(
        row["id"], article, row["story"], gold, prediction_of(row), row["topic"], row["fold"]
    )


def prediction_row(prediction: Prediction) -> dict[str, Any]:
    """Return a prediction as plain values, ready for JSON."""
    return asdict(prediction) | {"labels": sorted(prediction.labels)}


def prediction_of(row: Mapping[str, Any]) -> Prediction:
    """Return the prediction that plain values describe."""
    return Prediction(
        id=row["id"],
        labels=frozenset(row["labels"]),
        scores=dict(row["scores"]),
        summary=tuple(map(_sentence_of, row["summary"])),
        evidence=tuple(Evidence(**e) for e in row["evidence"]),
        outcome=Outcome(row["outcome"]),
        note=row["note"],
        cut=row["cut"],
        attributed=attributed_of(row.get("attributed")),
    )


def _sentence_of(row: Mapping[str, Any]) -> SummarySentence:
    support = row.get("support")
    known = Support(**support | {"missing": tuple(support["missing"])}) if support else None
    return SummarySentence(**{**row, "support": known})


def attributed_of(rows: Sequence[Mapping[str, Any]] | None) -> tuple[AttributedStance, ...]:
    """Return the attributed stances that plain values describe; runs of older versions keep none."""
    return tuple(AttributedStance(**row) for row in rows or ())


def schema() -> Any:
    """Return the ``pyarrow.Schema`` of the rows."""
    import pyarrow as pa

    text, whole, real = pa.string(), pa.int64(), pa.float64()
    place = [("start", whole), ("end", whole)]
    span = [("label", text), *place, ("field", text)]
    held = [("holder", text), ("topic", text), *span]
    support = pa.struct([*place, ("share", real), ("missing", pa.list_(text))])
    sentence = [("text", text), *place, ("score", real), ("support", support)]
    return pa.schema(
        [
            *((name, text) for name in ("id", "article", "story", "topic")),
            ("fold", whole),
            ("outcome", text),
            ("note", text),
            ("cut", whole),
            ("gold_labels", pa.list_(text)),
            ("gold_references", pa.list_(text)),
            ("gold_evidence", pa.list_(pa.struct(span))),
            ("gold_attributed", pa.list_(pa.struct(held))),
            ("weight", real),
            ("labels", pa.list_(text)),
            ("scores", pa.map_(text, real)),
            ("summary", pa.list_(pa.struct(sentence))),
            ("evidence", pa.list_(pa.struct(span))),
            ("attributed", pa.list_(pa.struct(held))),
            *((name, text) for name in _ARTICLE),
            ("meta", text),
        ]
    )
