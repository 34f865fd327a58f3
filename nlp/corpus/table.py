"""Corpora in one table: JSON Lines, CSV or Parquet, with a column mapping and standoff labels.

``python -m nlp.run +task=topic corpus=csv corpus.path=news.csv corpus.columns.text=body``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from nlp.corpus import fields, rows
from nlp.corpus.build import MAX_CHARS, Corpus, Stream, build, usable
from nlp.corpus.votes import with_votes
from nlp.errors import UserError
from nlp.records import Annotation, Article

_PLAIN = {"id": "id", "text": "text"}
_STANDOFF = {name: name for name in fields.LABELS}


class Table:
    """A corpus in one file, or several files of one format.

    Parameters
    ----------
    path
        The table, or a list of tables with the same columns.
    format
        'jsonl', 'csv' or 'parquet'.
    columns
        Field -> column. ``id: null`` derives ids from the texts.
    annotations
        JSON Lines file of labels; each row names its article by ``article`` (id) or ``sha256``.
    votes
        JSON Lines file of what every annotator said before adjudication (see ``nlp.corpus.votes``).
    voters
        Who the annotators are, in words for the report.
    language
        ISO code for rows that name none; '' detects it from the text.
    encoding
        How CSV and JSON Lines files are encoded.
    limit
        Read only the first rows; None reads all.
    on_bad
        'stop' at an article that is empty, oversized or only page furniture, or 'skip' it (counted as failed).
    max_chars
        A longer article is oversized.
    name
        What reports call the corpus; '' takes the name of the (first) file.
    """

    def __init__(
        self,
        path: str | list[str] | None,
        format: str = "jsonl",
        columns: Mapping[str, str | None] | None = None,
        annotations: str | None = None,
        votes: str | None = None,
        voters: str = "",
        language: str = "",
        encoding: str = "utf-8-sig",
        limit: int | None = None,
        on_bad: str = "stop",
        max_chars: int = MAX_CHARS,
        name: str = "",
    ) -> None:
        self.path = path
        self.format = format
        self.columns = columns
        self.annotations = annotations
        self.votes = votes
        self.voters = voters
        self.language = language
        self.encoding = encoding
        self.limit = limit
        self.on_bad = on_bad
        self.max_chars = max_chars
        self.name = name

    def read(self) -> Corpus:
        """Read, check and join articles and labels."""
        name, table = self._rows()
        articles, inline = from_rows(table, self.columns, self.language)
        standoff = read_standoff(self.annotations) if self.annotations else ()
        corpus = build(
            name,
            articles,
            [*inline, *standoff],
            on_bad=self.on_bad,
            max_chars=self.max_chars,
            partial=self.limit is not None,
        )
        return with_votes(corpus, self.votes, self.voters)

    def stream(self) -> Stream:
        """Read and check articles one at a time."""
        name, table = self._rows()
        articles = (article for article, _, _ in each(table, self.columns, self.language))
        return Stream(name, usable(articles, self.on_bad, self.max_chars))

    def _rows(self) -> tuple[str, Iterator[rows.Row]]:
        """Return the corpus's name and its rows."""
        paths = [Path(p) for p in ([self.path] if isinstance(self.path, str) else self.path or [])]
        if not paths:
            raise UserError(f"No file given. Add corpus.path=FILE.{self.format}.")
        table = (row for path in paths for row in rows.read(path, self.format, self.encoding))
        return self.name or paths[0].stem, islice(table, self.limit)


def from_rows(
    table: Iterable[rows.Row], columns: Mapping[str, str | None] | None, language: str
) -> tuple[list[Article], list[tuple[Annotation, str]]]:
    """Turn rows into articles and the annotations found in the same rows."""
    mapping = fields.columns(columns or _PLAIN)
    articles: list[Article] = []
    labels: list[tuple[Annotation, str]] = []
    for article, row, where in each(table, columns, language):
        articles.append(article)
        label = fields.annotation(row, where, mapping, article.id)
        if label is not None:
            labels.append((label, where))
    return articles, labels


def each(
    table: Iterable[rows.Row], columns: Mapping[str, str | None] | None, language: str
) -> Iterator[tuple[Article, Mapping[str, Any], str]]:
    """Yield each row's article with the row and where it stands."""
    mapping = fields.columns(columns or _PLAIN)
    seen: dict[str, int] = {}
    for row, where in table:
        article = fields.article(row, where, mapping, language)
        if "id" not in mapping:  # identical texts get distinct ids: abc, abc-2, …
            seen[article.id] = seen.get(article.id, 0) + 1
            if seen[article.id] > 1:
                article = replace(article, id=f"{article.id}-{seen[article.id]}")
        yield article, row, where


def read_standoff(path: str) -> Iterator[tuple[Annotation, str]]:
    """Yield annotations kept apart from their texts."""
    for row, where in rows.read(Path(path), "jsonl"):
        key = row.get("article") or row.get("sha256")
        if not key:
            raise UserError(
                f"{where}: annotation names no article. Add 'article' (id) or 'sha256'."
            )
        label = fields.annotation(row, where, _STANDOFF, str(key))
        yield label or Annotation(str(key)), where
