"""Fine-tuning: epochs and steps, early stopping on held-out loss, halving when memory runs out.

Every epoch draws order and dropout from (seed, epoch): a run that was stopped goes on from its last whole
epoch as if it had not been. AdamW, a short warm-up, then linearly down (Devlin et al. 2019).
``Training(network, train, held, plan).run(Resume("", key))``
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from nlp.errors import UserError
from nlp.models.objective import Objective, Taught
from nlp.models.resume import Resume
from nlp.models.sequences import SequenceClassifier
from nlp.models.transformer import all_cores, out_of_memory

_WARMUP = 0.1  # share of all steps
_DECAY = 0.01
_CLIP = 1.0  # longest gradient
_POOLING_RATE = 1e-2  # the pooling's few parameters may have a long way to go


@dataclass(frozen=True)
class Plan:
    """How to train: ``batch`` articles a step, stop after ``patience`` epochs without a better loss."""

    epochs: int
    rate: float
    batch: int
    patience: int
    balance: bool  # rare labels weigh as much as frequent ones
    pooling: str  # 'learned' or 'max'
    seed: int


class Training:
    """One training of a network on ``train``, stopped by its loss on ``held``; ``history`` is its course."""

    def __init__(
        self, network: SequenceClassifier, train: Taught, held: Taught, plan: Plan
    ) -> None:
        import torch

        self.network, self.train, self.held, self.plan = network, train, held, plan
        self.tokens = network.tokens
        self.history: list[dict[str, float]] = []
        labels, device, learned = (
            train.answers.shape[1],
            network.network.device,
            plan.pooling != "max",
        )
        self.sharpness = torch.full((labels,), 1.0 if learned else math.inf, device=device)
        self.sharpness.requires_grad_(learned)
        weights = train.weights() if plan.balance else np.ones(labels)
        weighed = torch.tensor(weights, dtype=torch.float32, device=device)
        self.objective = Objective(network, self.sharpness, weighed)
        own = list(network.network.parameters())
        groups = [{"params": own, "share": 1.0, "weight_decay": _DECAY}]
        if learned:
            share = _POOLING_RATE / plan.rate
            groups.append({"params": [self.sharpness], "share": share, "weight_decay": 0.0})
        self.optimizer = torch.optim.AdamW(groups, lr=plan.rate)

    def parameters(self) -> dict[str, Any]:
        """Return everything that is learned, by name."""
        own = dict(self.network.network.named_parameters())
        return {**own, "pooling.sharpness": self.sharpness}

    def run(self, resume: Resume) -> None:
        """Train; the network is left with the weights of its best epoch.

        Raises
        ------
        UserError
            When the loss is no longer a number, or one piece does not fit into memory.
        """
        best = self._copied()
        best, self.history = resume.load(self.parameters(), self.optimizer) or (best, [])
        epochs = range(len(self.history), self.plan.epochs)
        for epoch in tqdm(epochs, desc="fine-tuning", delay=2, disable=None, leave=False):
            if self._since_best() >= self.plan.patience:
                break
            loss = self._epoch(epoch)
            self.history.append({"loss": loss, "held_out": self._held_loss(epoch)})
            if self._since_best() == 0:
                best = self._copied()
            resume.save(self.parameters(), self.optimizer, best, self.history)
        for name, parameter in self.parameters().items():
            parameter.data.copy_(best[name])
        resume.done()

    def _since_best(self) -> int:
        """Return how many epochs ago the held-out loss was lowest; 0 also before the first."""
        losses = [entry["held_out"] for entry in self.history]
        return len(losses) - 1 - losses.index(min(losses)) if losses else 0

    def _copied(self) -> dict[str, Any]:
        return {name: p.detach().cpu().clone() for name, p in self.parameters().items()}

    def _epoch(self, epoch: int) -> float:
        """Take every article once, in an order and with dropout drawn from (seed, epoch)."""
        import torch

        plan, count = self.plan, len(self.train.rows)
        order = np.random.default_rng([plan.seed, epoch]).permutation(count).tolist()
        steps = math.ceil(count / plan.batch)
        total = 0.0
        self.network.network.train()
        with torch.random.fork_rng(), all_cores():
            torch.manual_seed(plan.seed * 10_007 + epoch)
            for step in range(steps):
                chosen = order[step * plan.batch : (step + 1) * plan.batch]
                pace = _pace((epoch * steps + step + 1) / (plan.epochs * steps))
                loss = self._step(chosen, pace, f"epoch {epoch + 1}, step {step + 1}")
                total += loss * len(chosen)
        self.network.network.eval()
        return total / count

    def _step(self, chosen: Sequence[int], pace: float, when: str) -> float:
        """Follow the chosen articles' gradient; out of memory: halve the passes and begin again."""
        import torch

        loss = self._gradient(chosen)
        while loss is None:
            if self.tokens < 2:
                raise UserError("Out of memory on one piece of an article. Lower model.window.")
            self.tokens //= 2
            loss = self._gradient(chosen)
        self._finite(loss, "loss", when)
        length = torch.nn.utils.clip_grad_norm_(list(self.parameters().values()), _CLIP)
        self._finite(float(length), "gradient", when)
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate * group["share"] * pace
        self.optimizer.step()
        return loss

    def _gradient(self, chosen: Sequence[int]) -> float | None:
        """Return the loss and leave its gradient in the parameters; None when memory ran out."""
        self.optimizer.zero_grad()
        try:
            return self.objective.add(self.train, chosen, self.tokens)
        except (RuntimeError, MemoryError) as problem:
            if out_of_memory(problem):
                return None
            raise

    def _held_loss(self, epoch: int) -> float:
        import torch

        rows = [row for each in self.held.rows for row in each]
        with torch.no_grad():
            logits = torch.tensor(self.network.logits(rows)).to(self.objective.weights)
            count = len(self.held.rows)
            loss = float(self.objective.loss(logits, self.held, range(count), count))
        return self._finite(loss, "held-out loss", f"epoch {epoch + 1}")

    def _finite(self, value: float, what: str, when: str) -> float:
        if not math.isfinite(value):
            raise UserError(
                f"Fine-tuning broke off: the {what} is {value} in {when}. Lower model.rate (now"
                f" {self.plan.rate:g}), or set model.precision=float32."
            )
        return value


def _pace(done: float) -> float:
    """Return the share of the full learning rate: a short way up, then straight down to 0."""
    return min(done / _WARMUP, (1 - done) / (1 - _WARMUP) + 1e-3)
