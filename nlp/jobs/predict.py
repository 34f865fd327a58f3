"""Label new articles with fitted models: batch by batch into Parquet, resumable, in flat memory.

``python -m nlp.run +task=predict run=runs/topic/tfidf_lr/TIME corpus=jsonl corpus.path=new.jsonl``
Several runs: ``run=[runs/topic/…,runs/stance/…]``; without ``run=`` the default models of topic and stance.
Stance is asked about the topics that the topic model finds. The result reads like a run without gold:
``predictions.parquet`` with labels, probabilities, outcome, note, evidence spans and the text they are in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.conf import RunConfig, build, options
from nlp.errors import UserError, did_you_mean

if TYPE_CHECKING:
    from nlp.corpus.build import Stream
    from nlp.labelled import Counts
    from nlp.records import Article, Item
    from nlp.store import StoredRun
    from nlp.trained import Trained

BATCH = 256  # articles

Checked = tuple["Article", str]  # an article, and '' or why it cannot be used


def predict(settings: RunConfig, names: Mapping[str, str], config: dict[str, Any]) -> Path:
    """Do the job; returns the directory it wrote."""
    from threadpoolctl import threadpool_limits
    from tqdm import tqdm

    from nlp import item_rows, labelled, provenance, store
    from nlp.parts import Parts

    models = _models(settings, names)
    stream: Stream = build(settings.corpus, "corpus").stream()
    path = store.new_path(settings.output, "predict", stream.name)
    key = provenance.key([m.digest for m in models], settings.corpus)
    parts = Parts(Path(settings.output) / ".partial" / f"predict-{key}")
    digests: list[str] = []
    with threadpool_limits(settings.threads), tqdm(delay=2, disable=None, leave=False) as bar:
        for batch in _batches(stream.articles):
            digests.append(hashlib.sha256(repr(batch).encode("utf-8", "replace")).hexdigest())
            if not parts.has(len(digests) - 1, digests[-1]):
                table = item_rows.of_items(label(batch, models))
                parts.add(len(digests) - 1, digests[-1], table)
            bar.update(len(batch))
    if not digests:
        raise UserError(f"Corpus '{stream.name}' holds no article. Check corpus.path.")
    counts = labelled.Counts.of(parts.tables(digests))
    record = _record(config, settings.codebook, stream, models, counts, digests)
    with store.drafted(path) as draft:
        parts.join(digests, draft / "predictions.parquet", item_rows.schema())
        text = json.dumps(record, indent=2, ensure_ascii=False)
        (draft / "run.json").write_text(text + "\n", encoding="utf-8", newline="\n")
        store.fill(draft, labelled.report(record, counts, _measured(settings)))
    parts.done()
    labelled.show(record, counts, path)
    return path


def label(batch: Sequence[Checked], models: Sequence[Trained]) -> list[Item]:
    """Answer one batch of articles: each model's questions, stance on the topics found before."""
    from nlp.crossfit import with_reasons
    from nlp.records import Annotation, Gold, Item

    articles, why = [a for a, _ in batch], {a.id: reason for a, reason in batch if reason}
    topics: dict[str, Annotation] = {}
    items: list[Item] = []
    for model in models:
        examples, _ = model.task.examples(articles, topics)
        answers = with_reasons(model.predict(examples), why)
        items += [
            Item(e.id, e.article, e.article.id, Gold(), p, e.topic)
            for e, p in zip(examples, answers, strict=True)
        ]
        if model.task.name == "topic":
            topics = {p.id: Annotation(p.id, topics=p.labels) for p in answers}
    place = {article.id: i for i, article in enumerate(articles)}
    return sorted(items, key=lambda item: place[item.article.id])


def _models(settings: RunConfig, names: Mapping[str, str]) -> list[Trained]:
    """Return the models of the named runs, else the default ones; topic before stance."""
    from nlp.defaults import default_model
    from nlp.trained import Trained

    runs = [settings.run] if isinstance(settings.run, str) else list(settings.run or ())
    found = {}
    for run in runs:
        model = Trained.load(Path(run) / "model", settings.codebook, settings.model)
        _abstains_as_told(settings, model, run)
        if model.task.name in found:
            raise UserError(
                f"run= names two runs of task '{model.task.name}'; the second is {run}. Keep one."
            )
        found[model.task.name] = model
    for task in _tasks(settings) if not runs else ["topic"] if [*found] == ["stance"] else []:
        found[task] = default_model(task, settings, names)
    return [found[task] for task in sorted(found, key="stance".__eq__)]


def _measured(settings: RunConfig) -> list[StoredRun]:
    """Return the named runs that kept what they measured, not only their model."""
    from nlp.store import read_run

    runs = [settings.run] if isinstance(settings.run, str) else list(settings.run or ())
    return [read_run(run) for run in runs if (Path(run) / "predictions.parquet").is_file()]


def _tasks(settings: RunConfig) -> list[str]:
    """Return the questions put to default models; stance needs topics."""
    asked = [settings.of] if isinstance(settings.of, str) else list(settings.of or ())
    allowed = [name for name in options("task") if name in ("stance", "summarize", "topic")]
    for task in asked:
        if task not in allowed:
            raise UserError(f"Unknown question of={task!r}.{did_you_mean(str(task), allowed)}")
    return list(dict.fromkeys(["topic", *asked] if "stance" in asked else asked))


def _abstains_as_told(settings: RunConfig, model: Trained, run: str) -> None:
    wanted, has = settings.abstain.error, model.rule and model.rule.error
    if wanted is not None and wanted != has:
        what = "does not abstain" if has is None else f"abstains with error={has:g}"
        raise UserError(
            f"abstain.error={wanted:g}, but the model of run {run} {what}: its threshold is learned where"
            f" labels are. Run its task again with abstain.error={wanted:g}."
        )


def _batches(articles: Iterable[Checked]) -> Iterator[list[Checked]]:
    waiting = iter(articles)
    while batch := list(islice(waiting, BATCH)):
        yield batch


def _record(
    config: dict[str, Any],
    codebook: str,
    stream: Stream,
    models: Sequence[Trained],
    counts: Counts,
    digests: Sequence[str],
) -> dict[str, Any]:
    """Return what was labelled, by which models, with what."""
    from nlp import provenance
    from nlp.answering import strangers
    from nlp.codebook import load

    book, foreign = load(codebook), strangers(counts.strangers)
    return {
        "task": "predict",
        "model": " + ".join(f"{m.name} ({m.task.name})" for m in models),
        "models": [{"name": m.name, "task": m.task.name, "digest": m.digest} for m in models],
        "corpus": {
            "name": stream.name,
            "articles": counts.articles,
            "languages": dict(sorted(counts.languages.items())),
            "hash": hashlib.sha256("\n".join(digests).encode()).hexdigest(),
            "notes": list(stream.notes),
        },
        "outcomes": dict(sorted(counts.outcomes.items())),
        "labels": None,
        "label_names": {t.id: t.name.get("en", t.id) for t in book.topics},
        "codebook": {"name": book.name, "version": book.version},
        "codebook_hash": book.digest,
        "notes": [foreign] if foreign else [],
        "strangers": dict(sorted(counts.strangers.items())),
        "config": config,
        **provenance.made(),
    }
