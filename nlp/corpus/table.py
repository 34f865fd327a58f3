"""Corpora in one table: JSON Lines, CSV or Parquet, with a column mapping and standoff labels.

``python -m nlp.run +task=topic corpus=csv corpus.path=news.csv corpus.columns.text=body``
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from nlp.corpus import fields, rows
from nlp.corpus.build import MAX_CHARS, Corpus, build
from nlp.errors import UserError
from nlp.records import Annotation, Article

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
    language
        ISO code for rows that name none; '' detects it from the text.
    on_bad
        'stop' at an empty or oversized article, or 'skip' it (counted as failed).
    """

    def __init__(
        self,
        path: str | list[str] | None,
        format: str = "jsonl",
        columns: Mapping[str, str | None] | None = None,
        annotations: str | None = None,
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
        self.language = language
        self.encoding = encoding
        self.limit = limit
        self.on_bad = on_bad
        self.max_chars = max_chars
        self.name = name

    def read(self) -> Corpus:
        """Read, check and join articles and labels."""
        paths = [Path(p) for p in ([self.path] if isinstance(self.path, str) else self.path or [])]
        if not paths:
            raise UserError(f"No file given. Add corpus.path=FILE.{self.format}.")
        table = (row for path in paths for row in rows.read(path, self.format, self.encoding))
        articles, inline = from_rows(islice(table, self.limit), self.columns, self.language)
        standoff = read_standoff(self.annotations) if self.annotations else ()
        return build(
            self.name or paths[0].stem,
            articles,
            [*inline, *standoff],
            on_bad=self.on_bad,
            max_chars=self.max_chars,
        )


def from_rows(
    table: Iterable[rows.Row], columns: Mapping[str, str | None] | None, language: str
) -> tuple[list[Article], list[tuple[Annotation, str]]]:
    """Turn rows into articles and the annotations found in the same rows."""
    mapping = fields.columns(columns or {"id": "id", "text": "text"})
    articles: list[Article] = []
    labels: list[tuple[Annotation, str]] = []
    seen: dict[str, int] = {}
    for row, where in table:
        article = fields.article(row, where, mapping, language)
        if "id" not in mapping:  # identical texts get distinct ids: abc, abc-2, …
            seen[article.id] = seen.get(article.id, 0) + 1
            if seen[article.id] > 1:
                article = replace(article, id=f"{article.id}-{seen[article.id]}")
        articles.append(article)
        label = fields.annotation(row, where, mapping, article.id)
        if label is not None:
            labels.append((label, where))
    return articles, labels


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
