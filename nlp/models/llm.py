"""A language model behind any OpenAI-compatible endpoint, asked under the codebook.

Prompts are generated from the codebook and versioned; the answer is JSON by schema, checked whether or not
the endpoint heeds the schema; quotes count as evidence only word for word; probabilities come from token
log-probabilities where given. The model abstains when it declines. Several ``wordings`` ask every question in
several ways and report how far the answer depends on it. Replies are kept, so a stopped run goes on for free.
``python -m nlp.run +task=topic model=llm model.endpoint=http://127.0.0.1:8000/v1 model.name=MODEL``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nlp.errors import UserError, did_you_mean
from nlp.models import llm_prompts as prompts
from nlp.models.beginnings import shortened
from nlp.models.endpoint import NoReplyError
from nlp.models.llm_answers import read, schema
from nlp.models.llm_replies import Reply
from nlp.models.llm_wordings import Spread, joined
from nlp.models.remote import Remote
from nlp.models.zeroshot import ZeroShot
from nlp.records import Example, Outcome, Prediction

_ALTERNATIVES = 10  # tokens per place: enough for every decision, and within what endpoints allow


class LLM(Remote, ZeroShot):
    """Chat model behind an endpoint.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; the prompts are made from it.
    endpoint
        Base URL, such as ``http://127.0.0.1:8000/v1``; articles are sent there and nowhere else.
    name
        The model's name at the endpoint.
    variable
        Name of the environment variable with the key; unset for servers that need none.
    prompts
        Version of the prompts; only this program's own is accepted.
    wordings
        One or more of ``full``, ``reversed``, ``article_first``, ``brief``.
    structured
        Ask for JSON by schema (``response_format``).
    probabilities
        Ask for token log-probabilities (``logprobs``).
    request
        Further fields of each request, such as ``temperature`` and ``max_tokens``.
    characters
        Most characters of an article to show; the rest is counted as cut.
    concurrency, per_minute, retries, timeout
        Questions at a time, most requests started in a minute (0: no limit), further tries, seconds.
    price
        Cost of a million tokens: ``input``, ``output``.
    cache
        Folder of kept replies; '' is the user's cache folder, 'none' keeps nothing.
    """

    def __init__(
        self,
        codebook: str,
        endpoint: str | None = None,
        name: str | None = None,
        variable: str = "LLM_API_KEY",
        prompts: str = prompts.VERSION,
        wordings: Sequence[str] = ("full",),
        structured: bool = True,
        probabilities: bool = True,
        request: Mapping[str, Any] | None = None,
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
        self.prompts = prompts
        self.wordings = list(wordings)
        self.structured = structured
        self.probabilities = probabilities
        self.request = request
        self.characters = characters
        self.concurrency = concurrency
        self.per_minute = per_minute
        self.retries = retries
        self.timeout = timeout
        self.price = price
        self.cache = cache

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Ask every question in every wording and join the answers."""
        questions = [(example, wording) for example in examples for wording in self.wordings]
        replies = iter(self._each(self._ask, questions))
        answers = []
        for example in examples:
            worded = {wording: self._noticed(next(replies)) for wording in self.wordings}
            joint = joined(worded, self.labels_)
            self.spread_.add(worded, joint)
            answers.append(shortened(example, joint, self.characters))
        if examples:
            self._tell(*self._notices())
        return answers

    @property
    def meter_(self) -> dict[str, Any]:
        """What the answers took, and how much they depend on the wording."""
        several = len(self.wordings) > 1
        return super().meter_ | {"wordings": self.spread_.content() if several else None}

    def _start(self) -> None:
        self._connect()
        if self.prompts != prompts.VERSION:
            raise UserError(
                f"model.prompts is {self.prompts!r}, but this program asks with version {prompts.VERSION!r}:"
                " answers would not be comparable. Use the program that made them, or the new version."
            )
        for wording in self.wordings:
            if wording not in prompts.WORDINGS:
                raise UserError(
                    f"Unknown wording {wording!r} in model.wordings.{did_you_mean(wording, prompts.WORDINGS)}"
                )
        if not self.wordings or len(set(self.wordings)) < len(self.wordings):
            raise UserError(
                f"model.wordings is {self.wordings}. Give one or more, each once:"
                f" {', '.join(prompts.WORDINGS)}."
            )
        self.spread_ = Spread()
        self.noticed_: Counter[str] = Counter()

    def _ask(self, example: Example, wording: str) -> tuple[Prediction, Reply | None]:
        """Return the answer to one question in one wording, and the reply it was read from."""
        try:
            reply = Reply.of(self.endpoint_.post("/chat/completions", self._body(example, wording)))
        except NoReplyError as problem:
            return Prediction(example.id, outcome=Outcome.FAILED, note=str(problem)), None
        except ValueError as problem:
            note = f"the reply is not a chat completion ({problem})"
            return Prediction(example.id, outcome=Outcome.UNPARSED, note=note), None
        return read(reply, example, self.labels_), reply

    def _body(self, example: Example, wording: str) -> dict[str, Any]:
        asked = prompts.messages(self.book_, example, wording, self.characters)
        body: dict[str, Any] = {**(self.request or {}), "model": self.name, "messages": asked}
        if self.structured:
            body["response_format"] = schema(self.labels_)
        if self.probabilities:
            body |= {"logprobs": True, "top_logprobs": _ALTERNATIVES}
        return body

    def _noticed(self, answered: tuple[Prediction, Reply | None]) -> Prediction:
        """Return the answer; count whether its reply heeds what was asked for."""
        answer, reply = answered
        if reply is not None:
            broken = answer.outcome is Outcome.UNPARSED and reply.finish != "length"
            self.noticed_ += Counter(
                {"read": 1, "no tokens": not reply.tokens, "off schema": broken}
            )
        return answer

    def _notices(self) -> list[str]:
        """Return what the endpoint did not do as asked, and how much the wording matters."""
        count, notices = self.noticed_, []
        if self.structured and count["off schema"]:
            notices.append(
                f"the endpoint ignores the answer's schema: {count['off schema']} of {count['read']} replies"
                " break it (counted as unparsed)"
            )
        if self.probabilities and count["no tokens"]:
            notices.append(
                f"the endpoint gave no token probabilities for {count['no tokens']} of {count['read']}"
                " replies: their scores are 0 or 1"
            )
        if len(self.wordings) > 1:
            notices.append(f"wordings: {self.spread_}")
        return notices
