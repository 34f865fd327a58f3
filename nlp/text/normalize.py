r"""One form for all text: the text that every character offset in the project refers to.

NFC (Unicode Standard Annex 15), plain newlines, plain single spaces, no invisible characters.

>>> normalize("\ufeffCafe\u0301\u00a0noir \r\n\r\n\r\n\tFin\u200b.  ")
'Café noir\n\nFin.'
"""

from __future__ import annotations

import re
import unicodedata

_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[@-~]")  # colours and the like, as a terminal writes them
_NEWLINE = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Controls, soft hyphen, zero-width and direction marks, byte-order mark. U+200C and U+200D join
# letters in Persian and Indic scripts and emoji, but an invisible difference must not split words.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES = re.compile(" {2,}")
_LINE_EDGES = re.compile(" *\n *")
_BLANK_LINES = re.compile("\n{3,}")


def normalize(text: str) -> str:
    """Return ``text`` in the project's one form; normalising twice changes nothing.

    Lone surrogates become U+FFFD, tabs and unusual spaces become a space, runs of spaces one space,
    three or more line breaks two; white space at the edges of lines and of the text is dropped.
    """
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)
    text = _SPACE.sub(" ", _NEWLINE.sub("\n", text))
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text)
    text = _LINE_EDGES.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip(" \n")
