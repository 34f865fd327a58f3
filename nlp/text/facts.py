"""Names and numbers of a text, and those of a summary that its article does not have.

Names are capitalised words that do not merely open a sentence; one that does is a name where its verb follows
at once ('Gao fell', not 'The town fell'). Numbers are compared by value (``nlp.text.figures``): '1,200' is
'1 200', '3,5' is '3.5', 'three' is '3', '1.5 million' is '1,500,000'.

>>> missing("About 1 200 men left Gao, Paris said.", "Paris: 1,200 men left.", "en")
('Gao',)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.figures import figures, stands, values
from nlp.text.sentences import split
from nlp.text.tokens import stopwords, words

_DATE = re.compile(r"\b\d{4}-(\d\d)-\d\d\b|\b\d{1,2}[/.](\d{1,2})[/.]\d{2,4}\b")
_MONTHS = (
    "january february march april may june july august september october november december",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
)
_VERB = re.compile(
    r"\s+(?:is|was|has|had|have|will|would|can|could|might|must|should|did|does|said|says|told|met|won|took|left"
    r"|\w{2,}ed|a|est|avait|était|aura|sera|va|doit|peut|se|ne|[ns]['’]\w+)\b"
)
# Without an article too: plurals, gerunds, adverbs, elided French articles.
_COMMON = re.compile(
    r"['’]|(?:s|ing|ly|ed|ese|men|women|people|police|children)$|^personne$", re.IGNORECASE
)
_NAME = re.compile(r"[^\W\d_][\w'’-]*")


def names(text: str, language: str = "") -> set[str]:
    """Return lower-cased capitalised words, where a sentence or quotation opens only before a verb."""
    return {word for _, found in _named(text, language) for word in found}


def missing(summary: str, source: str, language: str = "") -> tuple[str, ...]:
    """Return the names and numbers of ``summary``, as written there, that ``source`` lacks."""
    known, counted = set(words(source, language)) | _months(source), values(source, language)
    strange = [name for name, found in _named(summary, language) if not known.issuperset(found)]
    stated = figures(summary, language)
    uncounted = [f.written for f in stated if not stands(f, counted, language)]
    return tuple(dict.fromkeys(strange + uncounted))


def _subject(word: re.Match[str]) -> bool:
    """Whether the word that opens a sentence is a name: it has no article, and its verb follows."""
    return not _COMMON.search(word[0]) and _VERB.match(word.string, word.end()) is not None


def _months(text: str) -> set[str]:
    """Return the names of the months that ``text`` has in dates of digits."""
    found = {int(a or b) for a, b in _DATE.findall(text)}
    return {name for names in _MONTHS for i, name in enumerate(names.split(), 1) if i in found}


def _named(text: str, language: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each capitalised word and the words it is made of: 'L’Elysée' has "l'" and 'elysée'."""
    ignored = stopwords(language) or stopwords("en") | stopwords("fr")
    for start, end in split(text, language):
        sentence = text[start:end]
        for match in _NAME.finditer(sentence):
            before = sentence[: match.start()].rstrip()
            opens = not before or before[-1] in ":«“\"'‘("
            if match.group()[0].isupper() and (not opens or _subject(match)):
                found = [w for w in words(match.group(), language) if len(w) > 1]
                if kept := [w for w in found if w not in ignored or w == "may"]:  # a month, a name
                    yield match.group(), kept
