"""Words cut to their first letters, without accents, so that forms of one word, and its cognates, are one.

Six letters are enough to tell most words apart and few enough to join 'mercenary', 'mercenaries' and the
French 'mercenaire' (truncation stemming; McNamee and Mayfield 2004 found it as good as rule-based stemmers
in European languages). Pieces that begin with a digit are left out.

>>> stems("The mercenaries’ colonial past", content=True)
['mercen', 'coloni', 'past']
>>> stems("Des mercenaires", content=False)
['des', 'mercen']
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import partial

from nlp.text.memo import Memo
from nlp.text.tokens import stopwords, words

LETTERS = 6
_FUNCTION = stopwords("en") | stopwords("fr")


def stems(text: str, content: bool) -> list[str]:
    """Return the stems of ``text`` in order; ``content``: without English and French function words."""
    return list(_memo[content].of(text.split()))


def _stems(piece: str, ignored: frozenset[str]) -> Iterator[str]:
    return (_stem(w) for w in words(piece) if w not in ignored and not w[0].isdigit())


def _stem(word: str) -> str:
    bare = unicodedata.normalize("NFD", word)
    return "".join(c for c in bare if not unicodedata.combining(c))[:LETTERS]


_memo = {
    content: Memo(partial(_stems, ignored=_FUNCTION if content else frozenset()))
    for content in (True, False)
}
