"""What happened when, in a digest's articles: dated sentences, the most mentioned dates.

Dates come from the text (``nlp.text.dates``) and, for the opening of an article that names none, from its day
of publication. A date's weight is the number of articles that speak of it (dates that many
texts mention matter most: Chieu and Lee 2004); its sentence is the first in the earliest such article.

>>> from nlp.tasks.digest import merged
>>> both = [Article("a", "It rained on Monday.", date="2024-06-05"), Article("b", "Dry.", date="2024-06-04")]
>>> [(event.date, event.text, event.cited.article) for event in timeline(merged("m", both))]
[('2024-06-03', 'It rained on Monday.', 'a'), ('2024-06-04', 'Dry.', 'b')]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from nlp.records import Article
from nlp.tasks.digest import Citation
from nlp.text.ago import first_day
from nlp.text.dates import find
from nlp.text.fragments import fragments
from nlp.text.quotations import whole
from nlp.text.sentences import split

_TELLING = 4  # words: 'Good morning.' opens an article and tells nothing


class Event(NamedTuple):
    """One line of a timeline; ``date`` is a day, an ISO 8601 week ('2024-W22'), a month or a year."""

    date: str
    text: str
    cited: Citation
    articles: int  # that speak of the date


def timeline(digest: Article, most: int = 12) -> list[Event]:
    """Return up to ``most`` events in order of date; no sentence stands there twice."""
    found: defaultdict[str, list[tuple[str, Citation]]] = defaultdict(list)
    for part in digest.meta["parts"]:
        for date, mention in _dated(digest.text[part["start"] : part["end"]], part):
            found[date].append(mention)
    events: list[Event] = []
    told: set[str] = set()
    for date in sorted(found, key=lambda d: (-_articles(found[d]), -len(d), d)):
        fresh = next(((text, at) for text, at in found[date] if text not in told), None)
        if fresh is not None and len(events) < most:
            told.add(fresh[0])
            events.append(Event(date, *fresh, _articles(found[date])))
    return sorted(events, key=lambda event: first_day(event.date))


def _dated(text: str, part: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, Citation]]]:
    """Yield the dates of one article's sentences; headings and the like tell nothing."""
    spans, _ = whole(text, split(text, part["language"]))
    sentences = [text[start:end] for start, end in spans]
    lengths = [len(sentence.split()) for sentence in sentences]
    stray = fragments(sentences, lengths)
    telling = [i for i, barred in enumerate(stray) if not barred]
    opening = next((i for i in telling if lengths[i] >= _TELLING), min(telling, default=-1))
    for i in telling:
        dates = {d.iso for d in find(sentences[i], part["date"])}
        if i == opening and not dates and part["date"]:
            dates = {part["date"][:10]}
        for date in dates:
            yield date, (sentences[i], Citation(part["article"], *spans[i]))


def _articles(mentions: list[tuple[str, Citation]]) -> int:
    return len({cited.article for _, cited in mentions})
