"""Linear classifiers over word n-grams: tf-idf with logistic regression or an SVM, and NB-SVM.

``weighting="tfidf"`` uses (1 + log count) × idf; ``"nb"`` marks presence and scales every n-gram by its
log-count ratio between the label and the rest (Wang and Manning 2012). Articles are vectors of length 1.
``python -m nlp.run +task=topic model=tfidf_lr``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from nlp.models import linear
from nlp.models.calibration import Answers, Margins
from nlp.models.reading import Reading
from nlp.models.storage import Arrays
from nlp.models.vocabulary import Ints, Words
from nlp.models.worded import Worded
from nlp.records import Gold


@dataclass(frozen=True)
class Counts(Reading):
    """N-gram counts: one *cell* per (example, feature), and the cell of every occurrence."""

    unit: Ints  # per occurrence
    cell: Ints  # per occurrence
    row: Ints  # per cell: its example
    feature: Ints  # per cell
    count: Ints  # per cell


class Ngrams(Worded):
    """Linear classifier over word n-grams.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; a stored model remembers its version.
    weighting
        'tfidf' or 'nb'.
    loss
        'logistic' (logistic regression) or 'hinge' (linear SVM, squared hinge).
    ngrams
        Longest word n-gram.
    min_articles
        An n-gram must occur in this many training articles.
    c
        Inverse regularisation strength.
    stemmed
        Count stems of content words in place of words as they stand.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    seed
        Seed of the inner folds and the solver.
    """

    def __init__(
        self,
        codebook: str,
        weighting: Literal["tfidf", "nb"] = "tfidf",
        loss: linear.Loss = "logistic",
        ngrams: int = 2,
        min_articles: int = 2,
        c: float = 10.0,
        stemmed: bool = False,
        characters: int = 0,
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.weighting = weighting
        self.loss = loss
        self.ngrams = ngrams
        self.min_articles = min_articles
        self.c = c
        self.stemmed = stemmed
        self.characters = characters
        self.seed = seed

    def _count(self, reading: Reading, read: Words) -> Counts:
        unit, feature = self.vocabulary_.find(read)
        size = max(len(self.vocabulary_), 1)
        codes, cell, count = np.unique(
            reading.owner[unit] * size + feature, return_inverse=True, return_counts=True
        )
        return Counts(reading.examples, unit, cell, codes // size, codes % size, count)

    def _learn(self, reading: Counts, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        from scipy.sparse import csr_array

        here = np.isin(reading.row, rows)
        seen = np.bincount(reading.feature[here], minlength=len(self.vocabulary_))
        idf = np.ones(len(seen))
        if self.weighting == "tfidf":
            idf += np.log((1 + len(rows)) / (1 + seen))
        idf[seen < min(self.min_articles, len(rows))] = 0
        values = _values(reading, idf, self.weighting)
        shape = (len(reading.units), len(idf))
        places = (reading.row.astype(np.int32), reading.feature.astype(np.int32))
        table = csr_array((values, places), shape=shape)[rows]
        if self.weighting == "tfidf":
            weights, bias = linear.fit(table, answers[rows], self.loss, self.c, self.seed)
        else:
            weights, bias = self._ratios(table, answers[rows])
        return {"idf": idf, "weights": weights, "bias": bias}

    def _ratios(self, table: Any, answers: Answers) -> tuple[Margins, Margins]:
        """Fit each label on features scaled by how much more often its articles use them."""
        fitted = []
        for column in answers.T:
            inside, outside = (1 + table[side].sum(0) for side in (column, ~column))
            ratio = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
            weights, bias = linear.fit(table * ratio, column[:, None], self.loss, self.c, self.seed)
            fitted.append((weights[:, 0] * ratio, bias[0]))
        return np.stack([w for w, _ in fitted], axis=1), np.array([b for _, b in fitted])

    def _contributions(self, reading: Counts, arrays: Arrays) -> Margins:
        share = (_values(reading, arrays["idf"], self.weighting) / reading.count)[reading.cell]
        feature, count = reading.feature[reading.cell], len(reading.flat)
        columns = [
            np.bincount(reading.unit, weights=share * w[feature], minlength=count)
            for w in arrays["weights"].T
        ]
        return np.stack(columns, axis=1)

    def _shown(self, contributions: Margins, arrays: Arrays) -> Margins:
        """Return a side's contributions less the default's: its words are told apart from no side's."""
        names, default = self.labels_.names, self.book_.stance_default
        if not self.labels_.exclusive or default not in names:
            return contributions
        base = names.index(default)
        sides = np.arange(len(names)) != base
        return np.asarray(contributions - contributions[:, [base]] * sides)


def _values(reading: Counts, idf: Margins, weighting: str) -> Margins:
    """Return the value of every cell, each example's values of length 1."""
    frequency = 1 + np.log(reading.count) if weighting == "tfidf" else 1.0
    values = frequency * idf[reading.feature]
    squares = np.bincount(reading.row, weights=values**2, minlength=len(reading.units))
    length: Margins = np.sqrt(np.maximum(squares, 1e-12))
    return np.asarray(values / length[reading.row])
