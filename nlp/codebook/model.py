"""The codebook as values: topics, actors, stance labels, presence rule; frozen and typed.

>>> from nlp.codebook import load
>>> from nlp.paths import DATA
>>> [topic.id for topic in load(DATA / "codebook.yaml").topics]
['defence_cooperation', 'post_colonial_realignment', 'mercenary_activity']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Names = Mapping[str, str]  # language -> text
Terms = Mapping[str, tuple[str, ...]]  # language -> terms


@dataclass(frozen=True)
class Borderline:
    """A doubtful case and how the codebook decides it ('present' or 'absent')."""

    text: str
    verdict: str
    why: str


@dataclass(frozen=True)
class Topic:
    """One topic: its definition, what counts, its dictionary and the proposition stance is about."""

    id: str
    name: Names
    definition: str
    counts: tuple[str, ...]
    does_not_count: tuple[str, ...]
    borderline: tuple[Borderline, ...]
    terms: Terms
    proposition: str
    proposition_note: str
    hypothesis: Names


@dataclass(frozen=True)
class Actor:
    """A name that stands for a topic between two years (inclusive; ``None``: open)."""

    name: str
    topic: str
    aliases: Terms
    since: int | None
    until: int | None

    def active(self, date: str) -> bool:
        """Whether the name carried its meaning at ISO ``date``; unknown dates count as active."""
        year = int(date[:4]) if date[:4].isdigit() else None
        return year is None or (self.since or year) <= year <= (self.until or year)


@dataclass(frozen=True)
class Presence:
    """When a topic is present: the rules in words, and the numbers that models use."""

    rules: tuple[str, ...]
    lead_sentences: int
    min_sentences: int
    min_share: float


@dataclass(frozen=True)
class Codebook:
    """A whole codebook; ``digest`` identifies its content, whatever its layout."""

    name: str
    version: str
    languages: tuple[str, ...]
    presence: Presence
    topics: tuple[Topic, ...]
    actors: tuple[Actor, ...]
    stance_labels: tuple[str, ...]
    stance_default: str
    cues: Mapping[str, Terms]
    holder_rules: tuple[str, ...]
    digest: str

    @property
    def topic_ids(self) -> tuple[str, ...]:
        """Topic ids in the codebook's order."""
        return tuple(topic.id for topic in self.topics)

    def dictionary(self, topic: str, language: str, date: str = "") -> tuple[str, ...]:
        """Terms and active actor aliases of a topic; all languages when ``language`` is not covered."""
        languages = [language] if language in self.languages else list(self.languages)
        entry = next(t for t in self.topics if t.id == topic)
        actors = [a for a in self.actors if a.topic == topic and a.active(date)]
        sources = [entry.terms, *(actor.aliases for actor in actors)]
        return tuple(
            dict.fromkeys(t for lang in languages for s in sources for t in s.get(lang, ()))
        )
