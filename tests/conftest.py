"""Fixtures shared by all tests: the repository, small corpora made here, the command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from realign_support import Command, small_corpus, write_jsonl

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Keep benchmarks in one process: workers would swallow what they print, and disturb each other's times."""
    return 0 if config.option.markexpr == "benchmark" else None


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """Public data beside the checkout; tests that read it are skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("public corpora (../shared) are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def codebook() -> str:
    return str(ROOT / "data" / "codebook.yaml")


@pytest.fixture
def realign(tmp_path: Path) -> Command:
    """Run ``python -m nlp.run ARGS`` in an empty folder, as a user would; returns the process."""

    def command(
        *arguments: str, module: str = "nlp.run", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        variables = {k: v for k, v in os.environ.items() if k != "HYDRA_FULL_ERROR"}
        variables |= {"PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **(env or {})}
        return subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=tmp_path, env=variables, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip

    return command


@pytest.fixture
def corpus_file(tmp_path: Path) -> Path:
    """A labelled JSON Lines corpus of 24 articles."""
    path = tmp_path / "corpus.jsonl"
    write_jsonl(path, small_corpus())
    return path
