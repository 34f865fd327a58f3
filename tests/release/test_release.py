"""A release: wheel and sdist, installed in fresh environments, do the jobs from an empty folder.

One environment per Python the project supports; a Python that this machine lacks is reported as skipped.
``pytest -m release`` (needs a package index; a few minutes).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHONS = ("3.11", "3.12", "3.13")
pytestmark = pytest.mark.release


def interpreter(version: str) -> str:
    """Return a Python of this version: this one, one on PATH, or one that pyenv keeps; else skip."""
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        return sys.executable
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    kept = sorted(root.glob(f"versions/{version}.*/bin/python"))
    for found in (shutil.which(f"python{version}"), *map(str, reversed(kept))):
        # a pyenv shim is there even when its Python is not switched on
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    pytest.skip(f"this machine has no Python {version}")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Build the sdist, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(build, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = folder.glob("*.whl")
    (sdist,) = folder.glob("*.tar.gz")
    return {"wheel": wheel, "sdist": sdist}


class Installed:
    """A fresh environment with one build in it, and an empty folder to work in."""

    def __init__(self, folder: Path, python: str) -> None:
        subprocess.run([python, "-m", "venv", str(folder / "venv")], check=True)
        self.python = str(folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")
        self.work = folder / "empty"

    def install(self, *arguments: str) -> None:
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir()
        self.call("pip", "install", "-q", "-c", str(ROOT / "constraints.txt"), *arguments)
        self.call("pip", "check")

    def call(self, *arguments: str) -> str:
        """Run ``python -m ARGUMENTS`` in the empty folder; it must end well. Returns what it printed."""
        apart = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV"))}
        done = subprocess.run(
            [self.python, "-m", *arguments], cwd=self.work, env=apart | {"HF_HUB_OFFLINE": "1"},
            capture_output=True, text=True, timeout=900,
        )  # fmt: skip
        assert done.returncode == 0, f"{' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def latest(self, name: str) -> str:
        return str(max((self.work / "runs" / name).iterdir()).relative_to(self.work))


@pytest.mark.parametrize("version", PYTHONS)
def test_installed_it_does_the_jobs_from_an_empty_folder(
    version: str, built: dict[str, Path], tmp_path: Path
) -> None:
    fresh = Installed(tmp_path, interpreter(version))
    fresh.install(str(built["wheel"]))
    assert "torch" not in fresh.call("pip", "list")
    for task in ("summarize", "stance"):
        assert "Report: runs/" in fresh.call("nlp.run", f"+task={task}")
    compared = fresh.call("nlp.run", "-m", "+task=topic", "model=codebook,tfidf_lr")
    assert "Group 1: tfidf_lr" in compared and "Comparison: runs/topic/comparison/" in compared
    run = fresh.latest("topic/tfidf_lr")
    assert "scores reproduced" in fresh.call("eval.verify", run)
    (fresh.work / "my_articles").mkdir()
    text = (
        "Base to close\n\nThe two armies signed a defence pact. Instructors leave the base in May."
    )
    (fresh.work / "my_articles" / "one.txt").write_text(text, encoding="utf-8")
    mine = ("corpus=folder", "corpus.path=my_articles")
    assert "my_articles: 1 articles" in fresh.call("nlp.run", "+task=predict", f"run={run}", *mine)

    fresh.install("--force-reinstall", "--no-deps", str(built["sdist"]))
    assert "Report: runs/" in fresh.call("nlp.run", "+task=summarize")
    assert [p.name for p in fresh.work.iterdir()] == ["runs"]


def test_the_sdist_carries_tests_that_pass(built: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(built["sdist"]) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    wanted = ["tests/cli/test_jobs.py::test_the_three_jobs_on_the_bundled_corpus[topic]"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *wanted],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_both_carry_licence_and_data(built: dict[str, Path]) -> None:
    import zipfile

    wheel = zipfile.ZipFile(built["wheel"]).namelist()
    with tarfile.open(built["sdist"]) as archive:
        sdist = {name.partition("/")[2] for name in archive.getnames()}
    assert any(name.endswith("licenses/LICENSE") for name in wheel)
    for file in ("data/codebook.yaml", "data/README.md", "configs/run.yaml"):
        assert f"nlp/_{file}" in wheel and file in sdist
    assert {"LICENSE", "CITATION.cff", "constraints.txt", "tests/conftest.py"} <= sdist
    assert not [n for n in wheel if n.startswith("tests") or "__pycache__" in n]
