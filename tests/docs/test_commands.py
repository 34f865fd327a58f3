"""Every command that README and docs show: it composes (fast), and it runs as it stands (slow).

Blocks marked ``<!-- not run: REASON -->`` are composed only; the slow test reports them with their reason.
"""

from __future__ import annotations

import argparse
import io
import sys
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from docs_support import PAGES, ROOT, SAMPLE, Shown, filled, prepare, shown

from docs.generate.commands import modules
from nlp.conf import check, locate, register
from nlp.paths import CONFIGS

EVERY = [command for page in PAGES for command in shown(page)]


class AcceptedError(Exception):
    """The arguments were read; nothing is to be done with them."""


def distinct(commands: list[Shown]) -> list[Shown]:
    return list({command.line: command for command in commands}.values())


@pytest.mark.parametrize("command", distinct(EVERY), ids=lambda c: f"{c.page}: {c.line[10:]}")
def test_it_composes(command: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    if command.module == "nlp.run":
        for overrides in alternatives(command.arguments):
            compose(overrides)
        return

    def parse(parser: argparse.ArgumentParser, arguments: Any = None, *rest: Any) -> None:
        read(parser, arguments, *rest)
        raise AcceptedError

    read = argparse.ArgumentParser.parse_args
    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", parse)
    with pytest.raises(AcceptedError):
        import_module(command.module).main(command.arguments)


def alternatives(arguments: list[str]) -> list[list[str]]:
    """Return the overrides of every run a command starts: ``-m model=a,b`` starts two."""
    if "--help" in arguments:
        return []
    if "-m" not in arguments:
        return [arguments]
    found: list[list[str]] = [[]]
    for argument in (a for a in arguments if a != "-m"):
        name, _, values = argument.partition("=")
        found = [[*done, f"{name}={value}"] for done in found for value in values.split(",")]
    return found


def compose(overrides: list[str]) -> None:
    """Compose, check types, and bind every node to the constructor it names."""
    from hydra import compose as made
    from hydra import initialize_config_dir
    from omegaconf import OmegaConf

    register()
    with initialize_config_dir(str(CONFIGS), version_base="1.3"):
        settings = check(made("run", overrides))
    locate(settings.job, "job")
    for node in (settings.task, settings.corpus, settings.model, settings.split):
        if node:
            bind(OmegaConf.to_container(node) if OmegaConf.is_config(node) else node)
    for node in (settings.metric or {}).values():
        bind(node)


def bind(node: dict[str, Any]) -> None:
    import inspect

    options = {k: v for k, v in node.items() if k != "_target_"}
    if "_target_" in node:
        inspect.signature(locate(node["_target_"], "docs")).bind_partial(**options)


def test_every_command_line_is_shown_somewhere() -> None:
    for_developers = {"nlp.datasheet", "nlp.quality"}  # they make files that ship with the project
    assert set(modules()) <= {command.module for command in EVERY} | for_developers


def test_what_is_not_run_says_why() -> None:
    bare = [c for c in EVERY if c.why and len(c.why) < 12]
    assert not bare
    assert {c.page for c in EVERY if c.why} >= {"docs/language_models.md", "docs/start.md"}
    assert sum(not c.why for c in EVERY) >= 60, "most commands must be run"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_it_runs(page: Path, tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    prepare(tmp_path)
    asked = [command for command in distinct(shown(page)) if not command.why]
    ended = {command.line: run(command, tmp_path, monkeypatch) for command in asked}
    assert not {line: wrong for line, wrong in ended.items() if wrong}


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [  # skipped rather than left out, so that the summary names each with its reason
        pytest.param(c, marks=pytest.mark.skip(reason=f"{c.page}: {c.why}"), id=c.line[10:])
        for c in distinct(EVERY)
        if c.why
    ],
)
def test_it_runs_where_all_it_needs_is_there(
    command: Shown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not run(command, tmp_path, monkeypatch)


def run(command: Shown, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run one command in this process, which saves its start-up; return what went wrong, '' for nothing."""
    arguments = [part for a in command.arguments for part in filled(a, folder)]
    if command.module == "nlp.run" and "--help" not in arguments:
        arguments += quick(arguments)
    monkeypatch.setattr(sys, "argv", [command.module, *arguments])
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = import_module(command.module).main(
            *([] if command.module == "nlp.run" else [arguments])
        )
    if code != 0:
        return f"exit code {code}: {err.getvalue()}"
    return "" if out.getvalue().strip() or "--out" in arguments else "it said nothing"


def quick(arguments: list[str]) -> list[str]:
    """Return options that leave what a run does as it is, on fewer articles, resamples and draws."""
    draws = ["curve.draws=5"] if "+task=learning_curve" in arguments else []
    given = {name for name, _, _ in (a.partition("=") for a in arguments)}
    few = [] if "interval.resamples" in given else ["interval.resamples=100"]
    bundled = not given & {"corpus", "run"} and "+task=digest" not in arguments
    return [*few, *draws, *(SAMPLE if bundled else ())]
