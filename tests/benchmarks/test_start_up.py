"""Whole-process times: the main job, ``--help`` and ``eval.compare``, beside named peers.

``pytest -m benchmark -s tests/benchmarks`` prints them; nothing is asserted about time.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BARE = """
import hydra
@hydra.main(version_base=None, config_path=None)
def app(cfg): pass
app()
"""


def cpu(arguments: list[str], folder: Path, repeat: int = 5) -> tuple[float, float]:
    """Return the least CPU seconds and the least wall seconds of a process, over ``repeat`` starts."""
    best = (float("inf"), float("inf"))
    env = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    for _ in range(repeat):
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [sys.executable, *arguments], cwd=folder, env=env, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr[-800:]
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = (min(best[0], used), min(best[1], time.perf_counter() - start))
    return best


@pytest.mark.benchmark
def test_help_against_a_bare_hydra_app(tmp_path: Path) -> None:
    (tmp_path / "bare.py").write_text(BARE)
    bare = cpu(["bare.py", "--help"], tmp_path)
    ours = cpu(["-m", "nlp.run", "--help"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["bare.py"], "help leaves nothing behind"
    print(
        f"\n--help: {ours[0]:.2f} s CPU, bare Hydra app {bare[0]:.2f} s: ratio {ours[0] / bare[0]:.2f} (aim <= 1.2)"
    )


@pytest.mark.benchmark
@pytest.mark.parametrize("task", ["summarize", "topic", "stance"])
def test_the_jobs(tmp_path: Path, task: str) -> None:
    used, wall = cpu(["-m", "nlp.run", f"+task={task}"], tmp_path, repeat=2)
    assert len(list(tmp_path.rglob("report.html"))) == 2
    print(
        f"\n+task={task} on the bundled corpus: {used:.1f} s CPU, {wall:.1f} s wall (aim for summarize: < 10 s CPU)"
    )


@pytest.mark.benchmark
def test_compare_against_importing_numpy(tmp_path: Path) -> None:
    for model in ("codebook", "majority"):
        cpu(["-m", "nlp.run", "+task=topic", f"model={model}", "baselines=[]"], tmp_path, repeat=1)
    runs = [str(p.parent) for p in tmp_path.rglob("run.json")]
    assert len(runs) == 2
    numpy = cpu(["-c", "import numpy"], tmp_path)
    read = cpu(["-c", f"from nlp.store import read_run; [read_run(p) for p in {runs!r}]"], tmp_path)
    start = cpu(["-m", "eval.compare", "--help"], tmp_path)
    whole = cpu(["-m", "eval.compare", *runs], tmp_path)
    print(
        f"\neval.compare: import {start[0]:.2f} s CPU, import numpy {numpy[0]:.2f} s: ratio {start[0] / numpy[0]:.2f}"
        f" (aim < 2); reading two runs {read[0]:.2f} s; whole command {whole[0]:.2f} s"
    )
