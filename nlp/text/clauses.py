"""Who is the subject of an attributing verb, before it or after it, and what the clause gives to them.

>>> from nlp.text.reporting import CUES
>>> text = "A pilot, who had been there twice, denied that it was safe."
>>> clause = Clause(text, [], "en", 0, len(text))
>>> subject, said = clause.attributed(CUES["en"].search(text), 0, None)
>>> text[slice(*subject)], [text[slice(*span)] for span in said]
('A pilot', [' that it was safe.'])
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.text.holders import Span, phrase, plural
from nlp.text.reporting import EN_BASES

Found = tuple[Span, tuple[Span, ...]]  # the subject, what is theirs

_NOT_ACTIVE = {  # what makes the verb after it a passive, an infinitive, a noun or a participle
    "en": re.compile(r"(?:\b(?:is|are|was|were|been|being|be|to|by|of|the|a|an)|['’]s|n['’]t)\s\Z"),
    "fr": re.compile(r"\b(?:de|du|une?|des|aux?|ce|cette|son|sa|leur|à|en)\s\Z"),
}
_PASSIVE = re.compile(r"(?!s['’]|se\s).*\b(?:est|sont|était|étaient)\b", re.IGNORECASE)
_OF = frozenset({"accused", "suspected"})  # 'the men accused of murder' accuse nobody
_INVERTED = re.compile(r"-(?:t-)?(ils?|elles?|on)\b")
_SHARES = re.compile(r"(?:\b(?:and|but|or|et|mais|puis)|,)\Z")
_RELATIVE = re.compile(r"\s*(?:who|which|qui|lesquels)\b")
_OBJECT = re.compile(r"\b(?:that|which|que|dont)\Z")
_CUT = re.compile(r"[,:](?=\s|$)|[–—]\s", re.MULTILINE)
END = re.compile(r"[,.;:!?()\n\"“«…]|\s[–—]\s|\s(?:who|which|that|qui|que|dont)\s")
"""Where a noun phrase after a verb or preposition ends."""


@dataclass(frozen=True)
class Clause:
    """Part of a text in which quotations are masked (``nlp.text.quotes.masked``), from start to end."""

    text: str
    quoted: Sequence[Span]
    language: str
    start: int
    end: int

    def quotes(self, start: int, end: int) -> list[Span]:
        """Return the quotations between two offsets."""
        return [(a, b) for a, b in self.quoted if a < end and b > start]

    def attributed(self, cue: re.Match[str], done: int, earlier: Span | None) -> Found | None:
        """Return the subject of a verb and what is said; None when it has none, or is no predicate.

        ``done`` is where the words of an attribution before it end, ``earlier`` the subject of that one,
        which a verb after 'and' shares.
        """
        if not self._active(cue):
            return None
        inverted = _INVERTED.search(self.text, cue.start(), cue.end()) or _INVERTED.match(
            self.text, cue.end()
        )
        if inverted:
            after = max(inverted.end(), cue.end())
            return inverted.span(1), ((self.start, cue.start()), (after, self.end))
        before = self.text[done : cue.start()].rstrip()
        following = self._after(cue, done, before)
        if following:
            return following, ((self.start, cue.start()), (following[1], self.end))
        shared = earlier if _SHARES.search(before) else None
        last = not self.text[cue.end() : self.end].strip(" .!?")
        subject = shared or self._before(done, done + len(before), bare=last)
        if subject is None or not self._fits(cue, subject):
            return None
        forward = len(self.text[cue.end() : self.end].split()) > 3 or self.quotes(
            cue.end(), self.end
        )
        fronted = self.text[self.start : subject[0]].rstrip().endswith((",", *"”»\"'’"))
        said = (self.start, subject[0]) if fronted and not forward else (cue.end(), self.end)
        return subject, (said,)

    def _active(self, cue: re.Match[str]) -> bool:
        before, after = self.text[self.start : cue.start()], self.text[cue.end() : self.end]
        if self.language == "fr":
            return not _PASSIVE.match(cue[0]) and not _NOT_ACTIVE["fr"].search(before)
        if re.match(r"\s(?:by|of)\b" if cue["verb"] in _OF else r"\sby\b", after):
            return False
        return cue["verb"].endswith("ing") or not _NOT_ACTIVE["en"].search(before)

    def _fits(self, cue: re.Match[str], subject: Span) -> bool:
        """Whether an English base form ('they say') has a plural subject; else it is a noun."""
        name = self.text[slice(*subject)]
        base = self.language == "en" and cue[0].lower() in EN_BASES
        return not base or name.lower() == "they" or plural(name)

    def _after(self, cue: re.Match[str], done: int, before: str) -> Span | None:
        """Return the phrase after a verb that follows a quotation or one fronted clause."""
        quoted = any(b == done + len(before.rstrip(" ,")) for _, b in self.quoted)
        if not quoted and (not before.endswith(",") or before.count(",") > 1):
            return None
        stop = END.search(self.text, cue.end(), self.end)
        return phrase(self.text, cue.end(), stop.start() if stop else self.end)

    def _before(self, start: int, end: int, *, bare: bool) -> Span | None:
        """Return the phrase before a verb, past an apposition or relative clause between commas."""
        marks = [m.end() for m in _CUT.finditer(self.text, start, end)]
        cuts = sorted({start, *marks, *(b for _, b in self.quoted if start < b < end)})
        pieces = list(zip(cuts, [*cuts[1:], end], strict=True))
        last = self.text[slice(*pieces[-1])].strip()
        if _OBJECT.search(last):
            return None
        if not last:
            found = (phrase(self.text, *piece) for piece in reversed(pieces[:-2]))
            return next((one for one in found if one), None)
        if len(pieces) > 1 and _RELATIVE.fullmatch(last):  # 'X, who fears'
            return phrase(self.text, *pieces[-2])
        return phrase(self.text, *pieces[-1], bare=bare and len(pieces) > 1)
