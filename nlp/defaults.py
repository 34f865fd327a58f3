"""The default models of topic and stance, ready to use: fitted at first use, then kept in the user's cache.

They are what ``+task=topic`` and ``+task=stance`` would use, fitted on all labelled articles of the bundled
corpus. Their folder is named by a hash of everything that determines them (options, labels, texts,
codebook, code, versions), so that a change of any of it makes a new one.

>>> default_model("topic", settings, {"model": None}).name  # doctest: +SKIP
'ensemble'
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp import provenance, store
from nlp.asking import Asking, refuse_to_abstain
from nlp.codebook import load
from nlp.conf import RunConfig, build, check
from nlp.errors import UserError
from nlp.material import Material
from nlp.paths import cache
from nlp.records import Task
from nlp.trained import Trained


def default_model(name: str, settings: RunConfig, names: Mapping[str, str]) -> Trained:
    """Return the default model of task ``name``, or the one the user chose with ``model=``."""
    own, chosen = composed(name, settings, names)
    task: Task = build(own.task, "task")
    refuse_to_abstain(own, chosen, task, build(own.model, "model"))
    material = _material(task, own)
    answers = [sorted(g.labels) if g.labels is not None else None for g in material.gold]
    bound = vars(own.abstain) | {"folds": own.folds, "seed": own.seed} if own.abstain.error else {}
    book = load(settings.codebook).digest
    read = [own.model, own.task, material.corpus.digest, answers, bound, book]
    digest = provenance.key(*read, _beside(own.model or {}))
    folder = cache() / "models" / f"{name}-{chosen['model']}-{digest}"
    with suppress(UserError):  # not there, or damaged: made again
        return replace(Trained.load(folder, settings.codebook), digest=digest)
    print(
        f"Fitting {chosen['model']} for {name} on the bundled corpus; it is kept for the next time."
    )
    trained = replace(_fitted(chosen["model"], own, material), digest=digest)
    with (
        suppress(OSError),
        store.drafted(folder) as draft,
    ):  # a cache that cannot be written is no error
        trained.save(draft)
    return trained


def _beside(model: Mapping[str, Any]) -> list[str]:
    """Return hashes of the general news that the model learns from beside the corpus."""
    folder = Path(model.get("background") or "none")
    return [
        hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.glob("*.jsonl"))
    ]


def _material(task: Task, settings: RunConfig) -> Material:
    try:
        return Material.read(task, settings.corpus)
    except UserError as problem:
        raise UserError(
            f"The default models are fitted on the bundled corpus, which codebook={settings.codebook} does"
            f" not fit ({problem}) Name a run of your own instead: run=runs/TASK/MODEL/TIME."
        ) from None


def composed(
    name: str, settings: RunConfig, names: Mapping[str, str]
) -> tuple[RunConfig, dict[str, str]]:
    """Return the settings of ``+task=name`` under the user's own, and the YAML chosen per group."""
    from hydra import compose
    from omegaconf import OmegaConf

    cfg = compose("run", [f"+task={name}"], return_hydra_config=True)
    chosen = dict(cfg.hydra.runtime.choices)
    OmegaConf.set_struct(cfg, False)
    del cfg["hydra"]
    told = ("codebook", "seed", "folds", "threads", "output")
    cfg.merge_with({key: getattr(settings, key) for key in told})
    cfg.abstain = dict(vars(settings.abstain))
    if settings.model is not None:
        cfg.model, chosen["model"] = settings.model, names["model"]
    return check(cfg), chosen


def _fitted(name: str, settings: RunConfig, material: Material) -> Trained:
    nodes: dict[str, Any] = {"model": settings.model, "task": settings.task}
    trained = Trained.fit(name, nodes, material, settings.threads)
    if settings.abstain.error is None:
        return trained
    split = build(settings.split, "split")
    parts = split.parts(material.examples, material.gold, material.story)
    asking = Asking(material, parts, settings)
    _, rule, _ = asking.abstaining(asking.answers(name, settings.model))
    asking.finished()
    return replace(trained, rule=rule)
