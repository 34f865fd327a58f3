"""The licences of all that a user's install brings, from ``sbom.cdx.json`` (see ``docs.generate.sbom``)."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from docs.generate.markdown import code, table
from docs.generate.sbom import FILE


def components() -> list[dict[str, Any]]:
    """Return the packages of the bill of materials."""
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["components"]
    return found


def said(package: dict[str, Any]) -> str:
    """Return what a package says its licence is."""
    (licence,) = package["licenses"]
    return str(licence.get("expression") or licence["license"]["name"])


def users(package: dict[str, Any]) -> list[str]:
    """Return the installs that bring a package: 'base', or extras by name."""
    return [entry["value"] for entry in package["properties"] if entry["name"] == "realign:install"]


def licences() -> str:
    """Return how many packages have which licence, then every package."""
    every = components()
    counts = sorted(Counter(map(said, every)).items(), key=lambda pair: (-pair[1], pair[0]))
    rows = [[p["name"], p["version"], said(p), ", ".join(map(code, users(p)))] for p in every]
    return "\n\n".join(
        [
            table(["licence", "packages"], [[name, str(n)] for name, n in counts]),
            table(["package", "version", "licence", "comes with"], rows),
        ]
    )
