"""A text cut at the borders of everything that marks it, so that marks may overlap.

Marks: 's0' the first summary sentence, 'm0' the model's evidence for the first label, 'g0' the
annotators'. Longer texts are cut; how many characters are left out is returned.

>>> spans = [Span(0, 3, "m0"), Span(2, 5, "g0")]
>>> [(p.text, p.marks) for p in pieces("abcdef", spans)]
[('ab', ('m0',)), ('c', ('m0', 'g0')), ('de', ('g0',)), ('f', ())]
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

from eval.report.backing import support
from eval.report.value import Piece
from nlp.records import Evidence, Item, SummarySentence

LONGEST = 20_000  # characters of one article in the page
MARKED = 8  # labels that have a colour and a toggle of their own


class Span(NamedTuple):
    """Characters ``start`` to ``end`` carry ``mark``."""

    start: int
    end: int
    mark: str


def cut(item: Item, labels: Sequence[str]) -> tuple[list[Piece], int]:
    """Return the article in pieces, and how many characters of it are left out."""
    spans = [
        Span(start, end, f"s{i}")
        for i, (start, end) in enumerate(map(_place, item.prediction.summary, repeat(item)))
        if start >= 0
    ]
    for source, given in (("m", item.prediction.evidence), ("g", item.gold.evidence)):
        for e in given:
            name = _label(e, item.topic)
            if e.field == "text" and name in labels[:MARKED]:
                spans.append(Span(e.start, e.end, f"{source}{labels.index(name)}"))
    text = item.article.text
    shown = text[:LONGEST]
    return pieces(shown, spans), len(text) - len(shown)


def _place(sentence: SummarySentence, item: Item) -> tuple[int, int]:
    """Where a sentence stands, or the source that backs it when it was written."""
    backed = support(sentence, item)
    return (sentence.start, sentence.end) if backed is None else (backed.start, backed.end)


def _label(evidence: Evidence, topic: str) -> str:
    """'topic=stance' supports that stance of an example about the topic."""
    about, equals, stance = evidence.label.partition("=")
    return stance if equals and about == topic else evidence.label


def pieces(text: str, spans: Sequence[Span]) -> list[Piece]:
    """Return the text in order, each piece with its marks in the order of ``spans``."""
    edges = sorted({0, len(text), *(min(e, len(text)) for s in spans for e in s[:2])})
    return [
        Piece(text[a:b], tuple(dict.fromkeys(s.mark for s in spans if s.start <= a and b <= s.end)))
        for a, b in pairwise(edges)
    ]
