"""Models asked the same examples out of fold: checkpoints, threads, reasons for failures, abstention.

>>> items = Asking(material, parts, settings).answers("tfidf_lr", node)  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlp.abstention import Rule, abstain
from nlp.conf import RunConfig, build
from nlp.crossfit import crossfit, with_reasons
from nlp.errors import UserError
from nlp.material import Material
from nlp.records import Item, Model, Task
from nlp.splits import Part
from nlp.store import Checkpoint


@dataclass(frozen=True)
class Asking:
    """What stays the same while several models answer the same examples."""

    material: Material
    parts: Sequence[Part]
    settings: RunConfig
    checkpoints: list[Checkpoint] = field(default_factory=list)
    costs: dict[str, dict[str, Any]] = field(default_factory=dict)  # by model name, see nlp.cost

    def answers(self, name: str, node: dict[str, Any]) -> list[Item]:
        """Return the prediction of every test example beside its gold, made out of fold."""
        from threadpoolctl import threadpool_limits

        from eval.harness import join

        material = self.material
        with threadpool_limits(self.settings.threads):
            done = crossfit(
                lambda: build(node, f"model {name}"),
                material.task,
                material.examples,
                material.gold,
                self.parts,
                checkpoint=self._checkpoint(name, node),
            )
        self.costs[name] = done.cost
        tested = sorted(i for part in self.parts for i in part.test)
        predictions = with_reasons(done.predictions, material.reasons)
        examples = [material.examples[i] for i in tested]
        gold = [material.gold[i] for i in tested]
        fold = dict(zip((e.id for e in examples), done.fold, strict=True))
        return join(examples, gold, predictions, material.stories, fold)

    def abstaining(self, items: Sequence[Item]) -> tuple[list[Item], Rule, dict[str, Any]]:
        """Return the items with abstentions, the rule for further articles, and what it cost."""
        labels, bound = self.material.task.labels, self.settings.abstain
        assert labels is not None and bound.error is not None, "refuse_to_abstain goes first"
        return abstain(items, labels.exclusive, bound.error, bound.sure, self.settings.seed)

    def finished(self) -> None:
        """Drop the checkpoints: the run directory holds everything now."""
        for checkpoint in self.checkpoints:
            checkpoint.done()

    def _checkpoint(self, name: str, node: dict[str, Any]) -> Checkpoint:
        from nlp import provenance

        answers = [g.labels for g in self.material.gold]
        digest = self.material.corpus.digest
        key = provenance.key(node, self.settings.task, digest, answers, self.parts)
        file = Path(self.settings.output) / ".partial" / f"{name}-{key}.jsonl"
        self.checkpoints.append(Checkpoint(file))
        return self.checkpoints[-1]


def refuse_to_abstain(
    settings: RunConfig, names: Mapping[str, str], task: Task, model: Model
) -> None:
    """Refuse abstention, where it is asked for, if no threshold can be learned for it."""
    if settings.abstain.error is None:
        return
    why = ""
    if task.labels is None:
        why = f"task '{task.name}' has no labels to be right or wrong about"
    elif not model.learns:
        why = f"model '{names['model']}' learns nothing, so its scores are not probabilities"
    elif names["split"] != "stories":
        why = f"split={names['split']} has no folds that are alike; it needs split=stories"
    if why:
        raise UserError(f"abstain.error={settings.abstain.error:g} cannot be kept: {why}.")
