"""Rows of JSON Lines, CSV and Parquet files, each with where it stands, for messages.

CSV files saved by a spreadsheet work: byte-order mark, semicolons, quoted newlines.

>>> from nlp.paths import DATA
>>> row, where = next(read(DATA / "corpus" / "en.jsonl", "jsonl"))
>>> where.endswith("en.jsonl:1"), row["id"]
(True, 'en-001')
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nlp.errors import UserError

Row = tuple[dict[str, Any], str]  # values, 'file:line'


def read(path: Path, file_format: str, encoding: str = "utf-8-sig") -> Iterator[Row]:
    """Yield the rows of a table; ``file_format`` is 'jsonl', 'csv' or 'parquet'.

    Raises
    ------
    UserError
        For a missing file, bytes that are not ``encoding``, or a malformed line (file:line).
    """
    readers = {"jsonl": _jsonl, "csv": _csv, "parquet": _parquet}
    if not path.is_file():
        what = (
            "is a folder (for a folder of text files: corpus=folder)"
            if path.is_dir()
            else "not found"
        )
        raise UserError(
            f"File {what}: {path}. Give an existing {file_format} file: corpus.path=PATH."
        )
    try:
        yield from readers[file_format](path, encoding)
    except LookupError:
        raise UserError(
            f"Unknown encoding {encoding!r}. Try corpus.encoding=utf-8 or cp1252."
        ) from None
    except UnicodeDecodeError as problem:
        raise UserError(
            f"{path}: byte {problem.start} is not {encoding} text. Save the file as UTF-8, or name its"
            " encoding, e.g. corpus.encoding=cp1252."
        ) from None


def _jsonl(path: Path, encoding: str) -> Iterator[Row]:
    with path.open(encoding=encoding) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (json.JSONDecodeError, RecursionError) as problem:
                reason = getattr(problem, "msg", "nested too deeply")
                column = getattr(problem, "colno", 0)
                raise UserError(
                    f"{path}:{number}: malformed JSON at column {column} ({reason}). Every line must"
                    ' be one object such as {"id": "a1", "text": "…"}.'
                ) from None
            if not isinstance(row, dict):
                raise UserError(f"{path}:{number}: a {type(row).__name__}, not a JSON object.")
            yield row, f"{path}:{number}"


def _csv(path: Path, encoding: str) -> Iterator[Row]:
    csv.field_size_limit(2**31 - 1)
    with path.open(encoding=encoding, newline="") as lines:
        header = lines.readline()
        lines.seek(0)
        delimiter = max(",;\t", key=header.count)
        table = csv.DictReader(lines, delimiter=delimiter, restkey="")
        try:
            for row in table:
                if row.get(""):
                    raise UserError(
                        f"{path}:{table.line_num}: more fields than the header's"
                        f" {len(table.fieldnames or ())}. Quote fields that contain {delimiter!r}."
                    )
                yield row, f"{path}:{table.line_num}"
        except csv.Error as problem:
            raise UserError(f"{path}:{table.line_num}: malformed CSV ({problem}).") from None


def _parquet(path: Path, encoding: str) -> Iterator[Row]:
    import pyarrow as pa
    from pyarrow import parquet

    try:
        table = parquet.ParquetFile(path)
        number = 0
        for batch in table.iter_batches(batch_size=1024):
            for row in batch.to_pylist():
                number += 1
                yield row, f"{path}:row {number}"
    except pa.ArrowException as problem:
        raise UserError(f"{path}: not a readable Parquet file ({str(problem)[:80]}).") from None
