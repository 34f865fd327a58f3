"""The papers around the code agree with it: version, container, ignored files, conduct, hooks."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


PROJECT = tomllib.loads(text("pyproject.toml"))["project"]


def test_one_version_everywhere() -> None:
    (newest, *_) = re.findall(
        r"(?m)^## (\S+) \((?:unreleased|\d{4}-\d\d-\d\d)\)$", text("CHANGELOG.md")
    )
    assert newest == PROJECT["version"] == yaml.safe_load(text("CITATION.cff"))["version"]
    assert json.loads(text("sbom.cdx.json"))["metadata"]["component"]["version"] == newest


def test_a_tag_is_the_version() -> None:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git checkout")
    done = subprocess.run(
        ["git", "-C", str(ROOT), "tag", "--points-at", "HEAD"], capture_output=True, text=True, check=True
    )  # fmt: skip
    tags = [tag for tag in done.stdout.split() if re.fullmatch(r"v\d.*", tag)]
    if not tags:
        pytest.skip("this commit is not a release: no tag v… on it")
    assert tags == [f"v{PROJECT['version']}"]
    assert f"## {PROJECT['version']} (unreleased)" not in text("CHANGELOG.md")


def test_the_supported_pythons_are_those_named() -> None:
    named = re.findall(r"Python :: (3\.\d+)", " ".join(PROJECT["classifiers"]))
    assert PROJECT["requires-python"] == f">={named[0]},<3.{int(named[-1][2:]) + 1}"
    assert f"Python {named[0]} to {named[-1]}" in text("README.md")


def test_the_container_follows_the_two_commands() -> None:
    recipe = text("Dockerfile")
    start = [json.loads(x) for x in re.findall(r"(?m)^(?:ENTRYPOINT|CMD) (\[.*\])$", recipe)]
    develop, *use = [" ".join(words) for words in start]
    readme = text("README.md")
    assert f"pip install -e . && {' '.join(use)}\n" in readme
    assert f'pip install -e ".[dev]" -c constraints.txt && {develop}\n' in readme
    assert "RUN pip install -e . -c constraints.txt" in recipe
    assert 'RUN pip install -e ".[dev]" -c constraints.txt' in recipe
    assert f"FROM python:{PROJECT['requires-python'][2:6]}-slim" in recipe
    assert recipe.index("USER realign") < recipe.index("RUN pip")


def test_a_container_is_sent_nothing_that_git_ignores() -> None:
    assert set(text(".dockerignore").splitlines()) >= {".git/", *text(".gitignore").splitlines()}


@pytest.mark.parametrize("name", ["SECURITY.md", "CODE_OF_CONDUCT.md", "DUAL_USE.md"])
def test_the_readme_names_it(name: str) -> None:
    assert f"]({name})" in text("README.md")


def test_what_security_promises_is_there() -> None:
    promised = text("SECURITY.md")
    code = "\n".join(
        p.read_text(encoding="utf-8") for d in ("nlp", "eval") for p in (ROOT / d).rglob("*.py")
    )
    assert "never pickled" in promised and "import pickle" not in code
    assert (
        "`trust_remote_code` is nowhere switched on" in promised
        and "trust_remote_code=True" not in code
    )
    unsafe = r"yaml\.(unsafe_load|full_load|C?(Full|Unsafe)?Loader)\b"
    assert "YAML is read as plain data" in promised and not re.search(unsafe, code)
    assert "Content-Security-Policy" in promised
    assert "Content-Security-Policy" in text("eval/report/templates/page.html.j2")


def test_the_hooks_are_what_ci_runs() -> None:
    hooks = yaml.safe_load(text(".pre-commit-config.yaml"))["repos"][0]["hooks"]
    ci = text(".ci/run")
    for hook in hooks:
        assert f"\n{hook['entry'].removesuffix(' --fix')}" in ci
    valid = [
        sys.executable,
        "-m",
        "pre_commit",
        "validate-config",
        str(ROOT / ".pre-commit-config.yaml"),
    ]
    pytest.importorskip("pre_commit")
    assert subprocess.run(valid, capture_output=True).returncode == 0
