"""What a classifier reads of an article, sentence by sentence, each with its place.

A topic question reads the title and every sentence. A stance question reads the *target's context*: the
title and the sentences that name the topic (codebook terms and actors) with their neighbours, because the
whole article drowns the few sentences that carry stance. Evidence is made of the same units.

>>> from nlp.records import Article, Example
>>> [unit.text for unit in everything(Example("a", Article("a", "Rain fell. All slept.", title="Rain")))]
['Rain', 'Rain fell.', 'All slept.']
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from nlp.codebook import Codebook
from nlp.records import Article, Example
from nlp.text.sentences import split


class Unit(NamedTuple):
    """One sentence, or the title, with its character offsets."""

    text: str
    start: int
    end: int
    field: str = "text"


def units(example: Example, book: Codebook, window: int = 1) -> list[Unit]:
    """Return what is read for the example's question; never empty for a text that is not."""
    found = everything(example)
    if not example.topic:
        return found
    pattern = topic_pattern(book, example.topic, example.article)
    named = [i for i, unit in enumerate(found) if unit.field == "text" and pattern.search(unit.text)]
    near = {j for i in named for j in range(i - window, i + window + 1)}
    return [u for i, u in enumerate(found) if i in near or u.field == "title"] if named else found


def everything(example: Example) -> list[Unit]:
    """Return the title, when there is one, and all sentences."""
    article = example.article
    title = [Unit(article.title, 0, len(article.title), "title")] if article.title.strip() else []
    body = [Unit(article.text[s:e], s, e) for s, e in split(article.text, article.language)]
    return title + body


def topic_pattern(book: Codebook, topic: str, article: Article) -> re.Pattern[str]:
    """Return a pattern that finds a topic's dictionary terms, as they read at the article's date."""
    return any_of(book.dictionary(topic, article.language, article.date))


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
