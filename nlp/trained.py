"""A fitted model beside its run, read back only where it belongs: same codebook, known class, whole files.

``model/trained.json`` says what it is (class, options, task, codebook digest, languages, versions); the model
itself writes the rest (see ``nlp.models.stored``: JSON and safetensors). Both are data: a file from a
stranger can name only this project's own models and tasks, and cannot run code or fetch anything.

>>> Trained.load(Path("runs/topic/tfidf_lr/TIME/model"), "codebook.yaml").predict(examples)  # doctest: +SKIP
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self, runtime_checkable

from nlp.abstention import Rule
from nlp.answering import answer
from nlp.codebook import load as load_codebook
from nlp.conf import build, locate, portable
from nlp.errors import UserError
from nlp.material import Material
from nlp.provenance import versions
from nlp.records import Example, Model, Prediction, Task

FORMAT = 1
_RECORD = "trained.json"
_FETCHED = ("encoder", "path", "endpoint")  # options that may name something on the network
_OURS = {group: re.compile(rf"nlp\.{group}s(\.\w+)+\.[A-Z]\w*") for group in ("model", "task")}


@runtime_checkable
class Storable(Protocol):
    """A model that can be kept: what it learned goes to a folder, and comes back."""

    def save(self, folder: Path) -> None:
        """Write what was learned."""

    def load(self, folder: Path) -> Self:
        """Become the model that was saved by an instance with the same options."""
        ...


@dataclass(frozen=True)
class Trained:
    """A model ready to answer. ``nodes``: configuration of 'model' and 'task'; ``languages``: articles
    it learned from, by language (empty: it learns nothing); ``digest``: identifies its stored files.
    """

    name: str
    nodes: Mapping[str, Mapping[str, Any]]
    task: Task
    model: Model
    languages: Mapping[str, int]
    rule: Rule | None = None
    digest: str = ""

    @classmethod
    def fit(cls, name: str, nodes: Mapping[str, Any], material: Material, threads: int) -> Self:
        """Fit a model on all labelled examples."""
        from threadpoolctl import threadpool_limits

        examples, gold = material.labelled
        model: Model = build(nodes["model"], f"model {name}")
        with threadpool_limits(threads):
            model.fit(examples, gold, material.task.labels)
        articles = {e.article.id: e.article.language for e in examples} if model.learns else {}
        chosen = {group: nodes[group] for group in _OURS}
        return cls(name, chosen, material.task, model, Counter(articles.values()))

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer examples; abstain where the rule says so, flag languages it was not trained on."""
        known = frozenset(self.languages) if self.model.learns else None
        answers = answer(self.model, self.task, examples, known)
        return [self.rule.apply(p) for p in answers] if self.rule else answers

    def save(self, folder: Path) -> None:
        """Write the folder: what the model learned, and what it is."""
        folder.mkdir(parents=True, exist_ok=True)
        if isinstance(self.model, Storable):
            self.model.save(folder)
        record = {
            "format": FORMAT,
            "name": self.name,
            **portable(dict(self.nodes)),
            "codebook": _book(self.nodes["task"].get("codebook")),
            "languages": dict(self.languages),
            "abstain": self.rule and self.rule.content(),
            "versions": versions(),
        }
        text = json.dumps(record, ensure_ascii=False, indent=1)
        (folder / _RECORD).write_text(text + "\n", encoding="utf-8", newline="\n")

    @classmethod
    def load(cls, folder: Path, codebook: str, options: Mapping[str, Any] | None = None) -> Self:
        """Read a stored model, for use with ``codebook``; ``options`` of the model confirm or complete it.

        Raises
        ------
        UserError
            When the folder holds no model, a damaged or foreign one, or one for another codebook.
        """
        record = _read(folder)
        try:
            if record["format"] != FORMAT:
                raise ValueError(f"format {record['format']!r}, not {FORMAT}")
            if record["codebook"]:
                _same_book(folder, record["codebook"], codebook)
            told = {"codebook": codebook, **(options or {})}
            nodes = {group: _node(folder, record[group], group, told) for group in _OURS}
            languages = {str(k): int(n) for k, n in record["languages"].items()}
            rule = Rule.restore(record["abstain"]) if record["abstain"] else None
            task, model = build(nodes["task"], "task"), build(nodes["model"], "model")
            if task.name not in model.tasks:
                raise ValueError(f"its model does not answer {task.name}")
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise _damaged(folder, problem) from None
        try:
            if isinstance(model, Storable):
                model.load(folder)
                if getattr(model, "labels_", task.labels) != task.labels:
                    raise ValueError(f"its labels are not those of task {task.name}")
            else:
                model.fit([], [], task.labels)
        except (RecursionError, IndexError, OverflowError, ValueError) as problem:
            raise _damaged(folder, problem) from None
        return cls(str(record.get("name")), nodes, task, model, languages, rule, _digest(folder))


def storable(model: Model) -> bool:
    """Whether a fitted model can be used again: it can be saved, or it learns nothing."""
    return not model.upper_bound and (isinstance(model, Storable) or not model.learns)


def _read(folder: Path) -> dict[str, Any]:
    file = folder / _RECORD
    if not file.is_file():
        raise UserError(
            f"No stored model in {folder} ({_RECORD} is not there). Give a run that stored one:"
            " run=runs/TASK/MODEL/TIME."
        )
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError, RecursionError) as problem:
        raise _damaged(folder, problem) from None


def _node(folder: Path, node: Any, group: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored configuration fit for this machine: our own class, the user's own places."""
    target = str(node["_target_"])
    if not _OURS[group].fullmatch(target):
        raise UserError(
            f"Stored model {folder} names the {group} {target!r}. Allowed: classes in nlp.{group}s;"
            " a model from elsewhere is not loaded."
        )
    if group == "model" and told.get("_target_", target) != target:
        raise UserError(
            f"Stored model {folder} is a {target}, but model= names a {told['_target_']}. Leave model= out, or"
            " give options of the stored one: +model.OPTION=VALUE."
        )
    places = getattr(locate(target, group), "places", ())
    own = {k: v for k, v in node.items() if k not in places or (k in _FETCHED and _here(v))}
    own |= {k: v for k, v in told.items() if k in node and k != "_target_"}
    for option in _FETCHED:
        value = own.get(option)
        if value and value != told.get(option) and not _here(value):
            raise UserError(
                f"Stored model {folder} has {option} {value!r}, which is not a folder here. To let it be"
                f" reached over the network, confirm it: +model.{option}={value}"
            )
    return own


def _here(value: Any) -> bool:
    return isinstance(value, str) and bool(value) and Path(value).expanduser().is_dir()


def _same_book(folder: Path, stored: Mapping[str, str], codebook: str) -> None:
    book = load_codebook(codebook)
    if stored["digest"] != book.digest:
        raise UserError(
            f"Stored model {folder} was trained with codebook '{stored['name']}' version"
            f" {stored['version']!r} ({stored['digest'][:8]}), but codebook={codebook} is '{book.name}'"
            f" version {book.version!r} ({book.digest[:8]}). Give the codebook it was trained with, or"
            " run the task again."
        )


def _book(path: str | None) -> dict[str, str] | None:
    if path is None:
        return None
    book = load_codebook(path)
    return {"name": book.name, "version": book.version, "digest": book.digest}


def _damaged(folder: Path, problem: Exception) -> UserError:
    reason = str(problem).splitlines()[0] if str(problem) else type(problem).__name__
    return UserError(
        f"Stored model {folder} is damaged or not one of ours ({type(problem).__name__}: {reason[:120]})."
        " Run the task again to store a fresh one."
    )


def _digest(folder: Path) -> str:
    """Return a SHA-256 over the names and contents of all files of a stored model."""
    total = hashlib.sha256()
    for file in sorted(f for f in folder.rglob("*") if f.is_file()):
        total.update(f"{file.relative_to(folder).as_posix()}\n".encode())
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()
