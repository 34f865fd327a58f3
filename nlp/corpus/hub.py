"""Any ``datasets`` dataset: a hub id, a local folder, or a local JSON Lines/CSV/Parquet file.

``python -m nlp.run +task=summarize corpus=hub corpus.path=owner/name corpus.columns.text=article``
Source: https://huggingface.co/docs/datasets/loading
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from nlp.corpus import rows
from nlp.corpus.build import MAX_CHARS, Corpus, Stream, build, usable
from nlp.corpus.table import each, from_rows, read_standoff
from nlp.corpus.votes import with_votes
from nlp.errors import UserError
from nlp.records import Annotation

_FILES = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}


class Hub:
    """A dataset by hub id or local path.

    Parameters
    ----------
    path
        Hub id ('owner/name'), a folder that ``datasets`` can load, or a local table.
    config, split
        Passed to ``datasets.load_dataset``; ``split: null`` takes all splits in order.
    columns
        Field -> column. ``id: null`` derives ids from the texts.
    annotations, votes, voters, language, limit, on_bad
        As for ``Table``.
    max_chars
        A longer article is oversized.
    name
        What reports call the corpus; '' takes the dataset's.
    missing_ok
        Standoff labels whose text hash is not in the dataset are counted in the notes, never guessed;
        False makes them a mistake.
    """

    def __init__(
        self,
        path: str | None,
        config: str | None = None,
        split: str | None = None,
        columns: Mapping[str, str | None] | None = None,
        annotations: str | None = None,
        votes: str | None = None,
        voters: str = "",
        missing_ok: bool = False,
        language: str = "",
        limit: int | None = None,
        on_bad: str = "stop",
        max_chars: int = MAX_CHARS,
        name: str = "",
    ) -> None:
        self.path = path
        self.config = config
        self.split = split
        self.columns = columns
        self.annotations = annotations
        self.votes = votes
        self.voters = voters
        self.missing_ok = missing_ok
        self.language = language
        self.limit = limit
        self.on_bad = on_bad
        self.max_chars = max_chars
        self.name = name

    def read(self) -> Corpus:
        """Load the dataset, map its columns and join standoff labels."""
        name, table = self._named()
        articles, inline = from_rows(table, self.columns, self.language)
        standoff, notes = self._standoff({a.digest for a in articles})
        corpus = build(
            name,
            articles,
            [*_merged(inline, standoff, {a.digest: a.id for a in articles})],
            on_bad=self.on_bad,
            max_chars=self.max_chars,
            notes=notes,
        )
        return with_votes(corpus, self.votes, self.voters)

    def stream(self) -> Stream:
        """Load the dataset and check articles one at a time."""
        name, table = self._named()
        articles = (article for article, _, _ in each(table, self.columns, self.language))
        return Stream(name, usable(articles, self.on_bad, self.max_chars))

    def _named(self) -> tuple[str, Iterator[rows.Row]]:
        """Return the corpus's name and its rows."""
        if not self.path:
            raise UserError(
                "No dataset given. Add corpus.path=OWNER/NAME (hub id) or a local path."
            )
        return self.name or Path(self.path).stem, islice(self._rows(), self.limit)

    def _rows(self) -> Iterator[rows.Row]:
        path = Path(str(self.path))
        if path.suffix in _FILES:
            yield from rows.read(path, _FILES[path.suffix])
            return
        for number, row in enumerate(self._dataset()):
            yield dict(row), f"{self.path}:row {number + 1}"

    def _dataset(self) -> Iterator[Mapping[str, Any]]:
        import datasets

        try:
            loaded = datasets.load_dataset(self.path, self.config, split=self.split)
        except (
            Exception
        ) as problem:  # datasets raises many types; each is the user's path or network
            raise UserError(
                f"Dataset {self.path!r} cannot be loaded ({type(problem).__name__}:"
                f" {str(problem).splitlines()[0][:120]}). Check the id and the network, or give a"
                " local file: corpus.path=FILE.jsonl."
            ) from None
        parts = loaded.values() if isinstance(loaded, dict) else [loaded]
        for part in parts:
            yield from part

    def _standoff(self, digests: set[str]) -> tuple[list[tuple[Annotation, str]], tuple[str, ...]]:
        if not self.annotations:
            return [], ()
        labels = list(read_standoff(self.annotations))
        found = [(label, where) for label, where in labels if label.article in digests]
        missing = len(labels) - len(found)
        if not missing or not self.missing_ok:
            return labels, ()
        return found, (
            f"{missing} of {len(labels)} labelled articles are not in this dataset, or their text has"
            " changed (no text with their hash): left out.",
        )


def _merged(
    inline: list[tuple[Annotation, str]],
    standoff: list[tuple[Annotation, str]],
    ids: Mapping[str, str],
) -> Iterator[tuple[Annotation, str]]:
    """Join labels from the rows (references) with standoff labels of the same article."""
    apart = {ids.get(label.article, label.article): (label, where) for label, where in standoff}
    for label, where in inline:
        other = apart.pop(label.article, None)
        if other is None:
            yield label, where
        else:
            yield replace(other[0], references=other[0].references or label.references), other[1]
    yield from apart.values()
