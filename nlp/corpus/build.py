"""A ``Corpus`` and the checks every reader's rows go through before they become one.

Rows that cannot be used stop the run with one line, or, with ``on_bad="skip"``, are kept as rejected
articles so that the outcome ledger still counts them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from nlp.errors import UserError
from nlp.records import Annotation, Article
from nlp.text.page import only_furniture

MAX_CHARS = 2_000_000  # longer than any news article: more likely a file that is not one article


@dataclass(frozen=True)
class Corpus:
    """Articles in reading order, annotations by article id, why some articles cannot be used, votes.

    ``votes``: what each annotator said before adjudication, by annotator and article id; ``voters``
    says who they are, for readers of a report.
    """

    name: str
    articles: list[Article]
    annotations: Mapping[str, Annotation] = field(default_factory=dict)
    rejected: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    votes: Mapping[str, Mapping[str, Annotation]] = field(default_factory=dict)
    voters: str = ""

    @property
    def digest(self) -> str:
        """SHA-256 over the ids and texts of all articles."""
        lines = "\n".join(f"{a.id}\t{a.digest}" for a in self.articles)
        return hashlib.sha256(lines.encode()).hexdigest()


@dataclass(frozen=True)
class Stream:
    """A corpus read one article at a time, each with '' or why it cannot be used; labels are not read."""

    name: str
    articles: Iterator[tuple[Article, str]]
    notes: tuple[str, ...] = ()


def build(
    name: str,
    articles: Iterable[Article],
    annotations: Iterable[tuple[Annotation, str]] = (),
    *,
    on_bad: str = "stop",
    max_chars: int = MAX_CHARS,
    notes: tuple[str, ...] = (),
    partial: bool = False,
) -> Corpus:
    """Check articles (ids, empty, oversized, furniture only) and annotations (known articles) and join them.

    ``annotations`` are pairs of an annotation, whose ``article`` is an article id or the SHA-256 of
    its text, and where it was read. ``partial``: not all articles were read, so that annotations of others
    are left out rather than refused.
    """
    checked = list(usable(articles, on_bad, max_chars))
    kept = [article for article, _ in checked]
    rejected = {article.id: why for article, why in checked if why}
    if not kept:
        raise UserError(f"Corpus '{name}' holds no article. Check corpus.path.")
    known = {a.id: a.id for a in kept} | {a.digest: a.id for a in kept}
    joined: dict[str, Annotation] = {}
    for annotation, where in annotations:
        article = known.get(annotation.article)
        if article is None and partial:
            continue
        if article is None:
            raise UserError(
                f"{where}: annotation for unknown article {annotation.article!r}. Allowed: an id, or the"
                f" sha256 of a text, in corpus '{name}' ({len(kept)} articles). Remove it, or give"
                " the corpus it belongs to."
            )
        if article in joined:
            raise UserError(f"{where}: a second annotation for article {article!r}. Keep one.")
        joined[article] = replace(annotation, article=article)
    return Corpus(name, kept, joined, rejected, notes)


def usable(
    articles: Iterable[Article], on_bad: str, max_chars: int = MAX_CHARS
) -> Iterator[tuple[Article, str]]:
    """Yield every article with '' or why it cannot be used, its text then emptied; ids are distinct.

    Raises
    ------
    UserError
        At the first article without an id, with the id of another, or, under ``on_bad="stop"``, without
        a usable text.
    """
    if on_bad not in ("stop", "skip"):
        raise UserError(f"corpus.on_bad is {on_bad!r}. Allowed: stop, skip.")
    seen: dict[str, str] = {}
    for article in articles:
        if not article.id:
            raise UserError(
                f"{article.origin}: article without an id. Every row needs one; or derive ids from the"
                " texts with corpus.columns.id=null."
            )
        if article.id in seen:
            raise UserError(
                f"{article.origin}: id {article.id!r} was already used at {seen[article.id]}."
                " Ids must be distinct; or derive them from the texts with corpus.columns.id=null."
            )
        seen[article.id] = article.origin
        why = _unusable(article, max_chars)
        if why and on_bad == "stop":
            raise UserError(
                f"{article.origin}: article {article.id!r} {why}. Remove it, or set corpus.on_bad=skip"
                " to count it as failed and go on."
            )
        yield (replace(article, text="") if why else article), why


def _unusable(article: Article, max_chars: int) -> str:
    if not article.text.strip():
        return "is empty"
    if not any(map(str.isalpha, article.text)):
        return "holds no word"
    if len(article.text) > max_chars:
        return f"has {len(article.text):,} characters, more than corpus.max_chars={max_chars:,}"
    if furniture := only_furniture(article.text):
        return f"holds no prose, only page furniture ({', '.join(furniture)})"
    return ""
