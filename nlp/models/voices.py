"""Whose words a title or sentence holds: the outlet's own, or those of a source it quotes or reports.

One reading of the article (``nlp.text.attribution``) serves every model of the outlet's stance. What sources
say is the sources' stance (codebook, holder rule 1): models that can, read without it, and no model shows it
as evidence of the outlet's. Who is quoted, and by which verb, stays the outlet's.

>>> from nlp.models.units import units
>>> article = Article("a", "A nurse said that the deal keeps us safe. “We sleep.” It is folly.", language="en")
>>> [" ".join(own(article, unit).split()) for unit in units(article)]
['A nurse said', '', 'It is folly.']
>>> [outlet_speaks(article, *unit[1:]) for unit in units(article)]
[False, False, True]
"""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.models.units import Unit
from nlp.records import Article
from nlp.text.attribution import blanked
from nlp.text.language import detect

_LEAST = 0.5  # of a passage's letters; in 94% of the outlet stances' annotated evidence at least half are own
_NEGATES = re.compile(
    r"\b(?:not|no|never|without|nor|neither|hardly|far from|n['’]t|ne|n['’]|ni|pas|jamais|sans|aucune?)\W+"
    r"(?:[\w'’-]+\W+){0,2}$",
    re.IGNORECASE,
)


def own(article: Article, unit: Unit) -> str:
    """Return the unit with what is not the outlet's blanked; its length stays."""
    return _own(article, unit.field)[unit.start : unit.end]


def said(article: Article, unit: Unit) -> str:
    """Return the unit with what is the outlet's blanked; its length stays."""
    pairs = zip(unit.text, own(article, unit), strict=True)
    return "".join(letter if kept != letter else " " for letter, kept in pairs)


def outlet_speaks(article: Article, start: int, end: int, field: str = "text") -> bool:
    """Whether at least half of the letters between two offsets are the outlet's own words."""
    whole = article.title if field == "title" else article.text
    return _letters(_own(article, field)[start:end]) >= _LEAST * _letters(whole[start:end])


def negated(text: str, start: int) -> bool:
    """Whether what begins at ``start`` stands within three words after a negation."""
    return bool(_NEGATES.search(text[max(0, start - 60) : start]))


def _own(article: Article, field: str) -> str:
    text = article.title if field == "title" else article.text
    return _blanked(text, article.language or detect(article.text))


@lru_cache(maxsize=1024)
def _blanked(text: str, language: str) -> str:
    return blanked(text, language)  # asked again for every topic and sentence of an article


def _letters(text: str) -> int:
    return sum(letter.isalpha() for letter in text)
