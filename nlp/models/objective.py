"""What fine-tuning minimises, and its gradient within whatever memory there is.

Articles are passed in parts of at most so many tokens whose gradients add up; an article too long for one
pass gets its exact gradient in two sweeps over its pieces (gradient caching, Gao et al. 2021): the first finds
what the loss asks of each piece's logits, the second, under the same dropout, what that asks of the network.
``Objective(network, sharpness, weights).add(taught, chosen=[0, 1], tokens=16_384)``
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.models.calibration import Answers, Margins
from nlp.models.pooling import pool
from nlp.models.sequences import Row, SequenceClassifier
from nlp.models.transformer import batches

_HEAVIEST = 10.0  # a rare label weighs at most this much more


@dataclass(frozen=True)
class Taught:
    """Articles, each as the rows of its pieces, with their answers (articles, labels)."""

    rows: list[list[Row]]
    answers: Answers
    exclusive: bool

    def weights(self) -> Margins:
        """Return (labels,) weights that make rare labels count like frequent ones.

        Of a label's positives against its negatives, or of an exclusive label against the others.
        """
        count, labels = self.answers.shape
        positive = np.maximum(self.answers.sum(0), 0.5)
        raw = count / (labels * positive) if self.exclusive else (count - positive) / positive
        return np.asarray(np.clip(raw, 1 / _HEAVIEST, _HEAVIEST))


@dataclass(frozen=True)
class Objective:
    """Cross entropy of pooled pieces; ``sharpness`` and ``weights`` are (labels,) tensors."""

    network: SequenceClassifier
    sharpness: Any
    weights: Any

    def add(self, taught: Taught, chosen: Sequence[int], tokens: int) -> float:
        """Add the gradient of the chosen articles' mean loss; return that loss."""
        parts = _parts(taught, chosen, tokens)
        return sum(self._add(taught, part, len(chosen), tokens) for part in parts)

    def loss(self, logits: Any, taught: Taught, part: Sequence[int], articles: int) -> Any:
        """Return the part's share of the mean loss over ``articles``, from the logits of its pieces."""
        import torch

        pooled = pool(logits, [len(taught.rows[i]) for i in part], self.sharpness)
        answers = torch.tensor(
            taught.answers[list(part)], dtype=torch.float32, device=pooled.device
        )
        if taught.exclusive:
            each = -(torch.log_softmax(pooled, 1) * answers * self.weights).sum(1)
        else:
            each = torch.nn.functional.binary_cross_entropy_with_logits(
                pooled, answers, pos_weight=self.weights, reduction="none"
            ).mean(1)
        return each.sum() / articles

    def _add(self, taught: Taught, part: Sequence[int], articles: int, tokens: int) -> float:
        import torch

        rows = [row for i in part for row in taught.rows[i]]
        passes = list(batches([len(row.ids) for row in rows], tokens))
        if len(passes) == 1:
            loss = self.loss(self.network.forward(rows), taught, part, articles)
            loss.backward()
            return float(loss.detach())
        logits: Any = torch.zeros((len(rows), len(self.weights)), device=self.weights.device)
        dice = []
        with torch.no_grad():
            for batch in passes:
                dice.append(_dice(torch))
                logits[batch] = self.network.forward([rows[k] for k in batch])
        logits.requires_grad_()
        loss = self.loss(logits, taught, part, articles)
        loss.backward()
        for batch, thrown in zip(passes, dice, strict=True):
            _throw(torch, thrown)
            self.network.forward([rows[k] for k in batch]).backward(logits.grad[batch])
        return float(loss.detach())


def _parts(taught: Taught, chosen: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Yield groups of whole articles that fit into one pass; one too long for that is alone."""
    size = {i: max(len(row.ids) for row in taught.rows[i]) for i in chosen}
    part: list[int] = []
    for i in sorted(chosen, key=lambda i: (size[i], i)):
        pieces = sum(len(taught.rows[k]) for k in [*part, i])
        if part and pieces * size[i] > tokens:
            yield part
            part = []
        part.append(i)
    yield part


def _dice(torch: Any) -> tuple[Any, Any]:
    """Return where the random numbers stand, so that dropout can be drawn again."""
    return torch.get_rng_state(), torch.cuda.get_rng_state() if torch.cuda.is_available() else None


def _throw(torch: Any, thrown: tuple[Any, Any]) -> None:
    torch.set_rng_state(thrown[0])
    if thrown[1] is not None:
        torch.cuda.set_rng_state(thrown[1])
