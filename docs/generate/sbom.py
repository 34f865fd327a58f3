"""The bill of materials ``sbom.cdx.json``: every package a user's install brings, with version and licence.

``python -m docs.generate.sbom``, in an environment that holds all extras. Read from the packages' own metadata;
the same environment gives the same bytes (no time, no serial number). Format: CycloneDX 1.6 (cyclonedx.org).
The extras ``dev`` and ``browser`` are for people who work on Realign, and are left out.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from importlib.metadata import Distribution, distribution
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from docs.generate.commands import ROOT

FILE = ROOT / "sbom.cdx.json"
NOT_SHIPPED = ("browser", "dev")
_NAMES = {  # what some packages say in place of an SPDX expression
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}
_SPDX = re.compile(r"[A-Z0-9][\w.+]*(-[\w.+]+)*( (AND|OR|WITH) [\w.+-]+)*")


def extras() -> dict[str, list[str]]:
    """Return what the base install ('') and each extra of a user's install ask for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"].items()
    return {"": project["dependencies"]} | {k: v for k, v in optional if k not in NOT_SHIPPED}


def closure(wanted: list[str]) -> dict[str, Distribution]:
    """Return the installed packages that some requirements bring on this machine, by normalised name.

    Raises ``PackageNotFoundError`` when one is not installed.
    """
    found: dict[str, Distribution] = {}
    done: set[tuple[str, str]] = set()
    waiting = [Requirement(text) for text in wanted]
    while waiting:
        requirement = waiting.pop()
        for extra in ("", *sorted(requirement.extras)):
            name = canonicalize_name(requirement.name)
            if (name, extra) not in done:
                done.add((name, extra))
                found[name] = distribution(name)
                waiting += needs(found[name], extra)
    return found


def needs(package: Distribution, extra: str = "") -> list[Requirement]:
    """Return what a package asks for on this machine."""
    asked = map(Requirement, package.requires or ())
    return [r for r in asked if r.marker is None or r.marker.evaluate({"extra": extra})]


def licence(package: Distribution) -> str:
    """Return a package's licence as SPDX where it says so, else in its own words."""
    told = package.metadata
    field = [line.strip() for line in str(told.get("License") or "").splitlines() if line.strip()]
    kinds = [
        c.rpartition(" :: ")[2] for c in told.get_all("Classifier") or () if c.startswith("License")
    ]
    for said in (
        told.get("License-Expression"),
        field[0] if len(field) == 1 else "",
        *sorted(kinds),
    ):
        known = _NAMES.get(str(said), str(said or ""))
        if _SPDX.fullmatch(known):
            return known
    return (field or kinds or ["not said"])[0]


def component(name: str, package: Distribution, users: list[str]) -> dict[str, Any]:
    """Return one package as CycloneDX has it."""
    said, version = licence(package), package.version.partition("+")[0]  # 2.13.0+cpu: the same code
    return {
        "type": "library",
        "bom-ref": name,
        "name": package.metadata["Name"],
        "version": version,
        "purl": f"pkg:pypi/{name}@{version}",
        "licenses": [
            {"expression": said} if _SPDX.fullmatch(said) else {"license": {"name": said}}
        ],
        "properties": [{"name": "realign:install", "value": user or "base"} for user in users],
    }


def bill() -> dict[str, Any]:
    """Return the whole bill of materials."""
    packages: dict[str, Distribution] = {}
    users: defaultdict[str, list[str]] = defaultdict(list)
    for extra, wanted in extras().items():
        for name, package in closure(wanted).items():
            packages[name] = package
            users[name].append(extra)
    ordered = sorted(packages)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    itself = {
        "type": "application",
        "bom-ref": "realign",
        "name": "realign",
        "version": project["version"],
    }
    own = sorted({canonicalize_name(Requirement(r).name) for rs in extras().values() for r in rs})
    edges = {n: sorted({canonicalize_name(r.name) for r in needs(packages[n])}) for n in ordered}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": [component(name, packages[name], users[name]) for name in ordered],
        "dependencies": [
            {"ref": ref, "dependsOn": on} for ref, on in {"realign": own, **edges}.items()
        ],
    }


if __name__ == "__main__":
    FILE.write_text(
        json.dumps(bill(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n"
    )
