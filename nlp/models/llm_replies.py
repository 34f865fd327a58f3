"""A chat endpoint's reply as a value, and the probabilities its tokens hold.

The decision stands in known places of the JSON answer. The token there has alternatives with
log-probabilities (``top_logprobs``); what they give each possible decision, over what they give all of them,
is its probability. Endpoints that ignore ``logprobs`` yield none, and neither do labels that begin alike.

>>> token = Token("true", {"true": -0.105, "false": -2.303})
>>> share(token.alternatives, ("true", "false"))["true"]  # 0.9 / (0.9 + 0.1)
0.9...
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Self

from nlp.records import LabelSet

_REFUSES = re.compile(
    r"\s*(?:I['’]?m sorry|sorry\b|I (?:can['’]?t|cannot|won['’]?t|am (?:unable|not able)|must decline)"
    r"|as an AI\b|(?:désolée?\b|je (?:suis désolée?|regrette|ne peux pas|ne suis pas en mesure)))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """One token of a reply, with the log-probabilities of the tokens that might have stood there."""

    text: str
    alternatives: Mapping[str, float]


@dataclass(frozen=True)
class Reply:
    """What a chat endpoint answered."""

    text: str
    finish: str = "stop"
    refusal: str = ""
    tokens: tuple[Token, ...] = ()  # empty when the endpoint gives none

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> Self:
        """Read the body of a chat completion; another shape raises ``ValueError``."""
        try:
            choice = body["choices"][0]
            message = choice["message"]
            rows = (choice.get("logprobs") or {}).get("content") or []
            tokens = [
                Token(
                    str(r["token"]),
                    {str(a["token"]): float(a["logprob"]) for a in r["top_logprobs"]},
                )
                for r in rows
            ]
            content = message.get("content") or ""
            if isinstance(content, list):  # in parts, as the API also allows
                content = "".join(part["text"] for part in content if part.get("type") == "text")
            if not isinstance(content, str):
                raise TypeError(f"content is no text but {type(content).__name__}")
            finish, refusal = choice.get("finish_reason") or "", message.get("refusal") or ""
            return cls(content, str(finish), str(refusal), tuple(tokens))
        except (LookupError, TypeError, AttributeError, ValueError) as problem:
            raise ValueError(f"{type(problem).__name__}: {problem}") from None

    @property
    def declined(self) -> str:
        """Why the model gives no answer, in its own words where it says so; '' when it answers."""
        refuses = "}" not in self.text and _REFUSES.match(self.text)
        if not (self.refusal or refuses or self.finish == "content_filter"):
            return ""
        return " ".join((self.refusal or self.text or self.finish).split())[:160]


def probabilities(reply: Reply, labels: LabelSet) -> dict[str, float] | None:
    """Return label -> probability, or None where the tokens do not tell them all."""
    if labels.exclusive:
        return _share_at(reply, r'"stance"\s*:\s*"', labels.names)
    found = {}
    for name in labels.names:
        place = rf'"topic"\s*:\s*"{re.escape(name)}"\s*,\s*"present"\s*:\s*'
        sides = _share_at(reply, place, ("true", "false"))
        if sides is None:
            return None
        found[name] = sides["true"]
    return found


def _share_at(reply: Reply, place: str, choices: Sequence[str]) -> dict[str, float] | None:
    """Return the shares of the token right after the first match of ``place``."""
    match = re.search(place, reply.text)
    if match is None or "".join(t.text for t in reply.tokens) != reply.text:
        return None
    ends = accumulate(len(t.text) for t in reply.tokens)
    token = next((t for t, end in zip(reply.tokens, ends, strict=True) if end > match.end()), None)
    return share(token.alternatives, choices) if token else None


def share(alternatives: Mapping[str, float], choices: Sequence[str]) -> dict[str, float] | None:
    """Return each choice's share of the probability of all choices; None when tokens fit several."""
    mass = dict.fromkeys(choices, 0.0)
    for text, log in alternatives.items():
        start = text.strip(' "\n\t')
        fits = [c for c in choices if start and (c.startswith(start) or start.startswith(c))]
        if len(fits) > 1:
            return None
        if fits:
            mass[fits[0]] += math.exp(min(log, 0.0))
    total = sum(mass.values())
    return {choice: m / total for choice, m in mass.items()} if total > 0 else None
