"""The bill of materials is complete, pinned, and free of GPL; each check fails on a list that is not."""

from __future__ import annotations

import copy
import json
import re
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.generate.licences import said, users
from docs.generate.sbom import FILE, bill, closure, extras

ROOT = Path(__file__).resolve().parents[2]
BILL = json.loads(FILE.read_text(encoding="utf-8"))


def faults(found: dict[str, Any]) -> list[str]:
    """Return what is wrong with a bill of materials, as a reader of its licences must know it."""
    wrong = []
    pins = dict(
        re.findall(r"(?m)^([\w.-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"))
    )
    pinned = {canonicalize_name(name): version for name, version in pins.items()}
    listed = {package["bom-ref"]: package for package in found["components"]}
    for name, package in listed.items():
        if "GPL" in said(package) or said(package) in ("not said", "UNKNOWN"):
            wrong.append(f"{name}: licence {said(package)}")
        if pinned.get(name) != package["version"]:
            wrong.append(f"{name}: listed {package['version']}, pinned {pinned.get(name)}")
    for extra, wanted in extras().items():
        for name in (canonicalize_name(Requirement(text).name) for text in wanted):
            if (extra or "base") not in (users(listed[name]) if name in listed else ()):
                wrong.append(f"{name}: not listed under {extra or 'base'}")
    return wrong


def test_the_list_is_sound() -> None:
    assert faults(BILL) == []
    assert BILL["bomFormat"] == "CycloneDX" and BILL["specVersion"] == "1.6"
    refs = {package["bom-ref"] for package in BILL["components"]}
    assert all(set(edge["dependsOn"]) <= refs for edge in BILL["dependencies"])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda p: p.update(licenses=[{"expression": "GPL-3.0-or-later"}]),
            "licence GPL-3.0-or-later",
        ),
        (lambda p: p.update(licenses=[{"license": {"name": "GNU AGPLv3"}}]), "licence GNU AGPLv3"),
        (lambda p: p.update(licenses=[{"license": {"name": "not said"}}]), "licence not said"),
        (lambda p: p.update(version="0"), "listed 0, pinned"),
        (lambda p: p.update(properties=[]), "not listed under base"),
    ],
)
def test_an_unsound_list_is_found(change: Any, told: str) -> None:
    found = copy.deepcopy(BILL)
    change(next(p for p in found["components"] if p["bom-ref"] == "numpy"))
    assert any(told in line for line in faults(found))


@pytest.mark.skipif(
    sys.version_info[:2] != (3, 11) or sys.platform != "linux", reason="made on Linux, Python 3.11"
)
@pytest.mark.parametrize("extra", extras())
def test_nothing_that_is_installed_is_missing_from_it(extra: str) -> None:
    try:
        here = set(closure(extras()[extra]))
    except PackageNotFoundError as missing:
        pytest.skip(f"extra {extra!r} is not installed here ({missing})")
    assert here == {p["bom-ref"] for p in BILL["components"] if (extra or "base") in users(p)}


def test_made_twice_it_is_the_same() -> None:
    try:
        assert bill() == bill()
    except PackageNotFoundError as missing:
        pytest.skip(f"not every extra is installed here ({missing})")
