"""Answer a task out of fold, judge the answers beside baselines and annotators, write the run.

``python -m nlp.run +task=topic model=tfidf_lr split=stories``
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.cli import FailuresError
from nlp.conf import RunConfig, build, model_node, need
from nlp.errors import UserError

if TYPE_CHECKING:
    from eval.scores import Metric
    from nlp.abstention import Rule
    from nlp.asking import Asking
    from nlp.corpus.build import Corpus
    from nlp.material import Material
    from nlp.records import Gold, Item, Model, Task
    from nlp.splits import Part

Nodes = dict[str, dict[str, Any]]  # model name -> its configuration


def evaluate(settings: RunConfig, names: Mapping[str, str], config: dict[str, Any]) -> Path:
    """Do the job; ``names`` says which YAML was chosen per group. Returns the run directory."""
    from eval.intervals import Plan
    from eval.judging import judge_all
    from eval.publish import intolerable, publish
    from nlp import provenance, store
    from nlp.asking import Asking, refuse_to_abstain
    from nlp.material import Material

    started = time.monotonic()
    need(settings, "task", "model")
    path = store.new_path(settings.output, names["task"], names["model"])
    task: Task = build(settings.task, "task")
    metrics = metrics_for(task, settings)
    models, own = _models(settings, names, task), names["model"]
    made: Model = build(models[own], "model")
    refuse_to_abstain(settings, names, task, made)
    material = Material.read(task, settings.corpus)
    parts, divided = _divided(settings, models, material)

    record = provenance.record(
        config, dict(names), material.corpus, task, material.gold, list(material.stories.values()),
        settings.codebook,
    )  # fmt: skip
    record["split"] = divided
    record["imbalance"] = _imbalance(made)
    asking = Asking(material, parts, settings)
    answers, record["answering"] = _timed(models, asking)
    record["cost"] = asking.costs[own]
    rule = None
    if settings.abstain.error is not None:
        answers[own], rule, record["abstention"] = asking.abstaining(answers[own])
    record["strangers"] = _strangers(answers[own])
    record["notes"] = [*_notes(record["strangers"], record.get("abstention"))]
    keep = _keep(own, models[own], material, settings, rule)
    votes = _votes(task, material.corpus, {item.id for item in answers[own]})
    plan = Plan(seed=settings.seed, **vars(settings.interval))
    judged = judge_all(answers, votes, metrics, task.labels, plan)
    record["seconds"] = round(time.monotonic() - started, 2)
    publish(path, record, judged, answers, votes, keep)
    asking.finished()
    failed = intolerable(judged, settings.tolerance, path)
    if failed:
        raise FailuresError(failed, path)
    return path


def _divided(settings: RunConfig, models: Nodes, material: Material) -> tuple[list[Part], str]:
    """Return the rounds and how they were made in words; where nothing is learned, one round of all."""
    from nlp.splits import Part, in_words

    split = build(settings.split, "split")
    if not any(build(node, f"model {name}").learns for name, node in models.items()):
        return [Part((), tuple(range(len(material.examples))))], "none: nothing is learned"
    parts = split.parts(material.examples, material.gold, material.story)
    return parts, in_words(split, parts, len(material.examples))


def _timed(models: Nodes, asking: Asking) -> tuple[dict[str, list[Item]], dict[str, float]]:
    """Return every model's answers, and the seconds each took (less what an earlier, killed job did)."""
    answers, seconds = {}, {}
    for name, node in models.items():
        began = time.monotonic()
        answers[name] = asking.answers(name, node)
        seconds[name] = round(time.monotonic() - began, 2)
    return answers, seconds


def metrics_for(task: Task, settings: RunConfig) -> list[Metric]:
    """Return the chosen metrics, all checked to suit the task."""
    nodes = settings.metric or {}
    metrics = [build(node, f"metric.{name}") for name, node in nodes.items()]
    suits(task, {f"metric {m.name}": m for m in metrics})
    return metrics


def suits(task: Task, things: Mapping[str, Any]) -> None:
    """Refuse models and metrics that are for other tasks; keys are what to call them."""
    for name, thing in things.items():
        if task.name not in thing.tasks:
            raise UserError(
                f"The {name} does not answer task '{task.name}'; it is for"
                f" {' and '.join(thing.tasks)}. See --help for what does."
            )


def _models(settings: RunConfig, names: Mapping[str, str], task: Task) -> Nodes:
    """Return the run's model and its baselines by name, all checked to suit the task."""
    nodes: Nodes = {names["model"]: settings.model}
    nodes |= {b: model_node(b, settings) for b in settings.baselines if b not in nodes}
    suits(task, {f"model '{name}'": build(node, "model") for name, node in nodes.items()})
    return nodes


def _keep(
    name: str, node: dict[str, Any], material: Material, settings: RunConfig, rule: Rule | None
) -> Callable[[Path], None] | None:
    """Fit the model on everything; return what stores it in a run directory (None: not usable again)."""
    from nlp.trained import Trained, storable

    if not storable(build(node, f"model {name}")):
        return None
    nodes = {"model": node, "task": settings.task}
    trained = replace(Trained.fit(name, nodes, material, settings.threads), rule=rule)
    return lambda draft: trained.save(draft / "model")


def _imbalance(model: Model) -> str:
    """Return the report's word for what the model does about rare labels, '' where it tells nothing."""
    if model.upper_bound:
        return ""
    return str(getattr(model, "imbalance", "" if model.learns else "unlearned"))


def _strangers(items: Sequence[Item]) -> dict[str, int]:
    """Return how many answers are on articles in a language that was not in training, by language."""
    from nlp.answering import STRANGE

    return dict(Counter(i.article.language for i in items if STRANGE in i.prediction.note))


def _notes(strange: Mapping[str, int], abstention: Mapping[str, Any] | None) -> Iterator[str]:
    """Say in words what a reader of the figures must know about the answers."""
    from nlp.abstention import in_words
    from nlp.answering import strangers

    if abstention:
        yield in_words(abstention)
    if strange:
        yield strangers(strange)


def _votes(task: Task, corpus: Corpus, asked: set[str]) -> dict[str, dict[str, Gold]]:
    """Return what every annotator answers to the examples ``asked``, by annotator and example id."""
    given = {who: task.examples(corpus.articles, votes) for who, votes in corpus.votes.items()}
    return {
        who: {e.id: g for e, g in zip(examples, gold, strict=True) if g.known and e.id in asked}
        for who, (examples, gold) in given.items()
    }
