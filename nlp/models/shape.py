"""What every extractive summary may be asked for: length, order, focus, redundancy, form, safety.

A summarizer inherits these options as dataclass fields and adds its own; the constructor that results is
the schema its YAML is checked against.

>>> Shape(words=100, share=0.2, least=30).limits([20] * 20)
Limits(words=100, sentences=0, least=30, share=80)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from nlp.errors import UserError, did_you_mean
from nlp.models.focus import Focus
from nlp.text.compress import compress, headline
from nlp.text.cuts import trim
from nlp.text.headlines import opened

HEADLINE_WORDS = 14
_ORDERS = ("source", "score")
_FORMS = ("text", "headline", "bullets")


class Limits(NamedTuple):
    """How long one summary may be. ``least`` goes before ``sentences`` and ``share``, ``words`` before all."""

    words: int  # at most
    sentences: int = 0  # at most; 0: any number
    least: int = 0  # words
    share: int = 0  # words that the share asked for comes to; 0: no share was

    @property
    def aim(self) -> int:
        """The words that a summary may come to at first sight."""
        return self.words if self.least > self.share else self.share or self.words

    def remark(self, words: int) -> str:
        """Say how a summary of so many ``words`` misses what was asked for; '' when it does not."""
        if words > self.words:
            return f"{words} words, above model.words={self.words}: no sentence is short enough"
        if words < self.least:
            return f"{words} words, below model.least={self.least}: no sentences come to that"
        if 0 < self.share < words:
            why = "no sentence is short enough"
            if words > self.least > 0:
                why = f"model.least={self.least} goes before it"
            return f"{words} words, above the {self.share} that model.share allows: {why}"
        return ""


@dataclass(eq=False)
class Shape:
    """Options of every extractive summarizer.

    Parameters
    ----------
    words
        At most this many words, counted between white space.
    sentences
        At most this many sentences; 0: any number.
    share
        At most this share of the article's words, in (0, 1].
    least
        At least this many words, where sentences come to that within ``words``; goes before ``share`` and
        ``sentences``.
    order
        'source': as in the article. 'score': best first.
    trade
        A sentence's score against its novelty, 0 to 1; 1 ignores redundancy.
    focus
        What to summarize: '' everything, 'topic:ID' a topic of the codebook, or words of your own.
    quotations
        Whether a quotation that runs over several sentences is taken whole or not at all.
    antecedents
        Whether a sentence that opens with a pronoun is taken only together with the one before it.
    compress
        Whether datelines, agency credits and asides are dropped (``nlp.text.compress``).
    form
        'text', 'bullets', or 'headline' (one sentence, at most 14 words).
    codebook
        Path of the codebook that ``focus=topic:ID`` refers to.
    """

    words: int = 75
    sentences: int = 0
    share: float = 1.0
    least: int = 0
    order: str = "source"
    trade: float = 1.0
    focus: str = ""
    quotations: bool = True
    antecedents: bool = False
    compress: bool = False
    form: str = "text"
    codebook: str = ""

    def __post_init__(self) -> None:
        """Refuse what makes no summary, each with one clear line."""
        if self.words < 1:
            raise UserError(
                f"model.words: {self.words} is no length for a summary; use 1 or more words."
            )
        if self.sentences < 0:
            raise UserError(
                f"model.sentences: {self.sentences} is below 0; use 1 or more, 0 for any."
            )
        if not 0 < self.share <= 1:
            raise UserError(
                f"model.share: {self.share} is outside its range; use above 0, up to 1."
            )
        if not 0 <= self.least <= self.words:
            raise UserError(
                f"model.least: {self.least} is outside its range; use 0 to model.words={self.words}."
            )
        if not 0 <= self.trade <= 1:
            raise UserError(f"model.trade: {self.trade} is outside its range; use 0 to 1.")
        for name, value, allowed in (("order", self.order, _ORDERS), ("form", self.form, _FORMS)):
            if value not in allowed:
                raise UserError(f"model.{name}: unknown {value!r}.{did_you_mean(value, allowed)}")
        if self.focus:
            Focus(self.focus, self.codebook)  # refuses unknown topics

    @cached_property
    def focused(self) -> Focus | None:
        """What the summary is about, None for everything."""
        return Focus(self.focus, self.codebook) if self.focus else None

    def limits(self, lengths: Sequence[int]) -> Limits:
        """Return the limits for an article whose sentences have these ``lengths`` in words."""
        if self.form == "headline":
            return Limits(min(self.words, HEADLINE_WORDS), 1)
        part = max(1, int(self.share * sum(lengths))) if self.share < 1 else 0
        return Limits(self.words, self.sentences, self.least, min(part, self.words))

    def shortened(self, sentence: str) -> str:
        """Return ``sentence`` as it would stand in the summary; a headline still too long ends in '…'."""
        if self.form == "headline":
            most = min(self.words, HEADLINE_WORDS)
            return trim(headline(opened(sentence), most), most)
        return compress(sentence) if self.compress else sentence

    def dressed(self, sentence: str) -> str:
        """Return a chosen sentence in the form asked for."""
        return f"• {sentence}" if self.form == "bullets" else sentence
