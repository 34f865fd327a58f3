"""A language model asked for typed decisions: a probability for every label, in one pass and without text.

Topics are yes/no questions, stance is a choice; ``transformers serve`` answers them (POST /v1/systemone) with
any chat model, through the next-token probabilities of its options. Nothing is generated, so an article cannot
talk the model into another form of answer, and there are no quotes to show as evidence. ``llm_local`` asks the
same of weights on this machine.
``python -m nlp.run +task=topic model=llm_decision model.endpoint=http://127.0.0.1:8000/v1 model.name=MODEL``
Source: https://huggingface.co/docs/transformers/main/en/serving
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlp.codebook import Codebook
from nlp.models.beginnings import shortened
from nlp.models.endpoint import NoReplyError
from nlp.models.llm_answers import chosen
from nlp.models.remote import Remote
from nlp.models.zeroshot import ZeroShot
from nlp.records import Example, LabelSet, Outcome, Prediction


class LLMDecision(Remote, ZeroShot):
    """Typed decisions from a server.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; the questions are made from it.
    endpoint, name
        Base URL of a server with ``/systemone``, and the model's name there.
    variable, characters, concurrency, per_minute, retries, timeout, price, cache
        As for ``nlp.models.llm.LLM``.
    """

    def __init__(
        self,
        codebook: str,
        endpoint: str | None = None,
        name: str | None = None,
        variable: str = "LLM_API_KEY",
        characters: int = 100_000,
        concurrency: int = 4,
        per_minute: float = 0.0,
        retries: int = 4,
        timeout: float = 120.0,
        price: Mapping[str, float] | None = None,
        cache: str = "",
    ) -> None:
        self.codebook = codebook
        self.endpoint = endpoint
        self.name = name
        self.variable = variable
        self.characters = characters
        self.concurrency = concurrency
        self.per_minute = per_minute
        self.retries = retries
        self.timeout = timeout
        self.price = price
        self.cache = cache

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Ask for every example's decisions."""
        answers = self._each(self._ask, [(example,) for example in examples])
        if examples:
            self._tell()
        return [shortened(e, a, self.characters) for e, a in zip(examples, answers, strict=True)]

    def _start(self) -> None:
        self._connect()

    def _ask(self, example: Example) -> Prediction:
        body = {"model": self.name, **request(self.book_, example, self.characters)}
        try:
            reply = self.endpoint_.post("/systemone", body)
        except NoReplyError as problem:
            return Prediction(example.id, outcome=Outcome.FAILED, note=str(problem))
        return read(reply.get("answers"), example, self.labels_)


def request(book: Codebook, example: Example, characters: int) -> dict[str, Any]:
    """Return the state (the article) and the questions about it."""
    article = example.article
    state = {"title": article.title, "text": article.text[:characters]}
    return {"state": state, "questions": _questions(book, example.topic)}


def read(answers: Any, example: Example, labels: LabelSet) -> Prediction:
    """Return the decisions as a prediction; unparsed when a label's probability is missing."""
    try:
        if labels.exclusive:
            given = answers["stance"]["probabilities"]
            total = sum(float(given[name]) for name in labels.names)
            scores = {name: float(given[name]) / total for name in labels.names}
        else:
            scores = {name: float(answers[name]["noul"]) for name in labels.names}
        if not all(0 <= score <= 1 for score in scores.values()):
            raise ValueError(f"probabilities outside 0 to 1: {scores}")
    except (LookupError, TypeError, ValueError, ZeroDivisionError) as problem:
        note = f"not an answer to the questions asked ({type(problem).__name__}: {problem})"
        return Prediction(example.id, outcome=Outcome.UNPARSED, note=note[:200])
    return Prediction(example.id, chosen(scores, labels), scores)


def _questions(book: Codebook, topic: str) -> dict[str, Any]:
    if topic:
        proposition = next(t.proposition for t in book.topics if t.id == topic)
        rules = " ".join(book.holder_rules)
        asked = f"What stance does the outlet itself take on this: {proposition} {rules}".strip()
        options = dict.fromkeys(book.stance_labels)
        return {"stance": {"type": "choice", "instructions": asked, "criteria": options}}
    present = " ".join(f"({i}) {rule}" for i, rule in enumerate(book.presence.rules, 1))
    return {
        t.id: {
            "type": "noul",
            "instructions": f"Is this topic present in the news article above? {t.definition}"
            f" Counts: {'; '.join(t.counts)}. Does not count: {'; '.join(t.does_not_count)}."
            f" Present means at least one of: {present}",
        }
        for t in book.topics
    }
