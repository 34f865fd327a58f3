"""A Parquet table made batch by batch, so that a killed job goes on where it stopped.

Each finished batch is a file named by its number and by a hash of what it was made from; a batch whose
file is there is not made again, and one whose input has changed is. ``join`` copies them, one at a time,
into the table: memory stays flat however long the job.

>>> parts = Parts(Path("runs/.partial/predict-1a2b"))  # doctest: +SKIP
>>> if not parts.has(0, digest): parts.add(0, digest, table)  # doctest: +SKIP
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class Parts:
    """The finished batches of one job, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def has(self, number: int, digest: str) -> bool:
        """Whether this batch, made from this input, is finished."""
        return self._file(number, digest).is_file()

    def add(self, number: int, digest: str, table: Any) -> None:
        """Keep a finished batch (a ``pyarrow.Table``); it is there whole, or not at all."""
        from pyarrow import parquet

        self.folder.mkdir(parents=True, exist_ok=True)
        file = self._file(number, digest)
        draft = file.with_suffix(".draft")
        parquet.write_table(table, draft, compression="zstd")
        draft.replace(file)

    def tables(self, digests: Sequence[str]) -> Iterator[Any]:
        """Yield the batches made from ``digests``, in order, one at a time."""
        from pyarrow import parquet

        for number, digest in enumerate(digests):
            yield parquet.read_table(self._file(number, digest), use_threads=False)

    def join(self, digests: Sequence[str], target: Path, schema: Any) -> None:
        """Write all batches into one table; each stays a row group of its own."""
        from pyarrow import parquet

        with parquet.ParquetWriter(target, schema, compression="zstd") as out:
            for table in self.tables(digests):
                out.write_table(table)

    def done(self) -> None:
        """Remove the batches: the joined table holds everything."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _file(self, number: int, digest: str) -> Path:
        return self.folder / f"{number:07d}-{digest[:16]}.parquet"
