"""One job: read a corpus, let a model answer the task, score the answers, write a report.

``python -m nlp.run +task=topic model=tfidf_lr``; ``--help`` lists tasks, models and corpora. This is
the composition root: the only module that knows corpora, tasks, models and the judge.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.cli import guarded
from nlp.conf import RunConfig, build, check, model_node, plain, register
from nlp.errors import UserError
from nlp.paths import CONFIGS

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.corpus.build import Corpus
    from nlp.records import Example, Gold, Item, Task


def run(cfg: DictConfig, names: dict[str, str]) -> Path:
    """Do one job; ``names`` says which YAML was chosen per group. Returns the run directory."""
    from eval.harness import judge
    from eval.report import console, render
    from nlp import provenance, store
    from nlp.stories import group

    started = time.monotonic()
    settings = check(cfg)
    path = store.new_path(settings.output, names["task"], names["model"])
    task: Task = build(settings.task, "task")
    metrics = [build(node, f"metric.{name}") for name, node in (settings.metric or {}).items()]
    _suits(task, {f"metric {m.name}": m for m in metrics})
    models = _models(settings, names, task)
    corpus: Corpus = build(settings.corpus, "corpus").read()
    examples, gold = task.examples(corpus.articles, corpus.annotations)
    _answerable(task, examples, gold, corpus)
    stories = dict(zip((a.id for a in corpus.articles), group(corpus.articles), strict=True))

    record = provenance.record(
        plain(cfg), names, corpus, task, gold, list(stories.values()), settings.codebook
    )
    job = _Job(task, examples, gold, stories, corpus, settings)
    answers = {name: job.answer(name, node) for name, node in models.items()}
    judged = {
        name: judge(items, metrics, task.labels, seed=settings.seed, **vars(settings.interval))
        for name, items in answers.items()
    }
    record["seconds"] = round(time.monotonic() - started, 2)
    files = render(record, judged, answers)
    store.write_run(path, record, answers[names["model"]], files)
    job.finished()
    console.show(record, judged, answers, path)
    return path


class _Job:
    """Everything that stays the same while several models answer the same examples."""

    def __init__(
        self,
        task: Task,
        examples: Sequence[Example],
        gold: Sequence[Gold],
        stories: dict[str, str],
        corpus: Corpus,
        settings: RunConfig,
    ) -> None:
        self.task, self.examples, self.gold = task, examples, gold
        self.stories, self.corpus, self.settings = stories, corpus, settings
        self.checkpoints: list[Any] = []

    def answer(self, name: str, node: dict[str, Any]) -> list[Item]:
        """Return every example's prediction beside its gold, made out of fold."""
        from threadpoolctl import threadpool_limits

        from eval.harness import join
        from nlp import provenance
        from nlp.crossfit import crossfit, with_reasons
        from nlp.store import Checkpoint

        settings = self.settings
        key = provenance.key(
            node, settings.task, self.corpus.digest, [g.labels for g in self.gold], settings.folds,
            settings.seed,
        )  # fmt: skip
        checkpoint = Checkpoint(Path(settings.output) / ".partial" / f"{name}-{key}.jsonl")
        self.checkpoints.append(checkpoint)
        with threadpool_limits(settings.threads):
            answers = crossfit(
                lambda: build(node, f"model {name}"),
                self.task,
                self.examples,
                self.gold,
                [self.stories[e.article.id] for e in self.examples],
                k=settings.folds,
                seed=settings.seed,
                checkpoint=checkpoint,
            )
        reasons = {e.id: self.corpus.rejected.get(e.article.id, "") for e in self.examples}
        predictions = with_reasons(
            answers.predictions, {i: why for i, why in reasons.items() if why}
        )
        folds = dict(zip((e.id for e in self.examples), answers.fold, strict=True))
        return join(self.examples, self.gold, predictions, self.stories, folds)

    def finished(self) -> None:
        """Drop the checkpoints: the run directory holds everything now."""
        for checkpoint in self.checkpoints:
            checkpoint.done()


def _models(settings: RunConfig, names: dict[str, str], task: Task) -> dict[str, dict[str, Any]]:
    """Return the run's model and its baselines by name, all checked to suit the task."""
    nodes = {names["model"]: settings.model}
    nodes |= {b: model_node(b, settings) for b in settings.baselines if b not in nodes}
    _suits(task, {f"model '{name}'": build(node, "model") for name, node in nodes.items()})
    return nodes


def _suits(task: Task, things: dict[str, Any]) -> None:
    for name, thing in things.items():
        if task.name not in thing.tasks:
            raise UserError(
                f"The {name} does not answer task '{task.name}'; it is for"
                f" {' and '.join(thing.tasks)}. See --help for what does."
            )


def _answerable(
    task: Task, examples: Sequence[Example], gold: Sequence[Gold], corpus: Corpus
) -> None:
    if not examples:
        raise UserError(
            f"No example for task '{task.name}' in corpus '{corpus.name}'"
            f" ({len(corpus.articles)} articles): the task asks about labelled topics, and no article"
            " carries any. Give labels: corpus.annotations=FILE or corpus.columns.topics=COLUMN."
        )
    if task.labels and not any(g.known for g in gold):
        raise UserError(
            f"None of the {len(examples)} examples for task '{task.name}' carries a label, so nothing can"
            " be learned or scored. Give labels: corpus.annotations=FILE or corpus.columns.topics=COLUMN."
        )


def _compare(paths: Sequence[Path]) -> None:
    """Print the paired comparison of a sweep's runs."""
    from eval.compare import compare
    from eval.compare_text import render
    from nlp.store import read_run

    print("\n" + render(compare([read_run(path) for path in paths])))


def main() -> int:
    """Run the command line."""

    def job() -> None:
        import hydra
        from hydra.core.hydra_config import HydraConfig

        register()
        mistakes: list[UserError] = []
        done: list[Path] = []

        @hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="run")
        def compose(cfg: DictConfig) -> None:
            try:
                done.append(run(cfg, dict(HydraConfig.get().runtime.choices)))
            except UserError as mistake:  # kept from Hydra, which would print around it
                mistakes.append(mistake)

        compose()
        if len(done) > 1:
            _compare(done)
        if mistakes:
            raise mistakes[0]

    return guarded(job)


if __name__ == "__main__":
    sys.exit(main())
