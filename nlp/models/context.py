"""What a classifier reads of an article: all of it, or the sentences about one topic.

For stance the whole article drowns the few sentences that carry it: the target's context is the
sentences that name the topic (codebook terms and actors), their neighbours, and the title.
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.codebook import Codebook
from nlp.records import Article, Example
from nlp.text.sentences import split


def whole(example: Example) -> str:
    """Return title and text."""
    return f"{example.article.title}\n\n{example.article.text}"


def target(example: Example, codebook: Codebook, window: int = 1) -> str:
    """Return the title and the sentences within ``window`` of a mention of ``example.topic``.

    Articles whose sentences use none of the topic's words are returned whole.
    """
    article = example.article
    spans = split(article.text, article.language)
    pattern = topic_pattern(codebook, example.topic, article)
    named = [i for i, (s, e) in enumerate(spans) if pattern.search(article.text, s, e)]
    near = sorted(
        {j for i in named for j in range(i - window, i + window + 1) if 0 <= j < len(spans)}
    )
    if not near:
        return whole(example)
    return "\n".join([article.title, *(article.text[slice(*spans[i])] for i in near)])


def topic_pattern(codebook: Codebook, topic: str, article: Article) -> re.Pattern[str]:
    """Return a pattern that finds a topic's dictionary terms, as they read at the article's date."""
    return any_of(codebook.dictionary(topic, article.language, article.date))


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
