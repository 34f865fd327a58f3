"""What the article backs: names and numbers of a summary, and each of its sentences.

``names_supported`` / ``numbers_supported``: the share of the summary's names (capitalised words that
do not merely open a sentence) and numbers that occur in the article. ``sentence_support``: the share
of a sentence's words found in the two neighbouring article sentences that hold most of them, averaged
over the summary; ``weakest_sentence`` is its minimum. Word matching, not understanding: a high value
does not prove a claim, a low one is worth reading. No reference needed.

>>> sorted(numbers("1,200 troops and 3.5 million"))
['1200', '3.5']
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.sentences import split
from nlp.text.tokens import stopwords, words

_NUMBER = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*")
_GROUPED = re.compile(r"(?<=\d)[,\u00a0\u202f](?=\d{3}(?!\d))")
_NAME = re.compile(r"[^\W\d_][\w'’-]*")


class Support(Mean):
    """Names, numbers and sentences found in the article; no value where the summary has none."""

    name: ClassVar[str] = "support"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return four columns, higher is better."""
        return [
            Column("names_supported"),
            Column("numbers_supported"),
            Column("sentence_support"),
            Column("weakest_sentence"),
        ]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's four values."""
        summary = [s.text for s in item.prediction.summary] if answered(item) else []
        article, language = item.article, item.article.language
        source = f"{article.title}\n{article.text}"
        known, counted = set(words(source, language)), numbers(source)
        said = {n for text in summary for n in names(text, language)}
        figures = {n for text in summary for n in numbers(text)}
        backed = supported(summary, article.text, language)
        return [
            _share([n in known for n in said]),
            _share([n in counted for n in figures]),
            float(np.mean(backed)) if backed else np.nan,
            min(backed, default=np.nan),
        ]


def names(text: str, language: str = "") -> set[str]:
    """Return lower-cased capitalised words, except where a sentence or quotation opens."""
    found: set[str] = set()
    for start, end in split(text, language):
        sentence = text[start:end]
        for match in _NAME.finditer(sentence):
            before = sentence[: match.start()].rstrip()
            if match.group()[0].isupper() and before and before[-1] not in ":«“\"'‘(":
                found.update(words(match.group(), language))
    return {w for w in found if len(w) > 1} - stopwords(language)


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, without separators of thousands and with decimal points."""
    return {_GROUPED.sub("", n).replace(",", ".") for n in _NUMBER.findall(text)}


def supported(summary: Sequence[str], text: str, language: str = "") -> list[float]:
    """Return, for each summary sentence with words, the share held by its best two neighbours."""
    sentences = [frozenset(words(text[a:b], language)) for a, b in split(text, language)]
    pairs = [a | b for a, b in zip(sentences, sentences[1:] or [frozenset()], strict=False)]
    wanted = [set(words(s, language)) for s in summary]
    return [max((len(w & p) / len(w) for p in pairs), default=0.0) for w in wanted if w]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else np.nan
