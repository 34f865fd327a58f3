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
from itertools import chain

from nlp.text.tokens import stopwords, words

LETTERS = 6
_LIMIT = 1 << 17
_FUNCTION = stopwords("en") | stopwords("fr")


class _Stems(dict[str, tuple[str, ...]]):
    """Memo from a white-space separated piece of text to its stems; emptied when it grows large."""

    def __init__(self, ignored: frozenset[str]) -> None:
        self.ignored = ignored

    def __missing__(self, piece: str) -> tuple[str, ...]:
        if len(self) >= _LIMIT:
            self.clear()
        kept = (w for w in words(piece) if w not in self.ignored and not w[0].isdigit())
        self[piece] = found = tuple(map(_stem, kept))
        return found


_every, _content = _Stems(frozenset()), _Stems(_FUNCTION)


def stems(text: str, content: bool) -> list[str]:
    """Return the stems of ``text`` in order; ``content``: without English and French function words."""
    memo = _content if content else _every
    return list(chain.from_iterable(map(memo.__getitem__, text.split())))


def _stem(word: str) -> str:
    bare = unicodedata.normalize("NFD", word)
    return "".join(c for c in bare if not unicodedata.combining(c))[:LETTERS]
