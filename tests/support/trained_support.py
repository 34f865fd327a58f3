"""Fitted models on a small corpus, for tests of what is done with them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from omegaconf import OmegaConf
from realign_support import small_corpus, write_jsonl

from nlp.conf import build, register
from nlp.material import Material
from nlp.trained import Trained

ROOT = Path(__file__).resolve().parents[2]
BOOK = str(ROOT / "data" / "codebook.yaml")
TASKS: dict[str, dict[str, Any]] = {
    "topic": {"_target_": "nlp.tasks.topic.Topic", "codebook": BOOK},
    "stance": {"_target_": "nlp.tasks.stance.Stance", "codebook": BOOK},
    "summarize": {"_target_": "nlp.tasks.summarize.Summarize"},
}
COLUMNS = {n: n for n in ("id", "text", "title", "language", "topics", "stance", "references")}


def table(path: Path, **options: Any) -> dict[str, Any]:
    """Return the configuration of a JSON Lines corpus."""
    return {
        "_target_": "nlp.corpus.table.Table",
        "path": str(path),
        "columns": COLUMNS,
        **options,
    }


def model_node(name: str) -> dict[str, Any]:
    """Return the configuration of a model as the command line would give it."""
    register()
    base = OmegaConf.create({"codebook": BOOK, "seed": 0})
    base.node = OmegaConf.load(ROOT / "configs" / "model" / f"{name}.yaml")
    return OmegaConf.to_container(base.node, resolve=True)  # type: ignore[return-value]


def material(task: str, folder: Path) -> Material:
    """Return the small labelled corpus under a task."""
    path = folder / "labelled.jsonl"
    write_jsonl(path, small_corpus())
    return Material.read(build(TASKS[task], "task"), table(path))


def trained(name: str, task: str, folder: Path) -> Trained:
    """Return a model fitted on the small corpus."""
    nodes = {"model": model_node(name), "task": TASKS[task]}
    return Trained.fit(name, nodes, material(task, folder), 1)
