"""How much each sentence says about what the reader asked for: a codebook topic, or words.

Query-focused summarization: the score of a sentence is multiplied by its closeness to the query
(Carbonell and Goldstein 1998; Otterbacher et al. 2009). Words match by their first six letters, so
'mercenary' finds 'mercenaries'; text without spaces matches by pieces of it (``nlp.text.tokens``). Rare words
count more. A topic counts the codebook's terms and actors.
Neighbours of a sentence that speaks of it are worth a little: they give the context.

>>> from nlp.records import Article
>>> text = ["Rain fell.", "Mercenaries came.", "They stayed.", "It was May."]
>>> Focus("the mercenary").closeness(text, Article("a", " ".join(text), language="en")).tolist()
[0.2, 1.0, 0.2, 0.0]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nlp.codebook import load
from nlp.errors import UserError, did_you_mean
from nlp.models.units import topic_pattern
from nlp.models.vectors import Flags, Floats
from nlp.records import Article
from nlp.text.tokens import content, unspaced

_TOPIC = "topic:"
_STEM = 6  # letters
_ENDING = re.compile("[\u3040-\u309f]+")  # Japanese particles and endings
_CONTEXT = 0.2  # what standing next to a sentence that speaks of the focus is worth


class Focus:
    """``query``: 'topic:ID' of the codebook at path ``codebook``, or free words."""

    def __init__(self, query: str, codebook: str = "") -> None:
        """Store the query; ``UserError`` for an unknown topic or a query without content words."""
        self.query = query.strip()
        self._book = None
        if self.query.startswith(_TOPIC):
            if not codebook:
                raise UserError(
                    f"model.focus: {query!r} needs a codebook; add model.codebook=PATH."
                )
            self._book = load(codebook)
            self.topic = self.query.removeprefix(_TOPIC).strip()
            if self.topic not in self._book.topic_ids:
                raise UserError(
                    f"model.focus: unknown topic {self.topic!r}."
                    f"{did_you_mean(self.topic, self._book.topic_ids, _TOPIC)}"
                )
        elif not any(c.isalnum() for c in self.query):
            raise UserError(
                f"model.focus: {query!r} has no word to look for; use topic:ID or words of your own."
            )

    @property
    def described(self) -> str:
        """What is asked for, in words: the definition of a topic, or the query itself."""
        if self._book is None:
            return self.query
        return next(t.definition for t in self._book.topics if t.id == self.topic)

    def closeness(
        self,
        sentences: Sequence[str],
        article: Article,
        language: str = "",
        opening: Flags | None = None,
    ) -> Floats:
        """Return 0 to 1 for each sentence; all 0 when none speaks of it.

        ``opening``: the sentences of a digest that open an article, and so give no context to the one before.
        """
        language = language or article.language
        if self._book is not None:
            pattern = topic_pattern(self._book, self.topic, article)
            own = np.log1p([len(pattern.findall(sentence)) for sentence in sentences])
        else:
            own = self._shared(sentences, language)
        if own.max(initial=0.0) == 0:
            return own
        own /= own.max()
        apart = np.zeros(len(own) - 1, np.bool_) if opening is None else opening[1:]
        near = np.zeros(len(own))
        near[1:] = np.where(apart, 0.0, own[:-1])
        near[:-1] = np.maximum(near[:-1], np.where(apart, 0.0, own[1:]))
        return np.maximum(own, _CONTEXT * near)

    def _shared(self, sentences: Sequence[str], language: str) -> Floats:
        """Return the summed idf of the query's words that stand in each sentence."""
        wanted = _stems(self.query, language)
        found = [wanted & _stems(sentence, language) for sentence in sentences]
        if single := {word for word in wanted if len(word) == 1 and unspaced(word)}:
            found = [
                f | {w for w in single if w in s} for f, s in zip(found, sentences, strict=True)
            ]
        weight = {w: np.log1p(len(found) / max(1, sum(w in f for f in found))) for w in wanted}
        return np.array([sum(weight[w] for w in f) for f in found], np.float64)


def _stems(text: str, language: str) -> set[str]:
    found = list(content(text, language))
    telling = [word for word in found if not _ENDING.fullmatch(word)]
    return {word[:_STEM] for word in telling or found or text.lower().split()}
