"""The README says the two commands first, and its tree names what is there; ``tests/docs`` runs its commands."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_two_commands_are_there() -> None:
    use = "pip install -e . && python -m nlp.run +task=summarize"
    assert README.split("```\n")[1].strip() == use, "the first block is the command to use it"
    assert 'pip install -e ".[dev]" -c constraints.txt && pytest' in README
    assert 'pip install -e ".[dev]" -c constraints.txt && pytest' in (
        ROOT / ".ci" / "run"
    ).read_text(encoding="utf-8")


def test_the_tree_names_what_is_there() -> None:
    tree = README.split("## What is where")[1].split("```text\n")[1].split("```")[0]
    for name in re.findall(r"^(\S+)", tree, re.MULTILINE):
        assert (ROOT / name).exists(), name


def test_the_example_codebook_loads() -> None:
    assert yaml.safe_load((ROOT / "data" / "codebook.yaml").read_text(encoding="utf-8"))["topics"]
