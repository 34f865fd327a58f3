"""What backs a summary: extracted sentences have their place, written ones the source that says most of it.

A written sentence is flagged when it holds a name or number that its article lacks, or when fewer than
half of its words stand in any two neighbouring sentences. Matched words, not understanding.

>>> blocks(findings)[0].id  # doctest: +SKIP
'support'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from eval.intervals import MIN_STORIES, effective_trials, wilson
from eval.report.charts.bars import bars
from eval.report.findings import Findings
from eval.report.value import Block, Figure, Prose, Sentence, Table
from eval.report.voice import Voice
from eval.sample import story_index, sum_by_story
from eval.scores import answered
from nlp.records import Item, SummarySentence, Support
from nlp.text.support import checked

BINS = 10
WORST = 12  # flagged sentences in the table; all are in predictions.parquet


class Written(NamedTuple):
    """A sentence that its model wrote, and what backs it."""

    item: Item
    text: str
    support: Support


def support(sentence: SummarySentence, item: Item) -> Support | None:
    """Return what backs a written sentence, None for one that stands in the article as it is."""
    if sentence.start >= 0:
        return None
    article = item.article
    return sentence.support or checked(sentence.text, article.text, article.title, article.language)


def written(items: Sequence[Item]) -> list[Written]:
    """Return every sentence that was written, the least backed first."""
    pairs = [(i, s, support(s, i)) for i in items if answered(i) for s in i.prediction.summary]
    found = [Written(i, s.text, backed) for i, s, backed in pairs if backed is not None]
    return sorted(found, key=lambda w: (not w.support.doubtful, w.support.share))


def flagged(found: Findings, sentences: Sequence[Written]) -> tuple[int, str]:
    """Return how many sentences are flagged, and their share in words, with its interval over stories."""
    say, doubtful = found.voice, np.array([float(w.support.doubtful) for w in sentences])
    story = story_index([w.item for w in sentences])
    stories, level = int(story.max()) + 1, found.record["config"]["interval"]["level"]
    share, n = float(doubtful.mean()), int(doubtful.sum())
    if stories < MIN_STORIES:
        return n, say.share(share)
    rows = np.stack([doubtful, np.ones(len(doubtful))], axis=1)
    hits, trials = sum_by_story(rows, story, stories).T
    low, high = wilson(n, len(doubtful), effective_trials(hits, trials), stories, level)
    return n, f"{say.share(share)} [{say('range', low=say.share(low), high=say.share(high))}]"


def blocks(found: Findings) -> list[Block]:
    """Return the picture of support and the flagged sentences; one line where all were extracted."""
    say, sentences = found.voice, written(found.items)
    if not sentences:
        n = sum(len(i.prediction.summary) for i in found.items)
        return [Prose([say("support.extracted", n=n)])]
    bad = [w for w in sentences if w.support.doubtful][:WORST]
    return [_picture(found, sentences), *([_table(say, bad)] if bad else [])]


def _picture(found: Findings, sentences: Sequence[Written]) -> Figure:
    say, (n, share) = found.voice, flagged(found, sentences)
    edges = [k / BINS for k in range(BINS + 1)]
    counts = np.histogram([w.support.share for w in sentences], bins=edges)[0]
    title = say("support.title", n=n, share=share, of=len(sentences))
    names, shares = [say.share(e) for e in edges], [float(c) / len(sentences) for c in counts]
    svg = bars(
        names, [(found.model, shares)], say("bars.share"), title, say.share, say("support.x")
    )
    rows = [
        [say("range", low=names[k], high=names[k + 1]), say.count(int(c)), say.share(shares[k])]
        for k, c in enumerate(counts)
    ]
    heads = [say("support.x"), say("column.sentences"), say("bars.share")]
    return Figure("support", title, say("bars.alt", title=title), svg,
                  Table("support", title, heads, rows), say("support.note"))  # fmt: skip


def _table(say: Voice, bad: Sequence[Written]) -> Table:
    rows = [
        [
            w.item.article.title or w.item.id, w.text, _source(w.item, w.support),
            say.share(w.support.share), ", ".join(w.support.missing) or "–",
        ]
        for w in bad
    ]  # fmt: skip
    heads = [say(f"column.{c}") for c in ("article", "written", "source", "backed", "missing")]
    return Table("flagged", say("table.flagged", n=len(bad)), heads, rows)


def shown(say: Voice, item: Item) -> list[Sentence]:
    """Return the sentences of a summary as readers see them, each with what it rests on."""
    out = []
    for s in item.prediction.summary:
        backed = support(s, item)
        if backed is None:
            note = say("read.place", start=s.start, end=s.end, score=say.decimal(s.score))
            out.append(Sentence(s.text, True, note))
            continue
        note = say("read.backed", share=say.share(backed.share))
        if backed.missing:
            note += say("read.missing", names=", ".join(backed.missing))
        source = _source(item, backed)
        out.append(Sentence(s.text, bool(source), note, source or "–", backed.doubtful))
    return out


def _source(item: Item, backed: Support) -> str:
    return item.article.text[backed.start : backed.end] if backed.start >= 0 else ""
