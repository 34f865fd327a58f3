"""Every command the README shows is run as it stands, on files of the names it uses."""

from __future__ import annotations

import csv
import glob
import re
import shlex
from pathlib import Path

import pytest
import yaml
from realign_support import Command, small_corpus, write_jsonl

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown() -> list[str]:
    """Return the lines of the README's code blocks that start Python, without comments."""
    blocks = re.findall(r"```\n(.*?)```", README, re.DOTALL)
    lines = [re.sub(r"\s+# .*", "", line) for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("python -m ")]


def prepare(folder: Path) -> None:
    rows = small_corpus()
    write_jsonl(folder / "my_labelled.jsonl", rows)
    (folder / "my_codebook.yaml").write_text(
        (ROOT / "data" / "codebook.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    (folder / "my_articles").mkdir()
    for row in rows[:3]:
        (folder / "my_articles" / f"{row['id']}.txt").write_text(
            f"{row['title']}\n\n{row['text']}\n", encoding="utf-8"
        )
    with (folder / "news.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["id", "body", "topics"])
        table.writerows([r["id"], r["text"], "; ".join(r["topics"])] for r in rows)  # type: ignore[call-overload]


def test_the_two_commands_are_there() -> None:
    assert "pip install -e . && python -m nlp.run +task=summarize" in README
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


@pytest.mark.slow
def test_every_command_runs_in_the_order_shown(realign: Command, tmp_path: Path) -> None:
    prepare(tmp_path)
    commands = shown()
    assert len(commands) >= 8
    for command in commands:
        _, _, module, *arguments = shlex.split(command)
        paths = [sorted(glob.glob(a, root_dir=tmp_path)) if "*" in a else [a] for a in arguments]  # noqa: PTH207 - as a shell
        done = realign(*(p for found in paths for p in found), module=module)
        if "OWNER/NAME" in command:  # no network here: the mistake must still be one clear line
            assert done.returncode == 2 and "cannot be loaded" in done.stderr
        else:
            assert done.returncode == 0, f"{command}\n{done.stderr}"
