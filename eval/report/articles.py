"""Articles as a report shows them: text cut into plain and marked pieces, answers beside gold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nlp.records import Item, Outcome

LONGEST = 6_000  # characters of one article in the page


@dataclass(frozen=True)
class Piece:
    """A stretch of text; ``mark`` is '' or what to mark it as: 'summary', or a label's index."""

    text: str
    mark: str = ""


@dataclass(frozen=True)
class ArticleView:
    """One example, ready to be written out."""

    id: str
    title: str
    about: str
    verdict: str  # 'right', 'wrong', or the outcome when there is nothing to compare
    answers: list[tuple[str, str, str]]  # label, gold, predicted with its probability
    references: list[str]
    summary: str
    pieces: list[Piece]


def views(items: Sequence[Item], record: Mapping[str, Any], limit: int) -> list[ArticleView]:
    """Return up to ``limit`` examples, the most instructive first: confident mistakes, then the rest."""
    return [_view(item, record) for item in sorted(items, key=_order)[:limit]]


def _order(item: Item) -> tuple[int, float]:
    gold, said = item.gold.labels, item.prediction.labels
    if gold is None:
        return (1, 0.0)
    scores = item.prediction.scores
    wrong = gold ^ said
    confidence = max((abs(scores.get(label, 0.5) - 0.5) for label in wrong), default=0.0)
    return (0, -confidence) if wrong else (1, 0.0)


def _view(item: Item, record: Mapping[str, Any]) -> ArticleView:
    article, prediction = item.article, item.prediction
    about = " · ".join(
        p for p in (article.outlet, article.date, article.language, article.section) if p
    )
    return ArticleView(
        id=item.id,
        title=article.title or article.text[:80],
        about=f"{about} · about {record['label_names'].get(item.topic, item.topic)}"
        if item.topic
        else about,
        verdict=_verdict(item),
        answers=_answers(item, record),
        references=list(item.gold.references),
        summary=prediction.text,
        pieces=_pieces(item, record),
    )


def _verdict(item: Item) -> str:
    if item.prediction.outcome is not Outcome.SCORED:
        note = f": {item.prediction.note}" if item.prediction.note else ""
        return f"{item.prediction.outcome}{note}"
    if item.gold.labels is None:
        return "scored" if item.gold.references else "no gold"
    return "right" if item.gold.labels == item.prediction.labels else "wrong"


def _answers(item: Item, record: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    labels = record["labels"]
    if not labels:
        return []
    gold, said = item.gold.labels, item.prediction.labels
    return [
        (
            record["label_names"].get(name, name),
            "–" if gold is None else ("yes" if name in gold else "no"),
            ("yes" if name in said else "no") + _share(item.prediction.scores.get(name)),
        )
        for name in labels["names"]
    ]


def _share(score: float | None) -> str:
    return "" if score is None else f" ({score:.2f})"


def _pieces(item: Item, record: Mapping[str, Any]) -> list[Piece]:
    """Cut the text at the borders of summary sentences and evidence; first mark wins an overlap."""
    names = list(record["labels"]["names"]) if record["labels"] else []
    spans = [(s.start, s.end, "summary") for s in item.prediction.summary if s.start >= 0]
    spans += [
        (e.start, e.end, f"label{names.index(e.label)}")
        for e in item.prediction.evidence
        if e.field == "text" and e.label in names
    ]
    text = item.article.text
    pieces, at = [], 0
    for start, end, mark in sorted(spans):
        if start < at or end > LONGEST:
            continue
        pieces += [Piece(text[at:start]), Piece(text[start:end], mark)]
        at = end
    tail = text[at:LONGEST] + (" […]" if len(text) > LONGEST else "")
    return [p for p in [*pieces, Piece(tail)] if p.text]
