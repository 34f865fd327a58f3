"""One article as extractive summarizers read it: sentences with offsets, words, tf-idf vectors.

>>> from nlp.records import Article, Example
>>> document = read(Example("x", Article("a", "Rain fell. The town of Gao flooded.", language="en")))
>>> document.spans, document.sizes
([(0, 10), (11, 35)], [2, 5])
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from nlp.models.vectors import Floats, Ints, Vectors, count
from nlp.records import Article, Example
from nlp.text.codes import Codes, codes
from nlp.text.cuts import pieces
from nlp.text.fragments import fragments
from nlp.text.language import detect
from nlp.text.quotations import Spans, whole
from nlp.text.sentences import split
from nlp.text.tokens import length, unspaced

_CONTEXT = 4  # words: a shorter sentence of a digest says nothing by itself
LONGEST = 100  # words: longer is no sentence of news, but text without full stops


@dataclass(eq=False)
class Document:
    """One article cut into sentences, each cut at white space."""

    id: str  # of the example
    article: Article
    language: str
    spans: Sequence[tuple[int, int]]  # offsets into the article's text
    sentences: Sequence[str]  # as a summary would show them: the text there, or shortened
    sizes: list[int]  # words per sentence, as budgets count them
    unfit: list[bool]  # sentences not to be copied
    several: bool = False  # whether this is a digest of several articles
    divided: Mapping[int, int] = field(default_factory=dict)  # piece -> words of its whole sentence

    @cached_property
    def codes(self) -> Codes:
        """The content words."""
        return codes([sentence.split() for sentence in self.sentences], self.language)

    @cached_property
    def lengths(self) -> Ints:
        """Words per sentence."""
        return np.array(self.sizes, np.int64)

    @cached_property
    def tfidf(self) -> Vectors:
        """Tf-idf of content words, one row per sentence."""
        return self.counts.tfidf()

    @cached_property
    def unit(self) -> Vectors:
        """Tf-idf with sentences of length one: products are cosines."""
        return self.tfidf.unit()

    @cached_property
    def counts(self) -> Vectors:
        """Counts of content words, one row per sentence."""
        return count(self.codes)

    @cached_property
    def places(self) -> Floats:
        """Place of each sentence in its article, from 1; a digest holds several articles."""
        numbers = np.arange(1.0, len(self.spans) + 1)
        if not self.several:
            return numbers
        starts = [start for start, _ in self.spans]
        opens = np.searchsorted(starts, [part["start"] for part in self.article.meta["parts"]])
        own = np.searchsorted(opens, np.arange(len(starts)), side="right") - 1
        return np.asarray(numbers - opens[own])


def read(
    example: Example,
    *,
    quotations: bool = True,
    shorten: Callable[[str], str] | None = None,
    words: bool = True,
) -> Document:
    """Cut the article of ``example`` into sentences; an unknown language is detected.

    Unfit to be copied are sentences with a quotation mark that has no partner, headings and what holds no
    word; in a digest also the shortest ('Why?'), which say nothing away from their neighbours.

    ``quotations``: sentences of one quotation become one. ``shorten``: applied to every sentence.
    ``words``: whether its words will be needed; then they are read while their pieces are at hand.
    """
    article = example.article
    text = article.text
    language = article.language or detect(text)
    spans = split(text, language)
    spans, paired = whole(text, spans) if quotations else (spans, [True] * len(spans))
    sentences = [text[start:end] for start, end in spans]
    cut = [sentence.split() for sentence in sentences]
    broken = fragments(sentences, list(map(len, cut)))
    unfit = [no or not pair for no, pair in zip(broken, paired, strict=True)]
    if shorten is not None:
        sentences = [shorten(sentence) for sentence in sentences]
        cut = [sentence.split() for sentence in sentences]
    document = _document(example.id, article, language, spans, sentences, cut, unfit)
    if words:
        document.codes = codes(cut, language)
    return document


def divide(
    document: Document,
    most: int,
    *,
    quotations: bool = True,
    shorten: Callable[[str], str] | None = None,
) -> Document:
    """Return the document with what is too long for a sentence in pieces of at most ``most`` words.

    That is text without full stops; several sentences in one quotation are left alone. Options as in ``read``.
    """
    text = document.article.text
    whole_words = [length(text[start:end]) for start, end in document.spans]
    rows: list[tuple[tuple[int, int], str, bool]] = []
    divided = {}
    for i, (start, end) in enumerate(document.spans):
        plain = whole_words[i] <= max(LONGEST, most)
        if plain or len(split(text[start:end], document.language)) > 1:
            rows.append(((start, end), document.sentences[i], document.unfit[i]))
            continue
        for piece in pieces(text, start, end, most):
            shown = text[piece.start : piece.end]
            shown = (shorten(shown) if shorten else shown) + piece.ending
            torn = quotations and (piece.torn or not whole(shown, [(0, len(shown))])[1][0])
            divided[len(rows)] = whole_words[i]
            rows.append(((piece.start, piece.end), shown, torn))
    spans, sentences, flags = map(list, zip(*rows, strict=True))
    cut = [sentence.split() for sentence in sentences]
    made = _document(document.id, document.article, document.language, spans, sentences, cut, flags)
    made.divided = divided
    return made


def _document(
    id: str,
    article: Article,
    language: str,
    spans: Spans,
    sentences: Sequence[str],
    cut: Sequence[list[str]],
    unfit: list[bool],
) -> Document:
    sizes = list(map(length, sentences) if unspaced(article.text) else map(len, cut))
    several = len(article.meta.get("parts", ())) > 1
    if several:
        unfit = [no or n < _CONTEXT for no, n in zip(unfit, sizes, strict=True)]
    return Document(id, article, language, spans, sentences, sizes, unfit, several)
