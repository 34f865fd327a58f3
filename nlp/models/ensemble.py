"""Several models, one answer: the mean of their margins, each on its own scale, then calibrated anew.

Members are named as on the command line and learn from the same folds, so the ensemble's calibration and
thresholds come from articles that no member saw. All read the same sentences; what a sentence contributes is
the mean of what it contributes to each. ``python -m nlp.run +task=topic model=ensemble``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nlp.conf import RunConfig, build, model_node
from nlp.errors import UserError
from nlp.models.calibration import Answers, Margins
from nlp.models.learned import Learned
from nlp.models.reading import Reading
from nlp.models.storage import Arrays
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold

Votes = Margins  # (units, members, labels): what each unit contributes to each member's margin


@dataclass(frozen=True)
class Joint(Reading):
    """The same examples as each member reads them."""

    parts: dict[str, Reading]


class Ensemble(Learned):
    """Equal vote of learned models, in margins.

    Parameters
    ----------
    codebook
        Path of the codebook YAML, for all members.
    members
        Names of models in ``configs/model``; those that do not answer the task are left out.
    characters
        Every member reads only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    background
        Folder of general news without any of the codebook's topics, learned from beside the labelled
        articles when topics are asked; '' for none.
    seed
        Seed of the inner folds and of all members.
    """

    places = ("codebook", "background")

    def __init__(
        self,
        codebook: str,
        members: Sequence[str],
        characters: int = 0,
        background: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.members = members
        self.characters = characters
        self.background = background
        self.seed = seed

    def _prepare(self, examples: Sequence[Example]) -> Joint:
        self.models_ = self._made("stance" if examples[0].topic else "topic")
        parts = {
            name: model.prepare(examples, self.labels_, self.book_)
            for name, model in self.models_.items()
        }
        return Joint(examples, parts)

    def _made(self, task: str) -> dict[str, Learned]:
        """Return the members that answer ``task``, unfitted."""
        settings = RunConfig(codebook=self.codebook, seed=self.seed, model={})
        if len(set(self.members)) < len(self.members):
            raise UserError(
                f"model.members is {list(self.members)}: a member named twice has one vote all the same."
                " Name each once."
            )
        nodes = {name: model_node(name, settings, "model.members") for name in self.members}
        made = {name: build(node, f"model {name}") for name, node in nodes.items()}
        for name, model in made.items():
            if not isinstance(model, Learned) or isinstance(model, Ensemble):
                raise UserError(
                    f"model.members names '{name}', which is not a single model that learns."
                    " Allowed: models such as tfidf_lr, by_sentence, encoder_lr."
                )
        fit = {name: model for name, model in made.items() if task in model.tasks}
        if not fit:
            raise UserError(
                f"model.members is {list(self.members)}: none answers task '{task}'. Name one that does."
            )
        return fit

    def _read(self, examples: Sequence[Example]) -> Joint:
        return Joint(examples, {name: m._read(examples) for name, m in self.models_.items()})

    def _learn(self, reading: Joint, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        arrays: Arrays = {}
        for name, model in self.models_.items():
            part = reading.parts[name]
            learned = model._learn(part, rows, gold, answers)
            margins = model._margins(part, model._contributions(part, learned), learned)[rows]
            learned["scale"] = 1 / np.maximum(margins.std(0), 1e-9)
            arrays |= {f"{name}.{key}": value for key, value in learned.items()}
        return arrays

    def _contributions(self, reading: Joint, arrays: Arrays) -> Votes:
        """Return (units, labels) per member, side by side: (units, members, labels)."""
        votes = [
            model._contributions(reading.parts[name], own)
            for name, model, own in self._each(arrays)
        ]
        return np.stack(votes, axis=1)

    def _margins(self, reading: Joint, contributions: Votes, arrays: Arrays) -> Margins:
        votes = []
        for k, (name, model, own) in enumerate(self._each(arrays)):
            margins = model._margins(reading.parts[name], contributions[:, k], own)
            votes.append(margins * own["scale"])
        return np.asarray(np.mean(votes, axis=0))

    def _shown(self, contributions: Votes, arrays: Arrays) -> Margins:
        shown = [
            model._shown(contributions[:, k], own) * own["scale"]
            for k, (_, model, own) in enumerate(self._each(arrays))
        ]
        return np.asarray(np.mean(shown, axis=0))

    def _each(self, arrays: Arrays) -> list[tuple[str, Learned, Arrays]]:
        return [
            (n, m, {k.removeprefix(f"{n}."): v for k, v in arrays.items() if k.startswith(f"{n}.")})
            for n, m in self.models_.items()
        ]

    def _given(self) -> int:
        return max(model._given() for model in self.models_.values())  # one encoder for all

    def _content(self) -> dict[str, Any]:
        return {"members": {name: model.content() for name, model in self.models_.items()}}

    def _restore(self, content: Mapping[str, Any]) -> None:
        self.models_ = self._made("stance" if self.labels_.exclusive else "topic")
        for name, model, own in self._each(self.arrays_):
            model.restore(content["members"][name], own, self.labels_, self.book_)
