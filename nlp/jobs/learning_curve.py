"""How a model gains from labels: scores at growing sizes, a band over draws, labels needed for a score.

``python -m nlp.run +task=learning_curve model=tfidf_lr of=topic curve.target=0.8``
Each draw holds out one story-grouped fold and takes growing, nested samples of the other stories; nothing
of a held-out story is ever learned from. Baselines that learn nothing have no curve.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from nlp.conf import RunConfig, build, need
from nlp.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from eval.scores import Array, Metric
    from nlp.material import Material
    from nlp.records import Item, Task

    Score = Callable[[Sequence[Item]], float]

FEWEST = 12  # labels a curve begins at


def learning_curve(settings: RunConfig, names: Mapping[str, str], config: dict[str, Any]) -> Path:
    """Do the job; returns the directory it wrote."""
    from eval import learning, learning_report
    from nlp import provenance, store
    from nlp.defaults import composed
    from nlp.jobs.evaluate import metrics_for, suits
    from nlp.material import Material

    need(settings, "model")
    task: Task = build(composed(_of(settings), settings, names)[0].task, "task")
    model = build(settings.model, "model")
    suits(task, {f"model '{names['model']}'": model})
    if not model.learns:
        raise UserError(f"model={names['model']} learns nothing, so it has no learning curve.")
    name, score = _main(metrics_for(task, settings), task)
    path = store.new_path(settings.output, "learning_curve", names["model"])
    material = Material.read(task, settings.corpus)
    sizes, values = _curve(material, score, settings)
    points = learning.points(values, sizes)
    target = settings.curve.target or _next(max(p.value for p in points))
    found = learning.needed(values, sizes, target, settings.interval.level, settings.seed)
    record = provenance.record(
        config, {"model": names["model"]}, material.corpus, task, material.gold,
        list(material.stories.values()), settings.codebook,
    ) | {"task": "learning_curve", "of": task.name}  # fmt: skip
    files = learning_report.files(record, name, sizes, values, points, found)
    store.write_files(path, files)
    learning_report.show(record, name, points, found, path)
    return path


def _curve(material: Material, score: Score, settings: RunConfig) -> tuple[list[int], Array]:
    """Return the sizes and the (draws, sizes) scores; NaN where a draw's labels were all the same."""
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm

    draws = [_draw(material, settings, number) for number in range(settings.curve.draws)]
    sizes = _sizes(min(len(train) for train, _ in draws), settings.curve.sizes)
    values = np.full((len(draws), len(sizes)), np.nan)
    bar = tqdm(total=values.size, delay=2, disable=None, leave=False)
    with threadpool_limits(settings.threads):
        for i, (train, test) in enumerate(draws):
            for j, size in enumerate(sizes):
                values[i, j] = score(_answered(material, settings, train[:size], test))
                bar.update()
    bar.close()
    return sizes, values


def _draw(material: Material, settings: RunConfig, number: int) -> tuple[list[int], list[int]]:
    """Return labelled examples to learn from, story by story in random order, and a fold to answer.

    Draws go through the folds in turn; each round of folds is dealt anew.
    """
    from nlp.splits import folds

    deal, held = divmod(number, settings.folds)
    fold = folds(material.story, material.gold, settings.folds, settings.seed + deal)
    able = [
        i for i, (e, g) in enumerate(zip(material.examples, material.gold, strict=True))
        if g.known and e.article.text
    ]  # fmt: skip
    place = sorted(set(material.story))
    random.Random(f"{settings.seed}-{number}").shuffle(place)
    rank = {story: i for i, story in enumerate(place)}
    train = sorted((i for i in able if fold[i] != held), key=lambda i: rank[material.story[i]])
    return train, [i for i in able if fold[i] == held]


def _sizes(most: int, count: int) -> list[int]:
    """Return up to ``count`` sizes that double, the last one ``most``."""
    sizes = [size for i in reversed(range(count)) if (size := most // 2**i) >= FEWEST]
    if len(sizes) < 2:
        raise UserError(
            f"{most} labelled examples to learn from are too few for a learning curve. Allowed:"
            f" {2 * FEWEST} or more; give more labels."
        )
    return sizes


def _answered(
    material: Material, settings: RunConfig, train: Sequence[int], test: Sequence[int]
) -> list[Item]:
    """Return the answers to ``test`` of a model fitted on ``train``; none if it cannot be fitted."""
    from eval.harness import join
    from nlp.answering import answer

    task, model = material.task, build(settings.model, "model")
    examples, gold = [material.examples[i] for i in train], [material.gold[i] for i in train]
    try:
        model.fit(examples, gold, task.labels)
    except UserError:  # one answer, or one story, only: nothing to learn from yet
        return []
    asked = [material.examples[i] for i in test]
    answers = answer(model, task, asked, None)
    return join(asked, [material.gold[i] for i in test], answers, material.stories)


def _main(metrics: Sequence[Metric], task: Task) -> tuple[str, Score]:
    """Return the first overall value of the metrics, higher being better: its name and how to get it."""
    for metric in metrics:
        for j, column in enumerate(metric.columns(task.labels)):
            if column.higher_is_better and not column.label:
                return column.metric, partial(_value, metric, j, task)
    raise UserError("No metric with one overall value to draw a curve of. Try metric=[macro_f1].")


def _value(metric: Metric, column: int, task: Task, items: Sequence[Item]) -> float:
    if not items:
        return math.nan
    rows = metric.measure(items, task.labels)
    return float(metric.reduce(rows, np.ones((1, len(items))))[0, column])


def _of(settings: RunConfig) -> str:
    allowed = ("topic", "stance")
    if settings.of not in allowed:
        raise UserError(
            f"of={settings.of!r} has no learning curve.{did_you_mean(str(settings.of), allowed)}"
        )
    return str(settings.of)


def _next(best: float) -> float:
    """Return the next multiple of 0.05 that is 0.02 or more above the best score, at most 0.95.

    A nearer one cannot be told from what was reached: any fitted law misses it by as much.
    """
    return min(0.95, round(math.ceil((best + 0.02) * 20 - 1e-9) / 20, 2))
