"""Stance from cues: what the outlet says in its own voice, above all near the topic, word by word.

The outlet's own words count as they are, and once more, marked, in sentences that name the topic or stand
beside one that does. A source's words are left out: attributed praise or blame is the source's stance
(codebook, holder rule 1). The codebook's cue words count as such, apart for the outlet and a source, for the
title and the body, and for negated ones. Weights are learned: tf-idf and logistic regression.
``python -m nlp.run +task=stance model=stance_cue``
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from nlp.models.ngrams import Ngrams
from nlp.models.reading import Reading
from nlp.models.units import Unit, any_of, naming
from nlp.models.vocabulary import Parts, itself
from nlp.models.voices import negated, own, said
from nlp.records import Article
from nlp.text.tokens import words


class StanceCue(Ngrams):
    """Linear classifier over own-voice words and codebook cues.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: the topic's terms and the cue words.
    ngrams
        Longest word n-gram.
    min_articles
        A word or cue must occur in this many training examples.
    c
        Inverse regularisation strength.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    seed
        Seed of the inner folds and the solver.
    """

    tasks: ClassVar[tuple[str, ...]] = ("stance",)

    def __init__(
        self,
        codebook: str,
        ngrams: int = 2,
        min_articles: int = 2,
        c: float = 10.0,
        characters: int = 0,
        seed: int = 0,
    ) -> None:
        super().__init__(
            codebook, "tfidf", "logistic", ngrams, min_articles, c, False, characters, seed
        )

    def _pieces(self, reading: Reading) -> Iterator[list[str]]:
        for example, read in zip(reading.examples, reading.units, strict=True):
            near = naming(self.book_, example.topic, example.article, read)
            for unit, named in zip(read, near, strict=True):
                yield self._marks(example.article, unit, named)

    def _parts(self) -> Parts:
        return itself

    def _marks(self, article: Article, unit: Unit, near: bool) -> list[str]:
        """Return own words, own words near the topic, and cues of both voices."""
        outlet, sources = own(article, unit), said(article, unit)
        spoken = words(outlet)
        cues = [*self._cues(outlet, article, unit.field), *self._cues(sources, article, "said")]
        return spoken + ([f"near {word}" for word in spoken] if near else []) + cues

    def _cues(self, text: str, article: Article, place: str) -> Iterator[str]:
        """Yield a mark for every cue word; marks hold spaces, so that no word of a text equals one."""
        known = article.language in self.book_.languages
        for label, terms in self.book_.cues.items():
            for language in [article.language] if known else self.book_.languages:
                for match in any_of(terms.get(language, ())).finditer(text):
                    turned = "not " if negated(text, match.start()) else ""
                    yield f"{place}: {turned}{label}"
