"""From a language model's reply to a prediction: form, labels and evidence are all checked.

A reply that is not the JSON asked for, or names a label outside the codebook, is unparsed; one that declines
is an abstention. A quote counts as evidence only where it stands in the article word for word (white space
and the shape of quotation marks and dashes aside) and, for the outlet's stance, where the outlet itself speaks;
others are dropped and counted in the note.

>>> from nlp.records import Article, Example, LabelSet
>>> example = Example("a#peace", Article("a", "A welcome\\nstep."), "peace")
>>> reply = Reply('{"stance": "favour", "quotes": ["A welcome step.", "Never said."]}')
>>> answer = read(reply, example, LabelSet(("favour", "against"), True))
>>> answer.scores, answer.evidence[0].end, answer.note
({'favour': 1.0, 'against': 0.0}, 15, 'quotes that are not in the article: 1')
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, Literal

from nlp.models.llm_replies import Reply, probabilities
from nlp.models.voices import outlet_speaks
from nlp.records import Article, Evidence, Example, LabelSet, Outcome, Prediction

_ALIKE = ("'’‘", "-–—‑", '"“”„«»')


def schema(labels: LabelSet) -> dict[str, Any]:
    """Return the ``response_format`` that asks for the answer as JSON of the right shape."""
    form = {"name": "answer", "strict": True, "schema": _form(labels).model_json_schema()}
    return {"type": "json_schema", "json_schema": form}


def read(reply: Reply, example: Example, labels: LabelSet) -> Prediction:
    """Return the reply as a prediction: scored, abstained or unparsed."""
    from pydantic import ValidationError

    text = reply.text[max(reply.text.find("{"), 0) : reply.text.rfind("}") + 1]
    if why := reply.declined:
        return Prediction(example.id, outcome=Outcome.ABSTAINED, note=f"the model declines: {why}")
    try:
        given = _form(labels).model_validate_json(text)
    except ValidationError as problem:
        return Prediction(example.id, outcome=Outcome.UNPARSED, note=_reason(problem, reply))
    if not labels.exclusive and sorted(one.topic for one in given.topics) != sorted(labels.names):
        decided = ", ".join(one.topic for one in given.topics) or "nothing"
        note = f"needs one decision on every topic, got {decided}"
        return Prediction(example.id, outcome=Outcome.UNPARSED, note=note)
    told, quotes = _decisions(given, labels)
    scores = probabilities(reply, labels) or told
    return _evident(Prediction(example.id, chosen(scores, labels), scores), quotes, example)


def chosen(scores: Mapping[str, float], labels: LabelSet) -> frozenset[str]:
    """Return the labels the scores assign: the likeliest, or all at 0.5 and above."""
    if labels.exclusive:
        return frozenset([max(labels.names, key=scores.__getitem__)])
    return frozenset(name for name in labels.names if scores[name] >= 0.5)


def locate(quote: str, article: Article) -> tuple[int, int, str] | None:
    """Return (start, end, field) of a quote in the article's text or title, or None."""
    words = quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join("".join(map(_fold, word)) for word in words))
    for field in ("text", "title"):
        match = pattern.search(article.text if field == "text" else article.title)
        if match:
            return (*match.span(), field)
    return None


def _fold(letter: str) -> str:
    """Return a pattern for the letter and those that only look different."""
    return next((f"[{re.escape(group)}]" for group in _ALIKE if letter in group), re.escape(letter))


@lru_cache(maxsize=16)
def _form(labels: LabelSet) -> Any:
    """Return the pydantic model of an answer; what else a model writes beside it does no harm."""
    from pydantic import ConfigDict, create_model

    config = ConfigDict(strict=True, json_schema_extra={"additionalProperties": False})
    make: Any = partial(create_model, __config__=config)
    label, quotes = Literal.__getitem__(labels.names), (list[str], ...)
    if labels.exclusive:
        return make("Answer", stance=(label, ...), quotes=quotes)
    one: Any = make("Decision", topic=(label, ...), present=(bool, ...), quotes=quotes)
    return make("Answer", topics=(list[one], ...))


def _decisions(given: Any, labels: LabelSet) -> tuple[dict[str, float], dict[str, list[str]]]:
    """Return label -> 1 or 0 as told, and label -> quotes for those told 1."""
    if labels.exclusive:
        return {n: float(n == given.stance) for n in labels.names}, {given.stance: given.quotes}
    told = {one.topic: float(one.present) for one in given.topics}
    return told, {one.topic: one.quotes for one in given.topics if one.present}


def _evident(
    answer: Prediction, quotes: Mapping[str, Sequence[str]], example: Example
) -> Prediction:
    """Return the answer with those quotes as evidence that the article holds."""
    spans, invented, foreign = [], 0, 0
    for label in sorted(answer.labels & set(quotes)):
        name = f"{example.topic}={label}" if example.topic else label
        for quote in quotes[label]:
            place = locate(quote, example.article)
            theirs = bool(place and example.topic and not outlet_speaks(example.article, *place))
            spans += [Evidence(name, *place)] if place and not theirs else []
            invented += place is None
            foreign += theirs
    notes = [f"quotes that are not in the article: {invented}"] * bool(invented)
    notes += [f"quotes that are a source's words, not the outlet's: {foreign}"] * bool(foreign)
    found = tuple(dict.fromkeys(spans))
    return Prediction(
        answer.id, answer.labels, answer.scores, evidence=found, note="; ".join(notes)
    )


def _reason(problem: Any, reply: Reply) -> str:
    """Return in one line why the reply does not parse."""
    if reply.finish == "length":
        return "the reply was cut off: raise model.request.max_tokens"
    first = problem.errors(include_url=False)[0]
    shown = " ".join(str(first["input"]).split())[:60]
    if first["type"] == "literal_error":
        return f"label outside the codebook: {shown!r}"
    where = ".".join(map(str, first["loc"])) or "reply"
    return f"{where}: {first['msg']} ({(shown or reply.text.strip()[:60])!r})"
