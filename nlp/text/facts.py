r"""Names and numbers of a text, and those of a summary that its article does not have.

Names are capitalised words that do not merely open a sentence. Numbers are compared as digits: '1,200' is
'1 200' and '3,5' is '3.5', but 'three' is not '3'.

>>> missing("About 1\u00a0200 men left Gao, Paris said.", "Paris: 1,200 men left.", "en")
('Gao',)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.sentences import split
from nlp.text.tokens import stopwords, words

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_NAME = re.compile(r"[^\W\d_][\w'’-]*")


def names(text: str, language: str = "") -> set[str]:
    """Return lower-cased capitalised words, except where a sentence or quotation opens."""
    return {word for _, found in _named(text, language) for word in found}


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without separators of thousands and with decimal points."""
    return set(map(_plain, _NUMBER.findall(text)))


def missing(summary: str, source: str, language: str = "") -> tuple[str, ...]:
    """Return the names and numbers of ``summary``, as written there, that ``source`` lacks."""
    known, counted = set(words(source, language)), numbers(source)
    strange = [name for name, found in _named(summary, language) if not known.issuperset(found)]
    uncounted = [n for n in _NUMBER.findall(summary) if _plain(n) not in counted]
    return tuple(dict.fromkeys(strange + uncounted))


def _plain(number: str) -> str:
    return _GROUPED.sub("", number).replace(",", ".")


def _named(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each capitalised word and the words it is made of: 'L’Elysée' has "l'" and 'elysée'."""
    ignored = stopwords(language)
    for start, end in split(text, language):
        sentence = text[start:end]
        for match in _NAME.finditer(sentence):
            before = sentence[: match.start()].rstrip()
            if match.group()[0].isupper() and before and before[-1] not in ":«“\"'‘(":
                found = [w for w in words(match.group(), language) if len(w) > 1]
                if kept := [w for w in found if w not in ignored or w == "may"]:  # a month, a name
                    yield match.group(), kept
