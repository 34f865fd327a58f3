"""Digests: one cited summary and one timeline per group of articles, as pages to read and as data.

``python -m nlp.run +task=digest`` writes ``report.html``, ``digests.md`` and ``digests.json`` into a run
directory beside the usual ``run.json`` and ``predictions.parquet``. Nothing is scored: there is no gold digest.
Where digests are by topic and no article has annotated topics, those of the default topic model are used;
with ``run=``, those of that run (of +task=topic or +task=predict) for every article without annotated ones.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.conf import RunConfig, build, need
from nlp.errors import UserError
from nlp.records import Annotation, Article, Example, Gold, Item, Prediction
from nlp.tasks.digest import Digest, cited
from nlp.tasks.timeline import timeline
from nlp.text.ago import first_day

if TYPE_CHECKING:
    from nlp.corpus.build import Corpus


def digest(settings: RunConfig, names: Mapping[str, str], config: dict[str, Any]) -> Path:
    """Do the job; ``names`` says which YAML was chosen per group. Returns the run directory."""
    from eval.report import files as made
    from eval.report.digests import report
    from nlp import provenance, store
    from nlp.jobs.evaluate import suits

    need(settings, "task", "model")
    path = store.new_path(settings.output, names["task"], names["model"])
    task: Digest = build(settings.task, "task")
    model = build(settings.model, "model")
    suits(task, {f"model '{names['model']}'": model})
    corpus: Corpus = build(settings.corpus, "corpus").read()
    annotations, made_by = corpus.annotations, ""
    if task.by.startswith("topic"):
        annotations, made_by = _with_topics(corpus, settings, names)
    examples, gold = task.examples(corpus.articles, annotations)
    if not examples:
        why = " ".join([_nothing(task, corpus.name, len(corpus.articles)), *_unused(corpus)])
        raise UserError(why)
    answers = [task.check(p) for p in model.fit(examples, gold, None).predict(examples)]
    pages = [_page(e, p) for e, p in zip(examples, answers, strict=True)]
    record = provenance.record(
        config, dict(names), corpus, task, gold, [e.id for e in examples], settings.codebook
    )
    told = [f"Topics were predicted by {made_by}, not annotated."] if made_by else []
    record["notes"] = [*told, *_unused(corpus)]
    items = [
        Item(e.id, e.article, e.id, Gold(), p, e.topic)
        for e, p in zip(examples, answers, strict=True)
    ]
    titles, wanted = record["label_names"], config.get("report") or {}
    value = report(record, pages, wanted.get("language", "en"))
    files: dict[str, str | bytes] = {
        **made(value, wanted.get("also") or ()),
        "digests.md": "\n".join([*record["notes"], *(_markdown(page, titles) for page in pages)]),
        "digests.json": json.dumps(pages, indent=2, ensure_ascii=False) + "\n",
    }
    store.write_run(path, record, items, files)
    for note in record["notes"]:
        print(f"Note: {note}")
    print(
        f"{len(pages)} digests of {len(corpus.articles)} articles.\nReport: {path / 'report.html'}"
    )
    return path


def _with_topics(
    corpus: Corpus, settings: RunConfig, names: Mapping[str, str]
) -> tuple[Mapping[str, Annotation], str]:
    """Return the annotations, with predicted topics where they are wanted, and what predicted them."""
    known = {i for i, a in corpus.annotations.items() if a.topics is not None}
    if known and not settings.run:
        return corpus.annotations, ""
    asked = [a for a in corpus.articles if a.id not in known and a.text]
    found, made_by = _predicted(asked, settings, names)
    own = {i: corpus.annotations.get(i) or Annotation(i) for i in found}
    added = {i: replace(own[i], topics=topics) for i, topics in found.items()}
    return {**corpus.annotations, **added}, made_by if added else ""


def _predicted(
    articles: Sequence[Article], settings: RunConfig, names: Mapping[str, str]
) -> tuple[dict[str, frozenset[str]], str]:
    """Return topics by article id: as a stored run has them, or as its model or the default one says."""
    from nlp.defaults import default_model
    from nlp.store import read_run
    from nlp.trained import Trained

    run = settings.run
    if run and not isinstance(run, str):
        raise UserError(f"run= names {len(run)} runs; digests need the topics of one. Keep one.")
    if run and not (Path(run) / "model").is_dir():
        stored = read_run(run)
        topical = [i for i in stored.items if not i.topic and i.prediction.scores]
        said = {i.article.digest: i.prediction.labels for i in topical}
        found = {a.id: said[a.digest] for a in articles if a.digest in said}
        if articles and not found:
            raise UserError(
                f"Run {run} holds topics of no article of this corpus. Predict them first: +task=predict with"
                " the same corpus, then run=runs/predict/CORPUS/TIME."
            )
        return found, f"run {run}"
    own = replace(settings, model=None)
    model = (
        Trained.load(Path(run) / "model", settings.codebook)
        if run
        else default_model("topic", own, names)
    )
    if model.task.name != "topic":
        raise UserError(f"Run {run} answers '{model.task.name}'. Give a run of +task=topic.")
    answers = model.predict(model.task.examples(articles, {})[0])
    return {p.id: p.labels for p in answers}, model.name


def _nothing(task: Digest, corpus: str, articles: int) -> str:
    topical = task.by.startswith("topic")
    way = (
        "Give topics (corpus.annotations=FILE or run=RUN), or group by task.by=month."
        if topical
        else ""
    )
    return (
        f"No group of {task.fewest} or more articles by {task.by} in corpus '{corpus}' ({articles} articles)."
        f" {way or 'Choose another task.by, or task.fewest=1.'}"
    )


def _unused(corpus: Corpus) -> list[str]:
    """Return a note on the articles that no digest can be made of."""
    if not corpus.rejected:
        return []
    one, why = next(iter(corpus.rejected.items()))
    more = f", and {len(corpus.rejected) - 1} more articles" if len(corpus.rejected) > 1 else ""
    return [f"Not in any digest: '{one}', which {why}{more}."]


def _page(example: Example, prediction: Prediction) -> dict[str, Any]:
    """Return one digest as plain values; sentences and events carry article id and offsets."""
    return {
        "id": example.id,
        "topic": example.topic,
        "outcome": str(prediction.outcome),
        "note": prediction.note,
        "summary": [
            {"text": s.text, "score": s.score, **cited(example.article, s)._asdict()}
            for s in prediction.summary
        ],
        "timeline": [
            {"date": e.date, "text": e.text, "articles": e.articles, **e.cited._asdict()}
            for e in timeline(example.article)
        ],
        "sources": [
            {k: part[k] for k in ("article", "title", "outlet", "date", "language")}
            for part in example.article.meta["parts"]
        ],
    }


def _markdown(page: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return one digest as Markdown; [2:14–90] cites source 2, characters 14 to 90."""
    from eval.report.digests import heading
    from eval.report.markdown import escape

    number = {source["article"]: i for i, source in enumerate(page["sources"], 1)}

    def cite(line: Mapping[str, Any]) -> str:
        return f"{escape(line['text'])} [{number[line['article']]}:{line['start']}–{line['end']}]"

    spoken = [cite(s) for s in page["summary"]] or [f"({page['outcome']}: {escape(page['note'])})"]
    sources = [
        f"{number[s['article']]}. "
        + escape(" · ".join(filter(None, (s["title"], s["outlet"], s["date"], s["article"]))))
        for s in page["sources"]
    ]
    events = [f"- **{_when(e['date'])}** {cite(e)}" for e in page["timeline"]]
    parts = [f"## {escape(heading(page, titles))}", "\n\n".join(spoken), "### Timeline",
             "\n".join(events) or "No date.", "### Sources", "\n".join(sources), ""]  # fmt: skip
    return "\n\n".join(parts)


def _when(date: str) -> str:
    return f"week of {first_day(date)}" if "W" in date else date
