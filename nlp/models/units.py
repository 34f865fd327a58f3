"""What a classifier reads of an article, sentence by sentence, each with its place; evidence is made of these.

>>> from nlp.records import Article
>>> [unit.text for unit in units(Article("a", "Rain fell. All slept.", title="Rain"))]
['Rain', 'Rain fell.', 'All slept.']
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.codebook import Codebook
from nlp.records import Article
from nlp.text.sentences import split


class Unit(NamedTuple):
    """One sentence, or the title, with its character offsets."""

    text: str
    start: int
    end: int
    field: str = "text"


def units(article: Article) -> list[Unit]:
    """Return the title, when there is one, and all sentences; never empty for a readable text."""
    return _units(article.title, article.text, article.language)


@lru_cache(maxsize=2048)  # folds, and the members of an ensemble, read the same articles again
def _units(title: str, text: str, language: str) -> list[Unit]:
    first = [Unit(title, 0, len(title), "title")] if title.strip() else []
    body = [Unit(text[start:end], start, end) for start, end in split(text, language)]
    return first + body or [Unit(text, 0, len(text))]


def forget() -> None:
    """Read articles anew from here on: for timing."""
    _units.cache_clear()


def topic_pattern(book: Codebook, topic: str, article: Article) -> re.Pattern[str]:
    """Return a pattern that finds a topic's dictionary terms, as they read at the article's date."""
    return any_of(book.dictionary(topic, article.language, article.date))


def naming(book: Codebook, topic: str, article: Article, read: list[Unit]) -> list[bool]:
    """Return for each unit whether it, or one beside it, uses a term of the topic."""
    pattern = topic_pattern(book, topic, article)
    found = [bool(pattern.search(unit.text)) for unit in read]
    return [any(found[max(0, i - 1) : i + 2]) for i in range(len(found))]


@lru_cache(maxsize=512)
def any_of(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Compile whole-word, case-insensitive alternatives, longest first; no terms match nothing."""
    if not terms:
        return re.compile(r"(?!)")
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    alternatives = "|".join(
        re.escape(term).replace(r"\ ", r"\s+").replace("'", "['’]") for term in ordered
    )
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
