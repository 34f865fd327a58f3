"""Who says what: quoted and reported speech with its holder, by rule, English and French.

A clause attributes when a verb of speech or attitude has a noun phrase for subject ('a nurse from Arawa
said …', '…, a confié une mère'), when a phrase does ('according to', 'selon'), when a colon leads from a
holder to a quotation, and when a line begins with a speaker in capitals. Pronouns and short mentions stand
for the source named last that fits; a quotation without a holder goes on with its paragraph's last one.

>>> text = "A retired colonel praised the pact. “It works,” he said. According to Paris, it ends in May."
>>> [(a.holder, a.cue) for a in attributions(text, "en")]
[('A retired colonel', 'praised'), ('A retired colonel', 'said'), ('Paris', 'According to')]
>>> " ".join(outlet_text(Article("a", text, language="en")).split())
'A retired colonel praised he said. According to Paris'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from nlp.records import Article
from nlp.text.clauses import END, Clause
from nlp.text.holders import Sources, Span, phrase
from nlp.text.language import detect
from nlp.text.quotes import masked, quotations
from nlp.text.reporting import CUES
from nlp.text.sentences import split

_PHRASES = {
    "en": re.compile(
        r"\b(?:according to|in the (?:words|view|eyes|opinion) of|as reported by)\s", re.IGNORECASE
    ),
    "fr": re.compile(
        r"\b(?:selon|d['’]après|aux yeux d(?:e\s|['’])|de l['’]avis d(?:e\s|['’])|à en croire"
        r"|pour(?= [A-Zl][^,.]{2,40},))\s?",
        re.IGNORECASE,
    ),
}
_SPEAKER = re.compile(r"^(?P<label>[A-ZÀ-Þ’']{3,}\b[^:\n]{0,60}?)\s?: ", re.MULTILINE)
_OWN_VOICE = re.compile(
    r"\b(?:PRESENT|REPORT|HOST|ANCHOR|INTERVIEW|JOURNALIST|CORRESPOND|PRÉSENTAT|ANIMAT|ENVOYÉ|NARRAT|QUESTION"
    r"|NOTE|UPDATE|EDITOR|CORRECTION|BREAKING|PHOTO|SOURCE)"
)
_SEMICOLON = re.compile(r";\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One clause that gives words or thoughts to a source.

    ``holder`` is the source as first named; ``start``/``end`` the clause; ``cue`` the verb or phrase, ':'
    after a speaker, '' where a quotation goes on; ``mention`` the offsets of how the holder is named here
    (empty when it goes without saying); ``said`` the offsets of what is the source's.
    """

    holder: str
    start: int
    end: int
    cue: str
    mention: Span
    said: tuple[Span, ...]


def attributions(text: str, language: str = "") -> list[Attribution]:
    """Return the attributions in ``text`` in order; 'fr' reads French, any other known language English."""
    return list(_Reader(text, language or detect(text)).read())


def others(text: str, language: str = "") -> list[Span]:
    """Return what is not the outlet's own voice: quotations and what sources say, merged, in order."""
    spans = [(q.start, q.end) for q in quotations(text) if q.depth == 0]
    spans += [span for a in attributions(text, language) for span in a.said if span[0] < span[1]]
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def outlet_text(article: Article, field: str = "text") -> str:
    """Return the article's text (or 'title') with quoted and attributed characters blanked.

    Holder and verb of an attribution stay: to choose them is the outlet's. The length stays too, and line
    breaks, so that offsets are those of the field.
    """
    return blanked(str(getattr(article, field)), article.language or detect(article.text))


def blanked(text: str, language: str) -> str:
    """Return ``text`` with the characters of ``others`` as spaces, but for line breaks."""
    parts, last = [], 0
    for start, end in others(text, language):
        parts += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    return "".join(parts) + text[last:]


class _Reader:
    """Reads one text from its start to its end, and remembers its sources."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language if language in CUES else "en"
        self.quoted = [(q.start, q.end) for q in quotations(text) if q.depth == 0]
        self.plain = masked(text, self.quoted)
        self.sources = Sources()

    def read(self) -> Iterator[Attribution]:
        last, line = "", 0  # whom a quotation without a holder goes on with, within its paragraph
        for start, end in split(self.plain, self.language):
            if "\n" in self.text[line:start]:
                last, line = "", start
            turn = _SPEAKER.match(self.plain, start)
            clause = self._clause(turn.end() if turn else start, end)
            found = list(self._turn(turn)) if turn else []
            found = found or list(self._sentence(clause)) or list(self._led(clause))
            quotes = clause.quotes(clause.start, end)
            if not found and last and quotes:
                found = [Attribution(last, clause.start, end, "", (start, start), tuple(quotes))]
            yield from found
            last = found[-1].holder if found else last

    def _clause(self, start: int, end: int) -> Clause:
        return Clause(self.plain, self.quoted, self.language, start, end)

    def _turn(self, turn: re.Match[str]) -> Iterator[Attribution]:
        """A speaker's turn in a transcript, up to the end of the line."""
        label = turn["label"]
        if not _OWN_VOICE.search(label):
            end = self.plain.find("\n", turn.end())
            end = len(self.plain.rstrip()) if end < 0 else end
            yield Attribution(
                label, turn.start(), end, ":", turn.span("label"), ((turn.end(), end),)
            )

    def _sentence(self, sentence: Clause) -> Iterator[Attribution]:
        semicolons = _SEMICOLON.finditer(self.plain, sentence.start, sentence.end)
        cuts = [sentence.start, *(m.end() for m in semicolons), sentence.end]
        for start, end in pairwise(cuts):
            clause = self._clause(start, end)
            yield from list(self._verbs(clause)) or self._according(clause)

    def _verbs(self, clause: Clause) -> Iterator[Attribution]:
        """Attributions by a verb, from left to right."""
        done, subject = clause.start, None
        for cue in CUES[self.language].finditer(self.plain, clause.start, clause.end):
            found = clause.attributed(cue, done, subject) if cue.start() >= done else None
            if found:
                subject, said = found
                yield self._attribution(clause, cue[0].split()[-1], subject, said)
                done = max(cue.end(), subject[1])

    def _according(self, clause: Clause) -> Iterator[Attribution]:
        for cue in _PHRASES[self.language].finditer(self.plain, clause.start, clause.end):
            stop = END.search(self.plain, cue.end(), clause.end)
            mention = phrase(self.plain, cue.end(), stop.start() if stop else clause.end)
            if mention:
                said = ((clause.start, cue.start()), (mention[1], clause.end))
                yield self._attribution(clause, cue[0].strip(), mention, said)

    def _led(self, clause: Clause) -> Iterator[Attribution]:
        """'A planter was franker: "…"': a sentence without a cue that leads up to a quotation."""
        subject = self.sources.introduce(self.plain, clause.start, clause.end)
        quotes = clause.quotes(clause.start, clause.end)
        if subject and quotes and self.plain[: quotes[0][0]].rstrip().endswith(":"):
            yield self._attribution(clause, ":", subject, tuple(quotes))

    def _attribution(
        self, clause: Clause, cue: str, mention: Span, said: tuple[Span, ...]
    ) -> Attribution:
        holder = self.sources.resolve(self.text[slice(*mention)], self.language)
        return Attribution(holder, clause.start, clause.end, cue, mention, said)
