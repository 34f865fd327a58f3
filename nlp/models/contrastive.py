"""Contrastive tuning (SetFit, Tunstall et al. 2022): sentences of one label closer together, others apart.

Every two sentences of a batch are a pair, so that a few labelled articles give thousands. The loss is the
supervised contrastive one (Khosla et al. 2020), which only asks that a sentence be nearer to those of its label
than to others; SetFit's squared error of cosines asks for cosines of 1 and 0, and was less good here. Sentences
that speak of no label need not be alike. Every label, and none, is drawn equally often; the rate rises for a
tenth of the steps, then falls to nothing.
``tune(top, pieces, labels, Plan(steps=40, rate=3e-5, seed=0))`` returns the tuned weights by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.models.calibration import Answers, Margins
from nlp.models.storage import Arrays
from nlp.models.top_layers import TopLayers
from nlp.models.transformer import all_cores, torch_or_explain

_BATCH = 32  # sentences, and so 496 pairs, a step
_TOKENS = 40  # of a lesson; nine of ten news sentences have no more, and 60 take half as long again
_TEMPERATURE = 0.1  # of cosines
_WARMUP = 0.1  # share of all steps


@dataclass(frozen=True)
class Plan:
    """How to tune: steps of a batch each, the highest learning rate (AdamW), the seed of what is drawn."""

    steps: int
    rate: float
    seed: int


def tune(top: TopLayers, lessons: Sequence[tuple[int, ...]], labels: Answers, plan: Plan) -> Arrays:
    """Return the weights of the top layers, tuned on ``lessons``: tokens, with (lessons, labels) ``labels``."""
    torch = torch_or_explain()
    top.reset({})
    kinds = np.column_stack([labels, ~labels.any(1)]).astype(float)
    share, spoken = torch.tensor(_balance(kinds)), torch.tensor(kinds).float()
    chance = torch.Generator().manual_seed(plan.seed)
    weights = top.weights()
    optimizer = torch.optim.AdamW(weights.values(), lr=plan.rate, weight_decay=0)
    pace = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _pace(step, plan.steps))
    with torch.enable_grad(), all_cores():
        for _ in range(plan.steps if lessons else 0):
            batch = torch.multinomial(share, _BATCH, replacement=True, generator=chance).tolist()
            states = top.states([lessons[k] for k in batch])
            vectors = top.pooled([each[:_TOKENS] for each in states])
            loss(vectors, spoken[batch].to(vectors.device)).backward()
            optimizer.step()
            optimizer.zero_grad()
            pace.step()
    return {name: p.detach().cpu().numpy().copy() for name, p in weights.items()}


def loss(vectors: Any, kinds: Any) -> Any:
    """Return the supervised contrastive loss: how improbable it is to find one's like by cosine.

    ``vectors``: (n, dimensions) of length 1; ``kinds``: (n, labels + 1), the last column says 'none'. A vector
    with a label looks for those that share one among all others; one without is only among the others.
    """
    near = (vectors @ vectors.T / _TEMPERATURE).fill_diagonal_(float("-inf"))
    alike = (kinds[:, :-1] @ kinds[:, :-1].T > 0).fill_diagonal_(0)
    found = near.log_softmax(1).masked_fill(~alike, 0).sum(1) / alike.sum(1).clamp(min=1)
    return -found.mean()


def _balance(kinds: Margins) -> Margins:
    """Return each lesson's chance of being drawn: every label, and none, equally often."""
    return np.asarray((kinds / np.maximum(kinds.sum(0), 1)).sum(1))


def _pace(step: int, steps: int) -> float:
    return min(1.0, (step + 1) / (_WARMUP * steps)) * (1 - step / steps)
