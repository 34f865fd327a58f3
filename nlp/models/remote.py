"""What the models behind an endpoint share: the address, several questions at a time, the account.

Subclasses say how one question is asked, and call ``_connect`` when they are fitted. After each ``predict`` a
line on standard error says what the run has cost so far; ``spent_`` holds the same as numbers, and
``meter_`` what its answers took, whoever paid.

``python -m nlp.run +task=topic model=llm model.endpoint=http://localhost:8000/v1 model.name=NAME``
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ClassVar

from nlp.errors import UserError
from nlp.models.endpoint import Endpoint


class Remote:
    """Base of the models that ask an endpoint; the constructor of a subclass stores these options."""

    places: ClassVar[tuple[str, ...]] = ("codebook", "endpoint", "variable", "cache")
    endpoint: str | None
    name: str | None
    variable: str
    characters: int
    concurrency: int
    per_minute: float
    retries: int
    timeout: float
    price: Mapping[str, float] | None
    cache: str

    @property
    def spent_(self) -> dict[str, float]:
        """Requests, replies from the cache, tokens and cost so far."""
        return dict(self.endpoint_.spent)

    @property
    def meter_(self) -> dict[str, Any]:
        """Tokens and price of all replies, kept ones at what they once cost; requests made and spared."""
        took, spent = self.endpoint_.took, self.endpoint_.spent
        known = took["untold"] == 0
        return {
            "tokens_in": took["input_tokens"] if known else None,
            "tokens_out": took["output_tokens"] if known else None,
            "price": took["cost"] if known and self.price else None,
            "requests": spent["requests"],
            "cached": spent["cached"],
        }

    def _connect(self) -> None:
        """Check the options and get ready to ask."""
        if not self.endpoint or not self.name:
            missing = "model.endpoint=URL" if not self.endpoint else "model.name=NAME"
            raise UserError(
                "This model asks an OpenAI-compatible server of yours, such as model.endpoint="
                f"http://127.0.0.1:8000/v1 model.name=MODEL. Missing: {missing}."
            )
        for option, least in (
            ("concurrency", 1),
            ("characters", 1),
            ("retries", 0),
            ("per_minute", 0),
        ):
            if getattr(self, option) < least:
                raise UserError(
                    f"model.{option} is {getattr(self, option)}. Allowed: {least} or more."
                )
        self.endpoint_ = Endpoint(
            self.endpoint,
            self.variable,
            self.timeout,
            self.retries,
            self.per_minute,
            self.price,
            self.cache,
        )

    def _each(self, ask: Callable[..., Any], questions: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask all questions, ``concurrency`` at a time, in order; what stops one stops all."""
        with ThreadPoolExecutor(self.concurrency) as pool:
            waiting = [pool.submit(ask, *question) for question in questions]
            try:
                return [one.result() for one in waiting]
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def _tell(self, *notices: str) -> None:
        """Write the account and what else the user should know to standard error."""
        spent = self.spent_
        cost = f", cost {spent['cost']:.4g}" if self.price else ""
        account = (
            f"{spent['requests']:,.0f} requests ({spent['cached']:,.0f} more from the cache),"
            f" {spent['input_tokens']:,.0f} tokens read, {spent['output_tokens']:,.0f} written{cost}"
        )
        for line in (account, *notices):
            print(f"{self.name}: {line}", file=sys.stderr)
