"""Who may hold a stance on a topic in an article: every attributed source, or only the nearest name.

``attributed`` reads quotation and attribution (``nlp.text.attribution``) and gathers the clauses of each
source. ``nearest``, the baseline, takes the name nearest to each mention of the topic. A topic that the
codebook does not have is an entity, mentioned by its name or the longer words of it.

>>> from nlp.records import Article
>>> text = "A nurse praised the treaty. Rain fell on Gao. “It keeps us safe,” she said."
>>> [(c.holder, c.spans, c.near) for c in gather(Article("a", text, language="en"), ("treaty",))]
[('A nurse', ((0, 27),), 0)]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from nlp.codebook import Codebook
from nlp.models.units import any_of
from nlp.records import Article, AttributedStance, Example
from nlp.text.attribution import Attribution, attributions
from nlp.text.holders import alike
from nlp.text.sentences import split

Span = tuple[int, int]
Find = Literal["attribution", "nearest"]

FAR = 5  # sentences; more is as far as never
_NAME = re.compile(
    r"[A-ZÀ-Þ][\w'’-]+(?:\s(?:(?:of|the|de|du|la|bin|al|von)\s)?[A-ZÀ-Þ][\w'’-]+){0,4}"
)


@dataclass(frozen=True)
class Candidate:
    """One source: its clauses nearest to the topic, their cues, and how many sentences off (0 to FAR).

    ``around`` are the sentences of the first clause with the one before and the one after.
    """

    holder: str
    spans: tuple[Span, ...]
    cues: tuple[str, ...]
    near: int
    around: Span = (0, 0)

    def text(self, article: Article) -> str:
        """Return the clauses as one text."""
        return " ".join(article.text[slice(*span)] for span in self.spans)


def attributed(example: Example, book: Codebook) -> list[Candidate]:
    """Return every source to which the article attributes words or thoughts, but for the topic itself."""
    found = gather(example.article, mentions(example, book))
    return [c for c in found if alike(c.holder, example.topic) <= 0.5]


def gather(article: Article, terms: tuple[str, ...]) -> list[Candidate]:
    """Return the article's sources; ``terms`` are the topic's.

    A source that speaks often has the clauses that name the topic or stand beside a sentence that does; if
    there is none, the nearest.
    """
    sentences = split(article.text, article.language)
    named = _naming(article, terms, sentences)
    clauses: dict[str, list[Attribution]] = {}
    for found in _attributions(article.text, article.language):
        clauses.setdefault(found.holder, []).append(found)
    candidates = []
    for holder, own in clauses.items():
        off = [_distance((c.start, c.end), sentences, named) for c in own]
        kept = [c for c, d in zip(own, off, strict=True) if d <= max(1, min(off))]
        spans = tuple(dict.fromkeys((c.start, c.end) for c in kept))
        cues = tuple(c.cue.lower() for c in kept)
        candidates.append(Candidate(holder, spans, cues, min(off), _around(spans[0], sentences)))
    return candidates


def nearest(example: Example, book: Codebook) -> list[Candidate]:
    """Return the names nearest to the topic's mentions, each with the sentences that mention it."""
    article = example.article
    pattern = any_of(mentions(example, book))
    found: dict[str, list[Span]] = {}
    sentences = split(article.text, article.language)
    for start, end in sentences:
        mention = pattern.search(article.text, start, end)
        if mention is None:
            continue
        names = [m for m in _NAME.finditer(article.text, start, end) if not _is_opener(m, start)]
        names = [m for m in names if m.end() <= mention.start() or m.start() >= mention.end()]
        if names:
            closest = min(
                names, key=lambda m: max(m.start() - mention.end(), mention.start() - m.end())
            )
            found.setdefault(closest[0], []).append((start, end))
    return [
        Candidate(name, tuple(spans), (), 0, _around(spans[0], sentences))
        for name, spans in found.items()
    ]


FINDERS: Mapping[Find, Callable[[Example, Codebook], list[Candidate]]] = {
    "attribution": attributed,
    "nearest": nearest,
}


def side(candidate: Candidate, held: Sequence[AttributedStance]) -> str:
    """Return the label that annotators give a candidate, '' for a source that takes no side.

    It is the annotated source of like name or of the same words, both before either.
    """
    best = max(held, key=lambda gold: _match(candidate, gold), default=None)
    return best.label if best and _match(candidate, best) else ""


def mentions(example: Example, book: Codebook) -> tuple[str, ...]:
    """Return the terms that name the example's topic."""
    if example.topic in book.topic_ids:
        return book.dictionary(example.topic, example.article.language, example.article.date)
    longer = [word for word in example.topic.split() if len(word) > 4]
    return (example.topic, *longer, *(f"{word}s" for word in longer))


def _match(candidate: Candidate, gold: AttributedStance) -> int:
    shared = max(_shared(span, (gold.start, gold.end)) for span in candidate.spans)
    return (gold.field == "text" and shared > 0.5) + (alike(candidate.holder, gold.holder) > 0.5)


def _shared(one: Span, other: Span) -> float:
    """Return which share of the shorter span is in the other."""
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both / max(1, min(one[1] - one[0], other[1] - other[0]))


def _naming(article: Article, terms: tuple[str, ...], sentences: Sequence[Span]) -> list[int]:
    pattern = any_of(terms)
    return [
        i for i, (start, end) in enumerate(sentences) if pattern.search(article.text, start, end)
    ]


def _distance(span: Span, sentences: Sequence[Span], named: Sequence[int]) -> int:
    own = _sentences_of(span, sentences)
    return min((min(abs(i - j), FAR) for i in own for j in named), default=FAR)


def _around(span: Span, sentences: Sequence[Span]) -> Span:
    own = _sentences_of(span, sentences)
    before, after = max(own[0] - 1, 0), min(own[-1] + 1, len(sentences) - 1)
    return sentences[before][0], sentences[after][1]


def _sentences_of(span: Span, sentences: Sequence[Span]) -> list[int]:
    return [i for i, (start, end) in enumerate(sentences) if start < span[1] and end > span[0]]


def _is_opener(name: re.Match[str], start: int) -> bool:
    """Whether a single capitalised word owes its capital to the beginning of the sentence."""
    return name.start() == start and " " not in name[0]


@lru_cache(maxsize=512)
def _attributions(text: str, language: str) -> tuple[Attribution, ...]:
    return tuple(attributions(text, language))  # asked again for every topic of an article
