"""What a model wrote, as a prediction: whole sentences within the budget, each checked against its article.

>>> from nlp.records import Article, Example
>>> article = Article("a", "It rained. The army left Gao on Monday.", language="en")
>>> answer = prediction(Example("a", article), "The army left Kidal on Monday. It was", Length(words=9))
>>> answer.text, answer.note
('The army left Kidal on Monday.', 'doubtful sentences: 1 of 1 (not in the article: Kidal)')
>>> answer.summary[0].support
Support(start=11, end=39, share=0.83..., missing=('Kidal',))
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from nlp.errors import UserError, did_you_mean
from nlp.models.shape import HEADLINE_WORDS
from nlp.records import Example, Outcome, Prediction, SummarySentence
from nlp.text.compress import headline
from nlp.text.fragments import stopped
from nlp.text.normalize import normalize
from nlp.text.sentences import split
from nlp.text.support import checked
from nlp.text.tokens import length

_FORMS = ("text", "headline", "bullets")
_MARK = re.compile(r"^\s*(?:[-–—*•·‣▪#]+|\d{1,2}[.)])\s+")  # of a list or a heading
_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


@dataclass(frozen=True)
class Length:
    """How long a written summary is to be, and its form: options of a model.

    A model is asked for ``least`` words about articles that have more; the note says where it wrote fewer.
    """

    words: int = 75  # at most, counted as budgets of copied sentences are
    sentences: int = 0  # at most; 0: any number
    share: float = 1.0  # of the article's words, at most
    form: str = "text"  # text, bullets or headline
    least: int = 0  # words; goes before ``share`` and ``sentences``, and no headline keeps it

    def __post_init__(self) -> None:
        """Refuse what makes no summary."""
        for name, low in (("words", 1), ("sentences", 0)):
            if getattr(self, name) < low:
                raise UserError(f"model.{name} is {getattr(self, name)}. Allowed: {low} or more.")
        if not 0 < self.share <= 1:
            raise UserError(f"model.share is {self.share}. Allowed: above 0, up to 1.")
        if not 0 <= self.least <= self.words:
            raise UserError(f"model.least is {self.least}. Allowed: 0 to model.words={self.words}.")
        if self.form not in _FORMS:
            raise UserError(f"model.form: unknown {self.form!r}.{did_you_mean(self.form, _FORMS)}")

    def of(self, text: str) -> Length:
        """Return the length for an article with this ``text``, in words and sentences alone."""
        count = length(text)
        least = self.least if count > self.least and self.form != "headline" else 0
        most = self.words
        if self.share < 1:
            most = max(1, least, min(most, int(self.share * count)))
        if self.form == "headline":
            most = min(most, HEADLINE_WORDS)
        sentences = 1 if self.form == "headline" else self.sentences
        return replace(self, words=most, sentences=sentences, share=1.0, least=least)


def prediction(example: Example, summary: str | None, asked: Length) -> Prediction:
    """Return ``summary`` as the example's answer in the length ``asked`` for; FAILED when there is none.

    Every sentence has its ``support``, whose share is its score; the note counts the doubtful ones.
    """
    article = example.article
    own = asked.of(article.text)
    kept = within(normalize(summary or ""), own, article.language)
    if not kept:
        note = "the model wrote nothing" if article.text.strip() else "the article has no text"
        if summary is None:
            note = "what the model wrote of the article's parts was hardly shorter than they are"
        return Prediction(example.id, outcome=Outcome.FAILED, note=note)
    found = [checked(s, article.text, article.title, article.language) for s in kept]
    dress = "• {}" if asked.form == "bullets" else "{}"
    sentences = [
        SummarySentence(dress.format(s), score=f.share, support=f)
        for s, f in zip(kept, found, strict=True)
    ]
    words = sum(map(length, kept))
    few = f"{words} words, below model.least={own.least}: no more were written"
    notes = [few if words < own.least else "", _doubts(sentences)]
    return Prediction(example.id, summary=tuple(sentences), note="; ".join(filter(None, notes)))


def within(summary: str, asked: Length, language: str = "") -> list[str]:
    """Return the whole sentences within ``asked.words``; the first is cut, and says so, if it alone is longer.

    Marks of lists, headings and bold type are left out.
    """
    plain = "\n".join(_MARK.sub("", line) for line in _BOLD.sub(r"\1", summary).splitlines())
    sentences = [plain[start:end] for start, end in split(plain, language)]
    if len(sentences) > 1 and not stopped(sentences[-1]):
        sentences.pop()  # broken off where the tokens ended
    if asked.form == "headline":
        sentences = [headline(s, asked.words) for s in sentences[:1]]
    kept: list[str] = []
    for sentence in sentences:
        words = sum(map(length, kept))
        enough = 0 < asked.sentences <= len(kept) and words >= asked.least
        if enough or words + length(sentence) > asked.words:
            break
        kept.append(sentence)
    return kept or [_cut(s, asked.words) for s in sentences[:1]]


def _cut(sentence: str, words: int) -> str:
    """Return the beginning of ``sentence`` in at most ``words`` words, and '…'."""
    kept = " ".join(sentence.split()[:words])
    while length(kept) > words:  # no spaces between its words
        kept = kept[: max(1, len(kept) * words // length(kept) - 1)]
    return kept.rstrip(" ,;:–—-") + "…"


def _doubts(sentences: list[SummarySentence]) -> str:
    doubtful = [s.support for s in sentences if s.support and s.support.doubtful]
    if not doubtful:
        return ""
    strange = ", ".join(dict.fromkeys(name for support in doubtful for name in support.missing))
    told = f" (not in the article: {strange})" if strange else ""
    return f"doubtful sentences: {len(doubtful)} of {len(sentences)}{told}"
