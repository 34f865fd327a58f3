from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from nlp.parts import Parts


def test_batches_are_kept_joined_in_order_and_removed(tmp_path: Path) -> None:
    parts = Parts(tmp_path / "job")
    parts.add(1, "b" * 64, pa.table({"n": [3]}))
    parts.add(0, "a" * 64, pa.table({"n": [1, 2]}))
    assert parts.has(0, "a" * 64) and not parts.has(0, "b" * 64) and not parts.has(2, "a" * 64)
    again = Parts(tmp_path / "job")
    digests = ["a" * 64, "b" * 64]
    again.join(digests, tmp_path / "all.parquet", pa.schema([("n", pa.int64())]))
    file = parquet.ParquetFile(tmp_path / "all.parquet")
    assert file.read().to_pydict() == {"n": [1, 2, 3]} and file.num_row_groups == 2
    again.done()
    assert not (tmp_path / "job").exists()


def test_a_torn_draft_is_not_a_finished_batch(tmp_path: Path) -> None:
    parts = Parts(tmp_path)
    (tmp_path / f"{0:07d}-{'a' * 16}.draft").write_bytes(b"PAR1 half a file")
    assert not parts.has(0, "a" * 64)
