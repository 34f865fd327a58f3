"""Digests as a report: every sentence beside the article and place it is from, the timeline, the sources.

Nothing is scored: there is no gold digest. What a reader can do is check each sentence where it stands.

>>> report(record, pages, "en").kind  # doctest: +SKIP
'digest'
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from eval.report.method import data, reproduce
from eval.report.value import Block, Prose, Report, Section, Table
from eval.report.voice import Voice
from nlp.text.ago import first_day

Page = Mapping[str, Any]  # one digest, as digests.json holds it


def report(record: Mapping[str, Any], pages: Sequence[Page], language: str) -> Report:
    """Return the digests of a run, in the order given."""
    say, corpus = Voice(language), record["corpus"]
    size, empty = say("articles", n=corpus["articles"]), sum(not page["summary"] for page in pages)
    how = say("digest.copied" if all(map(_copied, pages)) else "digest.shortened")
    what = say(
        "digest.what",
        n=len(pages),
        model=record["model"],
        articles=size,
        corpus=corpus["name"],
        how=how,
    )
    verdict = [
        what,
        *([say("digest.empty", n=empty)] if empty else []),
        *record.get("notes", ()),
        say("digest.limits"),
    ]
    method = {"data": data(say, record), "reproduce": reproduce(say, record)}
    return Report(
        kind="digest",
        title=f"{record['model']} · {say.named('task', 'digest')} · {corpus['name']}",
        subtitle=f"{size} · {record['started'][:10]}",
        language=language,
        verdict=verdict,
        sections=[_section(say, k, page, record["label_names"]) for k, page in enumerate(pages)],
        method=[Section(k, say(f"section.{k}"), b, folded=True) for k, b in method.items() if b],
    )  # fmt: skip


def _section(say: Voice, k: int, page: Page, names: Mapping[str, str]) -> Section:
    titles = named(page)
    heads = [say("column.sentence"), say("column.article"), say("column.place")]
    said = [[s["text"], titles[s["article"]], _place(say, s)] for s in page["summary"]]
    blocks: list[Block] = [Prose([f"{say('outcome.' + page['outcome'])}: {page['note']}"])]
    if said:
        blocks = [Table(f"digest-{k}", say("table.digest"), heads, said)]
    events = [
        [_when(say, e["date"]), e["text"], titles[e["article"]], _place(say, e), say.count(e["articles"])]
        for e in page["timeline"]
    ]  # fmt: skip
    if events:
        heads = [say(f"column.{c}") for c in ("date", "sentence", "article", "place", "articles")]
        blocks.append(Table(f"timeline-{k}", say("table.timeline"), heads, events, folded=True))
    sources = [
        [titles[s["article"]], s["outlet"], s["date"], s["language"], s["article"]]
        for s in page["sources"]
    ]
    heads = [say(f"column.{c}") for c in ("article", "outlet", "date", "language", "id")]
    caption = say("table.sources", n=len(sources))
    blocks.append(Table(f"sources-{k}", caption, heads, sources, folded=True))
    return Section(f"digest-{k}-section", heading(page, names), blocks)


def heading(page: Page, names: Mapping[str, str]) -> str:
    """Return what a digest is called: its topic and month; of a story's versions the story's title.

    ``names`` are the topics' titles.
    """
    story = next((s["title"] for s in page["sources"] if s["article"] == page["id"]), "")
    return story or page["id"].replace(page["topic"], names.get(page["topic"], page["topic"]))


def named(page: Page) -> dict[str, str]:
    """Return what each source is called: its title, with its id where several share one."""
    counts = Counter(s["title"] for s in page["sources"])
    return {
        s["article"]: f"{s['title']} ({s['article']})" if counts[s["title"]] > 1 else s["title"]
        for s in page["sources"]
        if s["title"]
    } | {s["article"]: s["article"] for s in page["sources"] if not s["title"]}


def _copied(page: Page) -> bool:
    """Whether every sentence of a digest is as long as what it is made of."""
    return all(len(s["text"].removeprefix("• ")) == s["end"] - s["start"] for s in page["summary"])


def _place(say: Voice, sentence: Mapping[str, Any]) -> str:
    return say("range", low=say.count(sentence["start"]), high=say.count(sentence["end"]))


def _when(say: Voice, date: str) -> str:
    """Return a date as it stands; of an ISO 8601 week its Monday."""
    return say("digest.week", day=first_day(date)) if "W" in date else date
