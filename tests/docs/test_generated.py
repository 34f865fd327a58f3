"""What the documentation takes from the code is as the code has it; nothing depends on the machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from docs.generate import commands, configuration, tree
from docs.generate.__main__ import BLOCKS, fresh, main, pages
from docs.generate.signatures import meanings, words
from docs.generate.yamls import CONFIGS, Yaml, group, read

GROUPS = sorted(path.name for path in CONFIGS.iterdir() if path.is_dir())
FILES = [(name, file) for name in GROUPS for file in group(name)]


def test_nothing_is_stale(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--check"])
    assert code == 0, capsys.readouterr().out  # it says: python -m docs.generate


def test_a_change_is_seen_and_refreshed() -> None:
    stale = "Before.\n<!-- generated: floors -->\nold\n<!-- end of generated -->\nAfter.\n"
    made = fresh(stale)
    assert "| floor | holds |" in made and "\nold\n" not in made
    assert made.startswith("Before.\n") and made.endswith("After.\n")
    assert fresh(made) == made


def test_every_kind_of_part_is_used() -> None:
    used = re.findall(
        r"<!-- generated: (\w+) -->\n", "".join(p.read_text("utf-8") for p in pages())
    )
    assert set(used) == set(BLOCKS)


@pytest.mark.parametrize(("name", "file"), FILES, ids=lambda v: v if isinstance(v, str) else v.name)
def test_every_option_has_a_type_and_a_meaning(name: str, file: Yaml) -> None:
    for row in configuration.rows(file, name):
        assert row.meaning, (
            f"{name}/{file.name}: say what {row.option} means, in the YAML or the docstring"
        )
        assert row.type and "`" not in row.default


def test_every_setting_of_a_run_has_a_meaning() -> None:
    bare = [o.path for o in read(CONFIGS / "run.yaml").options if not o.comment]
    assert bare == []


def test_help_is_independent_of_the_terminal() -> None:
    made = {}
    for width in ("40", "200"):
        done = subprocess.run(
            [sys.executable, "-c", "from docs.generate.commands import every; print(every())"],
            cwd=commands.ROOT, env={**os.environ, "COLUMNS": width, "FORCE_COLOR": "1"},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        made[width] = done.stdout
    assert made["40"] == made["200"]


def test_every_command_line_is_listed() -> None:
    assert commands.modules()[0] == "nlp.run"
    assert {"eval.compare", "eval.score", "nlp.guidelines"} <= set(commands.modules())


def test_phrases_are_first_sentences(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        '"""SetFit (Tunstall et al. 2022),\nin ``numpy``. More.\n\nElse."""\n', encoding="utf-8"
    )
    assert tree.phrase(file) == "SetFit (Tunstall et al. 2022), in numpy"


def test_comments_and_values_of_a_yaml(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text(
        '# @package _global_\n# What it is.\n# Needs: nothing.\na: "" # one\nb:  # two\n  c: [1, x]\n  d: null # three\n',
        encoding="utf-8",
    )
    found = read(file)
    assert found.header == "What it is. Needs: nothing."
    assert [(o.path, o.value, o.comment) for o in found.options] == [
        ("a", '""', "one"), ("b.c", "[1, x]", "two"), ("b.d", "null", "three")
    ]  # fmt: skip


def test_meanings_are_read_from_both_kinds_of_docstring() -> None:
    class Base:
        """Base. ``a`` (0 to 1): the first. ``zzz``: not one of its own."""

    class Own(Base):
        """Own.

        Parameters
        ----------
        b, c
            The others,
            on two lines.
        """

        def __init__(self, a: float = 0, b: int = 1, c: str = "") -> None: ...

    both = "The others, on two lines"
    assert meanings(Own) == {"a": "the first (0 to 1)", "b": both, "c": both}


@pytest.mark.parametrize(
    ("hint", "said"),
    [(int | None, "whole number or null"), (dict[str, str | None], "table of (text or null)"),
     (tuple[float, ...], "list of number")],
)  # fmt: skip
def test_types_in_words(hint: object, said: str) -> None:
    assert words(hint) == said
