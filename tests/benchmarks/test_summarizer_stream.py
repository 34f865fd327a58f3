"""A stream of articles summarized from the command line: memory must not grow with their number.

``pytest -m benchmark -s tests/benchmarks/test_summarizer_stream.py`` prints peak memory and articles per second of
``+task=predict of=summarize`` on 10,000 and on 100,000 articles: the bundled ones again and again, each with a
sentence of its own, so that none is a copy. Figures are printed, not asserted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp.paths import DATA

pytestmark = pytest.mark.benchmark

MEASURED = (
    "import resource, sys; from nlp.run import main; sys.argv[0] = 'nlp.run'; code = main();"
    " print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024); sys.exit(code)"
)


def articles(number: int) -> Iterator[str]:
    """Yield JSON Lines, in flat memory too."""
    own = [
        json.loads(line)
        for language in ("en", "fr")
        for line in (DATA / "corpus" / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for i in range(number):
        row = own[i % len(own)]
        text = f"{row['text']} Report {i % 300} of district {i // 300} was filed."
        yield json.dumps({"id": f"a{i}", "text": text, "language": row["language"]}) + "\n"


@pytest.mark.parametrize("number", [1_000, 10_000, 100_000])
def test_memory_and_speed(number: int, root: Path, tmp_path: Path) -> None:
    with (tmp_path / "news.jsonl").open("w", encoding="utf-8") as out:
        out.writelines(articles(number))
    start = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "+task=predict", "of=summarize", "corpus=jsonl", "corpus.path=news.jsonl"],
        cwd=tmp_path, env={"PYTHONPATH": str(root), "PATH": "", "HOME": str(tmp_path)}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    took = time.monotonic() - start
    assert done.returncode == 0, done.stderr
    peak = done.stdout.split()[-1]
    print(f"\n{number:8,} articles: peak {peak} MiB, {number / took:,.0f} articles/s")
