"""From one row of a table to an ``Article`` and its ``Annotation``, through the column mapping.

>>> article({"body": "Rain fell on Gao."}, "news.csv:2", {"text": "body"}, language="en").origin
'news.csv:2'
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from nlp.errors import UserError, did_you_mean
from nlp.records import Annotation, Article, AttributedStance, Evidence, Reference
from nlp.text.language import detect
from nlp.text.normalize import normalize

ARTICLE = ("id", "text", "title", "language", "outlet", "date", "section", "agency")
LABELS = ("topics", "stance", "references", "evidence", "attributed", "inclusion")


def columns(mapping: Mapping[str, str | None]) -> dict[str, str]:
    """Return field -> column for the mapped fields; unknown fields are a user's mistake."""
    for name in mapping:
        if name not in ARTICLE + LABELS:
            raise UserError(
                f"Unknown field corpus.columns.{name}.{did_you_mean(name, ARTICLE + LABELS)}"
            )
    return {name: column for name, column in mapping.items() if column}


def article(
    row: Mapping[str, Any], where: str, mapping: Mapping[str, str], language: str = ""
) -> Article:
    """Build one article; ``language`` is used when the row names none, else it is detected.

    Raises
    ------
    UserError
        When the text or id column is not in the row (it lists the columns that are).
    """
    for required in ("text", "id"):
        if required in mapping and mapping[required] not in row:
            raise UserError(
                f"{where}: no {required} column '{mapping[required]}'. Columns there:"
                f" {', '.join(sorted(map(str, row)))}. Name the right one:"
                f" corpus.columns.{required}=COLUMN"
                + (" (or null to derive ids from the texts)." if required == "id" else ".")
            )
    text = normalize(_text(row[mapping["text"]], where, "text"))
    values = {f: _text(row.get(c), where, f) for f, c in mapping.items() if f in ARTICLE}
    identifier = values["id"] if "id" in mapping else content_id(text)
    return Article(
        id=identifier.strip(),
        text=text,
        title=normalize(values.get("title", "")),
        language=values.get("language", "") or language or detect(text),
        outlet=values.get("outlet", ""),
        date=values.get("date", ""),
        section=values.get("section", ""),
        agency=values.get("agency", ""),
        origin=where,
        meta=_meta(row, set(mapping.values())),
    )


def content_id(text: str) -> str:
    """Return a short id derived from a text: the first 12 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def annotation(
    row: Mapping[str, Any], where: str, mapping: Mapping[str, str], article_id: str
) -> Annotation | None:
    """Build the annotation a row carries, or ``None`` when it carries no label at all."""
    values = {f: row[c] for f, c in mapping.items() if f in LABELS and row.get(c) not in (None, "")}
    if not values:
        return None
    references = values.get("references", [])
    topics = values.get("topics")
    try:
        return Annotation(
            article=article_id,
            topics=None if topics is None else frozenset(_labels(topics)),
            stance=dict(_parsed(values.get("stance", {}))),
            evidence=tuple(
                Evidence(**_only(e, Evidence)) for e in _parsed(values.get("evidence", []))
            ),
            attributed=tuple(
                AttributedStance(**_only(a, AttributedStance))
                for a in _parsed(values.get("attributed", []))
            ),
            references=(
                (Reference("reference", references),)
                if isinstance(references, str)
                else tuple(
                    Reference("reference", r)
                    if isinstance(r, str)
                    else Reference(**_only(r, Reference))
                    for r in references
                )
            ),
            inclusion=_probability(values.get("inclusion", 1.0), where),
        )
    except (TypeError, ValueError) as problem:
        raise UserError(
            f"{where}: labels are not in the expected form ({problem}). topics: a list or 'a; b';"
            " stance: {topic: label}; references: texts; evidence: [{label, start, end}]."
        ) from None


def _labels(value: Any) -> list[str]:
    """Return the labels of a list or of 'a; b'; 'none' says that the article was read and has none."""
    if isinstance(value, str):
        value = [] if value.strip().lower() == "none" else value.replace(",", ";").split(";")
    return [str(part).strip() for part in value if str(part).strip()]


def _parsed(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _only(value: Mapping[str, Any], record: Any) -> dict[str, Any]:
    return {k: value[k] for k in record.__slots__ if k in value}


def _probability(value: Any, where: str) -> float:
    number = float(value)
    if not 0 < number <= 1:
        raise UserError(
            f"{where}: inclusion is {value!r}. Allowed: a probability above 0, at most 1."
        )
    return number


def _text(value: Any, where: str, name: str) -> str:
    if value is None:
        return ""
    if isinstance(value, dict | list):
        raise UserError(f"{where}: {name} is a {type(value).__name__}, not text.")
    return str(value)


def _meta(row: Mapping[str, Any], used: set[str]) -> dict[str, Any]:
    """Keep the unmapped plain columns: reports slice by them."""
    return {
        str(k): v
        for k, v in row.items()
        if k not in used and isinstance(v, str | int | float | bool)
    }
