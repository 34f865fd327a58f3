"""Digest task: one summary over many articles, a topic's month or a story's versions.

The articles of a group become one long article in order of date; ``meta["parts"]`` says where each of them
stands in it, so any summarizer can answer and every sentence is cited to its own article and offsets. Of
copies of one story a group keeps the longest, unless the group is the story. ``python -m nlp.run +task=digest``
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from nlp.errors import UserError, did_you_mean
from nlp.records import (
    Annotation,
    Article,
    Example,
    Gold,
    LabelSet,
    Outcome,
    Prediction,
    SummarySentence,
)
from nlp.stories import group

_BY = ("topic_month", "topic", "month", "story", "everything")
_GAP = "\n\n"


class Citation(NamedTuple):
    """Where a digest's sentence stands: article id and half-open offsets into that article's text."""

    article: str
    start: int
    end: int


class Digest:
    """One example per group of articles.

    Parameters
    ----------
    by
        'topic_month', 'topic', 'month' (of the article's date), 'story' (near-duplicate versions) or
        'everything'. Topics are those of the annotations, which ``nlp.jobs.digest`` completes.
    fewest
        Groups of fewer articles (copies of one story count once, unless ``by`` is 'story') are left out.
    """

    name = "digest"
    labels: LabelSet | None = None

    def __init__(self, by: str = "topic_month", fewest: int = 2) -> None:
        if by not in _BY:
            raise UserError(f"task.by: unknown {by!r}.{did_you_mean(by, _BY)}")
        if fewest < 1:
            raise UserError(f"task.fewest: {fewest} is too few; use 1 or more articles.")
        self.by = by
        self.fewest = fewest

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Ask for one digest per group, in order of the groups' names; nobody has gold for them."""
        readable = [a for a in articles if a.text]
        stories = dict(zip((a.id for a in readable), group(readable), strict=True))
        members: defaultdict[tuple[str, str], list[Article]] = defaultdict(list)
        for article in readable:
            for key in self._groups(article, annotations.get(article.id), stories[article.id]):
                members[key].append(article)
        asked = []
        for (name, topic), found in sorted(members.items()):
            kept = found if self.by == "story" else _distinct(found, stories)
            if len(kept) >= self.fewest:
                asked.append(Example(name, merged(name, kept), topic))
        return asked, [Gold()] * len(asked)

    def check(self, prediction: Prediction) -> Prediction:
        """Mark empty digests as failed."""
        if prediction.outcome is Outcome.SCORED and not prediction.text.strip():
            return replace(prediction, outcome=Outcome.FAILED, note="the digest is empty")
        return prediction

    def _groups(
        self, article: Article, annotation: Annotation | None, story: str
    ) -> list[tuple[str, str]]:
        """Return the (name, topic) of the groups an article belongs to."""
        month = article.date[:7] or "undated"
        if self.by in ("month", "story", "everything"):
            return [({"month": month, "story": story}.get(self.by, "everything"), "")]
        topics = sorted((annotation and annotation.topics) or ())
        return [(f"{t} {month}" if self.by == "topic_month" else t, t) for t in topics]


def merged(name: str, articles: Sequence[Article]) -> Article:
    """Return ``articles`` as one, oldest first, undated ones last; ``meta["parts"]`` describes each."""
    ordered = sorted(articles, key=lambda a: a.date or "9999")
    parts: list[dict[str, Any]] = []
    at = 0
    for article in ordered:
        parts.append(
            {"article": article.id, "start": at, "end": at + len(article.text), "title": article.title,
             "outlet": article.outlet, "date": article.date, "language": article.language}
        )  # fmt: skip
        at += len(article.text) + len(_GAP)
    languages = {a.language for a in ordered}
    return Article(
        id=name,
        text=_GAP.join(a.text for a in ordered),
        language=languages.pop() if len(languages) == 1 else "",
        date=max(a.date for a in ordered),
        meta={"parts": parts},
    )


def cited(article: Article, sentence: SummarySentence) -> Citation:
    """Return where a sentence of a digest stands in its own article."""
    parts = article.meta["parts"]
    part = parts[bisect_right([p["start"] for p in parts], sentence.start) - 1]
    return Citation(part["article"], sentence.start - part["start"], sentence.end - part["start"])


def _distinct(articles: Sequence[Article], stories: Mapping[str, str]) -> list[Article]:
    """Return the longest version of each story; the first of equals."""
    longest: dict[str, Article] = {}
    for article in articles:
        kept = longest.setdefault(stories[article.id], article)
        if len(article.text) > len(kept.text):
            longest[stories[article.id]] = article
    return list(longest.values())
