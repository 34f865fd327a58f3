"""The notebooks are numbered, stripped, listed, and run from top to bottom as a researcher would run them."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

# What a notebook's prose says of its outputs, as patterns: when one no longer holds, mend the prose.
TOLD = {
    "01": [r"346 articles, 287 stories", r"alpha\s+1\.000 \(the same in every resample", r"'source': \d+"],
    "02": [r"Group 1: .*\nGroup 2: ", r"detectable", r"earlier to later\s+0\.\d\d", r"scores reproduced"],
    "03": [r"It misses most on", r"too many: \d+ for \d+", r"fpr\s+interval", r"wrong decisions of 1038"],
    "04": [r"27 digests of 346 articles", r"salience\s+lead\s+oracle\s+annotators", r"\*\*1967-11\*\*"],
    "05": [r"40 articles, 40 stories", r"cannot be told apart", r"cannot be said", r"Food prices \(0\.\d\d\)"],
}  # fmt: skip


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    content = json.loads(path.read_text(encoding="utf-8"))
    return [cell for cell in content["cells"] if cell["cell_type"] == kind]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_numbered_without_gaps() -> None:
    assert [path.name[:3] for path in NOTEBOOKS] == [f"{n:02}_" for n in range(1, 6)]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_title_says_the_file_name_and_the_readme_lists_it(path: Path) -> None:
    title = source(cells(path, "markdown")[0]).splitlines()[0]
    words = re.sub(r"[^a-z0-9 ]", "", title.lower()).split()
    assert "_".join(words) == path.stem
    listed = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert f"[{title.removeprefix('# ')}]({path.name})" in listed


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_sections_are_numbered_and_the_last_says_what_not_to_conclude(path: Path) -> None:
    text = "\n".join(source(cell) for cell in cells(path, "markdown"))
    *sections, last = re.findall(r"(?m)^## (.*)$", text)
    assert [s.split(".")[0] for s in sections] == [str(n) for n in range(1, len(sections) + 1)]
    assert last == "What not to conclude"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_outputs_are_stripped(path: Path) -> None:
    for cell in cells(path, "code"):
        assert cell["outputs"] == [] and cell["execution_count"] is None
        assert cell["metadata"] == {}
    assert len(cells(path, "code")) <= 12 and path.stat().st_size < 16_000  # short


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_runs_from_top_to_bottom(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    before = sorted(FOLDER.iterdir())
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(FOLDER.parent))
    for name in ("TMPDIR", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path))
    notebook = nbformat.read(path, 4)
    for cell in notebook.cells:  # a shell command that fails would pass unseen
        cell.source = re.sub(r"(?m)^(!.*)$", r"\1\nassert _exit_code == 0", cell.source)
    place = {"metadata": {"path": str(FOLDER)}}
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3", resources=place).execute()
    assert sorted(FOLDER.iterdir()) == before
    shown = printed(notebook)
    for pattern in TOLD[path.name[:2]]:
        assert re.search(pattern, shown), pattern


def printed(notebook: Any) -> str:
    """Return everything the cells showed, as text."""
    outputs = [o for cell in notebook.cells for o in cell.get("outputs", ())]
    shown = [o.get("text", "") for o in outputs]
    for data in (o.get("data", {}) for o in outputs):
        shown += [data.get("text/markdown", ""), data.get("text/plain", "")]
    return "\n".join(shown)
