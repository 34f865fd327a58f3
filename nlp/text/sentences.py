"""Sentence offsets for news in English, French and other languages that end sentences with a stop.

Own rules: a stop, white space and no lower-case letter after it make a boundary, unless what stands
before it (title, initial, acronym, month before a day, list number) or around it ('(...)',
'"Why?" Mr. Sy asked') says otherwise. A line break is a boundary, so headings and list items stand
alone, unless a long line was merely wrapped; so is a stop between a small letter and a word with a
capital, where a space was lost ('a day.The'). On the labelled hard sets under tests/nlp/text these
rules beat sentencex, blingfire, pysbd and syntok, with nothing to install.

>>> text = "Lt. Gen. Keita saw J. Ba on Jan. 3. “Go!” he said."
>>> [text[start:end] for start, end in split(text)]
['Lt. Gen. Keita saw J. Ba on Jan. 3.', '“Go!” he said.']
"""

from __future__ import annotations

import re

from nlp.text.abbreviations import EITHER, NUMBERED, OPENERS, TITLES

_LOST = r"""  # a space lost after a stop: 'a day.The', 'pourquoi ?Le', 'the UN".He', 'over."We', '2019.L’armée'
    (?: (?<= [a-zß-ÿ]{2}[.!?] ) | (?<= [a-zß-ÿ][ ][!?] ) | (?<= [a-zß-ÿ]\.{3} ) | (?<= [a-zß-ÿ]… )
      | (?<= [A-ZÀ-Þ]{3}[.!?] ) | (?<= \d\d[.!?] ) | (?<= [a-zß-ÿ)%€]["”»)%€][.!?] ) | (?<= [a-zß-ÿ][)%€][.!?] )
      | (?<= [a-zß-ÿ)][.!?]["”»] ) | (?<= [a-zß-ÿ][ ][!?]["”»] ) )
    (?= [A-ZÀ-Þ] (?: [a-zß-ÿ]+ [ ,'’-] | ['’][a-zß-ÿ] ) | [AÀ][ ] | ["“«][ ]?[A-ZÀ-Þ] )
    (?! (?:Com|Org|Net|Info|Fr|Uk|Co|Io|Tv|Gov|Edu|Eu|Js)\b )  # 'Amazon.Com'
"""
_STOP = re.compile(
    rf"""
    (?P<stop>[.!?…\n。！？।॥؟۔։።፧][.!?…]*)      # one leading set: the scan skips all other text
    (?P<close>["'”’)\]」』]*(?:[ ]?»)?)
    (?: [ ]+ (?=[^\sa-zß-öø-ÿ»,;:)\]])         # white space, then no small letter
      | [ ]*\n\s*
      | (?<=\n)\s*
      | (?: (?<=[。！？]) | (?<=[。！？][”」』]) ) [ ]*    # often no space follows in Chinese and Japanese
      | {_LOST}
    )
    """,
    re.VERBOSE,
)
_OPENING = " \"'’“‘«([–—•/"
_WORD = re.compile(rf"[-{re.escape(_OPENING)}]*((?:[cdjlnst]|qu)['’]|[^\W_]*)", re.IGNORECASE)
_ACRONYM = re.compile(r"[^\W\d_]{1,2}(?:\.-?[^\W\d_]{1,2})+\Z")  # U.S, Ph.D, J.-C
_SPEECH = re.compile(
    r"(?!(?:He|She|They|It|We|I|You)\b)(?:[A-Z][\w'’-]*\.? ){1,5}"
    r"(?:said|says|asked|asks|told|added|wrote|replied|answered|shouted|cried|wondered)\b"
)
_CLOCK = re.compile(  # what may follow 'a.m.' and 'p.m.' within a sentence
    r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b"
    r"|[A-Z]{1,4}T\b|(?:[A-Z]\w+ ){1,2}[Tt]ime\b"
)
_PARTICLE = re.compile(r"(?:L[ae]|D[aeiu]|V[ao]n) [A-ZÀ-Þ]")  # of a surname: 'J.-Y. Le Drian'
_BEFORE_NAMES = {"and", "avec", "by", "de", "dit", "et", "of", "par", "said", "to", "with", "à"}
_INITIALS = re.compile(r"[A-ZÀ-Þ](?:\.-?[A-ZÀ-Þ])*\Z")
_CODE = re.compile(r"[A-Z]\.?[ -]?\d")
_KNOWN = TITLES | NUMBERED | {word.lower() for word in EITHER}
_PARAGRAPH = 2000  # characters: no further back is an open quotation mark looked for
_WRAPPED_LINE = 40  # a shorter line that ends without a stop is a heading or a list item


def split(text: str, language: str = "") -> list[tuple[int, int]]:
    """Return the half-open offsets of the sentences of ``text``, in order, without outer spaces.

    ``language`` settles 'M.' and 'Me.': titles in French ('fr'), not elsewhere.
    """
    spans = []
    start = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    for match in _STOP.finditer(text, start, last):
        if match[0] == ". " and _is_plain(text, start, match.start()):
            spans.append((start, match.start() + 1))
            start = match.end()
        elif _is_boundary(match, start, language):
            end, following = match.end("close"), match.end()
            if following == end and match["close"] == '"' and _opens(text, start, end - 1):
                end = following = end - 1  # it opens what follows: 'over."We'
            if text.startswith('" ', following) and _is_open(text, start, following):
                end, following = following + 1, following + 2  # French spacing: '" Oui. " Il'
            if text[end - 1].isspace():  # it ends at a line break
                end = start + len(text[start:end].rstrip())
            spans.append((start, end))
            start = following
    if start < last:
        spans.append((start, last))
    return spans


def _is_plain(text: str, start: int, at: int) -> bool:
    """Whether the stop at ``at``, before a space, ends a sentence at first sight; most do.

    A common word stands before it, and a capital letter behind: ``_is_boundary`` says the same, more slowly.
    """
    if not text[at + 2].isupper():
        return False
    space = text.rfind(" ", start, at)
    word = text[start if space < 0 else space + 1 : at]
    return len(word) > 2 and word.isalnum() and word.lower() not in _KNOWN


def _is_boundary(match: re.Match[str], start: int, language: str) -> bool:
    """Whether the sentence that begins at ``start`` ends at this stop or line break."""
    text, stop, at = match.string, match["stop"], match.start()
    if "\n" in match[0]:
        return not _is_wrapped(match, start)
    if stop == ".":
        return _period_ends(match, start, language)
    if _follower(match)[:1].islower():
        return False
    if text[at - 1] in "([":  # '(...)' ends a sentence unless it opens one
        return text[start : at - 1].rstrip()[-1:] not in (".", "!", "?", "…", "")
    return not (match["close"] and _SPEECH.match(text, match.end()))  # '"Why?" Mr. Sy asked'


def _period_ends(match: re.Match[str], start: int, language: str) -> bool:
    """Whether a single '.' ends the sentence, judged by the words on either side of it."""
    text, (at, after), close = match.string, match.span(), match["close"]
    if close and close.strip(")]"):  # a closing quotation mark
        return True
    following = text[after]
    if following == "." or (not following.isupper() and _follower(match)[:1].islower()):
        return False  # '. . .' is one ellipsis
    word = text[max(start, text.rfind(" ", start, at) + 1) : at]
    word = word if word.isalnum() else word[max(map(word.rfind, _OPENING)) + 1 :]
    name = word.lower()
    if len(word) > 2 and name not in _KNOWN and "." not in word:  # most sentences end here
        return True
    if word in ("mm", "min") and text[start : at - len(word)].rstrip()[-1:].isdigit():
        return True
    if name in TITLES or (language == "fr" and word in ("M", "Me")):
        return False
    if name in NUMBERED and _numbers(match):
        return False
    if name in ("a.m", "p.m") and text[start : at - len(word)].rstrip()[-1:].isdigit():
        return not _CLOCK.match(text, after)
    if (
        _INITIALS.match(word)
        and _PARTICLE.match(text, after)
        and _opens_name(text, start, at, word)
    ):
        return False
    if word in EITHER or (len(word) == 1 and word.isupper()) or _ACRONYM.match(word):
        opener = _follower(match).lower().replace("’", "'")
        return opener in OPENERS and following not in "-–—"
    return not (word.isdigit() and not text[start:at].strip(word))  # '3. Vote'


def _opens_name(text: str, start: int, at: int, word: str) -> bool:
    """Whether the initials that end at ``at`` open a name: not 'group B', but 'J.-Y.' or 'and B.'."""
    before = text[start : at - len(word)].split()[-1:]
    return "-" in word or not before or before[0][-1] in ".,;" or before[0] in _BEFORE_NAMES


def _numbers(match: re.Match[str]) -> bool:
    """Whether a number, a bracket, a dash or a letter and a number follow: 'art. L. 121', 'Apr. —'."""
    text, after = match.string, match.end()
    return text[after] in "(–—-" or bool(_CODE.match(text, after)) or _follower(match)[:1].isdigit()


def _opens(text: str, start: int, at: int) -> bool:
    """Whether the straight mark at ``at``, with no space on either side, opens; the next one tells."""
    following = text.find('"', at + 1, at + _PARAGRAPH)
    if following < 0 or text[following - 1] in " ([":
        return False
    if text[following + 1 : following + 2].isalnum():  # it stands as unclear as this one
        return not _is_open(text, start, at)
    return True


def _is_open(text: str, start: int, at: int) -> bool:
    """Whether a straight quotation mark opened earlier in the paragraph is still open at ``at``."""
    nearest = max(0, start - _PARAGRAPH)
    return text.count('"', max(nearest, text.rfind("\n", nearest, start) + 1), at) % 2 == 1


def _follower(match: re.Match[str]) -> str:
    """Return the word after the stop, without the quotation marks, brackets or dashes before it."""
    found = _WORD.match(match.string, match.end())
    return found[1] if found else ""


def _is_wrapped(match: re.Match[str], start: int) -> bool:
    """Whether a line break falls inside a sentence of hard-wrapped text."""
    text, at = match.string, match.start()
    line = max(start, text.rfind("\n", start, at) + 1)
    return (
        match["stop"] == "\n"
        and match[0].count("\n") == 1
        and at - line >= _WRAPPED_LINE
        and text[at - 1] not in ":;"
        and text[match.end()].islower()
    )
