"""Reading a codebook from YAML; every complaint names the file, the field and what is allowed.

>>> load("missing.yaml")
Traceback (most recent call last):
nlp.errors.UserError: Codebook not found: missing.yaml. Give a YAML file: codebook=PATH.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

import yaml

from nlp.codebook.model import Actor, Borderline, Codebook, Names, Presence, Terms, Topic
from nlp.errors import UserError, did_you_mean


def load(path: str | Path) -> Codebook:
    """Read and validate a codebook.

    Raises
    ------
    UserError
        Naming file, field, the bad value and what is allowed.
    """
    file = Path(path)
    if not file.is_file():
        raise UserError(f"Codebook not found: {file}. Give a YAML file: codebook=PATH.")
    try:
        data = yaml.load(file.read_text(encoding="utf-8-sig"), _LOADER)
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        where = getattr(problem, "problem_mark", None)
        line = f":{where.line + 1}" if where else ""
        reason = getattr(problem, "problem", None) or "not UTF-8 text"
        raise UserError(f"{file}{line}: not a readable YAML codebook ({reason}).") from None
    return _Reader(str(file)).codebook(data)


# libyaml reads ten times faster, where PyYAML was built with it
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Reader:
    """Turns plain YAML values into typed ones; every complaint names the file and the field."""

    def __init__(self, file: str) -> None:
        self.file = file

    def codebook(self, data: Any) -> Codebook:
        root = self.mapping(data, "the file")
        languages = self.strings(root, "languages", "")
        topics = tuple(
            self.topic(t, i, languages) for i, t in enumerate(self.entries(root, "topics", ""))
        )
        if not topics:
            self.fail("topics", [], " Allowed: a list with at least one topic.")
        self.distinct([t.id for t in topics], "topics")
        stance = self.mapping(root.get("stance", {}), "stance")
        labels = self.strings(stance, "labels", "stance.")
        default = str(stance.get("default", labels[-1]))
        if default not in labels:
            self.fail("stance.default", default, did_you_mean(default, labels))
        return Codebook(
            name=self.text(root, "name", ""),
            version=self.text(root, "version", ""),
            languages=languages,
            presence=self.presence(self.mapping(root.get("presence", {}), "presence")),
            topics=topics,
            actors=tuple(
                self.actor(a, i, [t.id for t in topics])
                for i, a in enumerate(root.get("actors", []))
            ),
            stance_labels=labels,
            stance_default=default,
            cues={
                label: self.terms(stance.get("cues", {}).get(label, {}), f"stance.cues.{label}")
                for label in labels
            },
            holder_rules=tuple(
                map(str, self.mapping(root.get("holders", {}), "holders").get("rules", []))
            ),
            digest=hashlib.sha256(repr(_plain(root)).encode()).hexdigest(),
        )

    def topic(self, data: Any, index: int, languages: tuple[str, ...]) -> Topic:
        at = f"topics[{index}]."
        node = self.mapping(data, at[:-1])
        stance = self.mapping(node.get("stance", {}), at + "stance")
        terms = self.terms(node.get("terms", {}), at + "terms")
        for language in terms:
            if language not in languages:
                self.fail(at + "terms", language, did_you_mean(language, languages))
        identifier = self.text(node, "id", at)
        if not identifier.isidentifier():
            self.fail(
                at + "id", identifier, " Allowed: letters, digits and '_', e.g. 'asylum_policy'."
            )
        return Topic(
            id=identifier,
            name=self.names(node.get("name", identifier), languages),
            definition=self.text(node, "definition", at),
            counts=tuple(map(str, node.get("counts", []))),
            does_not_count=tuple(map(str, node.get("does_not_count", []))),
            borderline=tuple(
                self.borderline(b, f"{at}borderline[{i}]")
                for i, b in enumerate(node.get("borderline", []))
            ),
            terms=terms,
            proposition=self.text(stance, "proposition", at + "stance."),
            proposition_note=str(stance.get("note", "")),
            hypothesis=self.names(stance.get("hypothesis", stance["proposition"]), languages),
        )

    def borderline(self, data: Any, at: str) -> Borderline:
        node = self.mapping(data, at)
        verdict = self.text(node, "verdict", at + ".")
        if verdict not in ("present", "absent"):
            self.fail(at + ".verdict", verdict, did_you_mean(verdict, ("present", "absent")))
        return Borderline(self.text(node, "text", at + "."), verdict, str(node.get("why", "")))

    def actor(self, data: Any, index: int, topics: list[str]) -> Actor:
        at = f"actors[{index}]"
        node = self.mapping(data, at)
        topic = self.text(node, "topic", at + ".")
        if topic not in topics:
            self.fail(at + ".topic", topic, did_you_mean(topic, topics))
        return Actor(
            self.text(node, "name", at + "."),
            topic,
            self.terms(node.get("aliases", {}), at + ".aliases"),
            self.year(node, "from", at),
            self.year(node, "to", at),
        )

    def presence(self, node: Mapping[str, Any]) -> Presence:
        share = node.get("min_share", 0.15)
        if not isinstance(share, int | float) or not 0 <= share <= 1:
            self.fail("presence.min_share", share, " Allowed: a number from 0 to 1.")
        return Presence(
            tuple(map(str, node.get("rules", []))),
            int(node.get("lead_sentences", 2)),
            int(node.get("min_sentences", 3)),
            float(share),
        )

    def terms(self, data: Any, at: str) -> Terms:
        node = self.mapping(data, at)
        return {
            str(k): tuple(str(t).lower() for t in self.entries(node, k, at + ".")) for k in node
        }

    def names(self, value: Any, languages: tuple[str, ...]) -> Names:
        return (
            {str(k): str(v) for k, v in value.items()}
            if isinstance(value, dict)
            else dict.fromkeys(languages, str(value))
        )

    def year(self, node: Mapping[str, Any], key: str, at: str) -> int | None:
        value = node.get(key)
        if value is not None and not isinstance(value, int):
            self.fail(f"{at}.{key}", value, " Allowed: a year such as 2014, or nothing.")
        return value

    def text(self, node: Mapping[str, Any], key: str, at: str) -> str:
        value = node.get(key)
        if not isinstance(value, str | int | float) or not str(value).strip():
            self.fail(at + key, value, " Allowed: a non-empty text.")
        return str(value)

    def strings(self, node: Mapping[str, Any], key: str, at: str) -> tuple[str, ...]:
        values = tuple(map(str, self.entries(node, key, at)))
        if not values:
            self.fail(at + key, values, " Allowed: a list with at least one entry.")
        self.distinct(list(values), at + key)
        return values

    def entries(self, node: Mapping[str, Any], key: str, at: str) -> list[Any]:
        value = node.get(key)
        if not isinstance(value, list):
            self.fail(at + key, value, " Allowed: a list.")
        return [*value]

    def mapping(self, value: Any, at: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            self.fail(at, value, " Allowed: a mapping of fields.")
        return dict(value)

    def distinct(self, values: list[str], at: str) -> None:
        doubled = sorted({v for v in values if values.count(v) > 1})
        if doubled:
            self.fail(at, doubled[0], " It is there twice: keep one.")

    def fail(self, at: str, value: Any, allowed: str) -> NoReturn:
        raise UserError(f"{self.file}: {at} is {value!r}.{allowed}")


def _plain(value: Any) -> Any:
    """Return ``value`` with mappings sorted, so that the digest ignores the file's layout."""
    if isinstance(value, dict):
        return sorted((str(k), _plain(v)) for k, v in value.items())
    return [_plain(v) for v in value] if isinstance(value, list) else value
