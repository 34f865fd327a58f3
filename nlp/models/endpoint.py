"""A client for OpenAI-compatible endpoints, with patience, a pace, an account and a memory.

It talks to the one address the user named and follows no redirect. The ``openai`` client retries what may
pass (429 with Retry-After, 5xx, broken connections) with back-off; a problem that every question would meet
(no server, refused key, unknown model, used-up quota) stops the run in one line; one that only this question
met is a ``NoReplyError``. The key comes from an environment variable and appears nowhere else.
``Endpoint("http://127.0.0.1:8000/v1").post("/chat/completions", {"model": "m", "messages": []})``
Source: https://github.com/openai/openai-python
"""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from nlp.errors import UserError
from nlp.models.replies import Replies, key_of

_LOOPBACK = re.compile(r"localhost|127(?:\.\d{1,3}){3}|::1")


class NoReplyError(Exception):
    """One question stays without an answer; the message says why."""


class Endpoint:
    """One named address, what asking it has cost so far (``spent``), and what all replies took (``took``).

    ``took`` counts kept replies as if asked anew, and ``untold`` those without an account of tokens.

    Parameters
    ----------
    address
        Base URL up to and including the version, such as ``http://127.0.0.1:8000/v1``.
    variable
        Name of the environment variable that holds the key; it may be unset for servers that need none.
    timeout
        Seconds to wait for one reply.
    retries
        Further tries after one that may pass.
    per_minute
        Most requests to start in a minute; 0 sets no limit.
    price
        Cost of a million tokens, ``input`` and ``output``, in any currency.
    cache
        Folder of kept replies; '' is the user's cache folder, 'none' keeps nothing.
    """

    def __init__(
        self,
        address: str,
        variable: str = "LLM_API_KEY",
        timeout: float = 120.0,
        retries: int = 5,
        per_minute: float = 0.0,
        price: Mapping[str, float] | None = None,
        cache: str = "",
    ) -> None:
        self.address, self.host = _checked(address)
        self.variable = _name(variable)
        self.timeout = timeout
        self.retries = retries
        self.price = dict(price or {})
        self.replies = Replies(cache)
        self.spent = {
            "requests": 0,
            "cached": 0,
            "input_tokens": 0,
            "output_tokens": 0,
            "cost": 0.0,
        }
        self.took = {"input_tokens": 0, "output_tokens": 0, "cost": 0.0, "untold": 0}
        self._interval = 60 / per_minute if per_minute > 0 else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Return the reply (a JSON object) to ``body``, from the cache when it was asked before.

        Raises
        ------
        UserError
            For what would stop every question: no server, refused key, unknown model, used-up quota.
        NoReplyError
            When only this question failed: timeout, server error, broken or malformed reply.
        """
        key = key_of(self.address, path, body)
        known = self.replies.find(key)
        if known is not None:
            self._book(known, {"cached": 1})
            return known
        self._wait()
        reply = self._asked(path, body)
        self._book(reply, {"requests": 1})
        self.replies.keep(key, reply)
        return reply

    def _asked(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        client, problems = self._client
        try:
            text = client.post(path, cast_to=str, body=body, options={"follow_redirects": False})
            reply = json.loads(text)
        except problems as problem:
            raise self._explained(problem, path, str(body.get("model"))) from None
        except (ValueError, RecursionError):
            raise NoReplyError("the reply of the endpoint is not JSON") from None
        if not isinstance(reply, dict):
            raise NoReplyError("the reply of the endpoint is not a JSON object")
        if (error := reply.get("error")) and "choices" not in reply:  # in spite of status 200
            raise NoReplyError(f"the endpoint answered an error{self._quoted(error, error)}")
        return reply

    @cached_property
    def _client(self) -> tuple[Any, type[Exception]]:
        """The ``openai`` client and the base of its errors."""
        try:
            import openai
        except ImportError:
            raise UserError(
                "This model needs the openai client. Install it: pip install openai"
            ) from None
        key = os.environ.get(self.variable, "").strip()
        if key and self.address.startswith("http:") and not _LOOPBACK.fullmatch(self.host):
            raise UserError(
                f"Endpoint {self.address} is not encrypted; the key in {self.variable} would be readable on"
                f" the way. Give an https:// address, or unset {self.variable}."
            )
        http = openai.DefaultHttpxClient(trust_env=not _LOOPBACK.fullmatch(self.host))
        made = openai.OpenAI(
            base_url=self.address,
            api_key=key or "none",
            admin_api_key="",  # not None: the client would take these three from the environment
            organization="",
            project="",
            timeout=self.timeout,
            max_retries=self.retries,
            http_client=http,
        )
        return made, openai.OpenAIError

    def _explained(self, problem: Exception, path: str, model: str) -> Exception:
        """Return the error that tells the user: about the run, or about one question."""
        status = getattr(problem, "status_code", None)
        kind = type(problem).__name__
        if status in (401, 403):
            known = (
                "holds a key it does not accept" if os.environ.get(self.variable) else "is not set"
            )
            return UserError(
                f"Endpoint {self.address} refuses access ({status}): environment variable {self.variable}"
                f" {known}. Put a valid key there, or name another variable: model.variable=NAME."
            )
        if status == 404:
            return UserError(
                f"Endpoint {self.address} has no {path} or no model {model!r} (404). Correct model.endpoint"
                " (it usually ends in /v1) or model.name."
            )
        if status == 429:
            return UserError(
                f"Endpoint {self.address} still says 'too many requests' (429) after {self.retries} retries."
                " Lower model.per_minute or wait; what was answered is kept, the same command goes on."
            )
        if status is not None:
            return NoReplyError(f"the endpoint answered {status}{self._said(problem)}")
        if kind == "APITimeoutError":
            return NoReplyError(f"no reply within {self.timeout:g} s")
        if "Connect" in type(problem.__cause__).__name__:
            return UserError(
                f"No endpoint answers at {self.address} ({problem.__cause__}). Start the server, or correct"
                " model.endpoint."
            )
        return NoReplyError(f"the connection broke ({type(problem.__cause__ or problem).__name__})")

    def _said(self, problem: Exception) -> str:
        """Return ': ' and the server's own words, shortened and without the key."""
        body = getattr(problem, "body", None)
        return self._quoted(body, getattr(problem, "message", ""))

    def _quoted(self, error: Any, otherwise: Any = "") -> str:
        known = error if isinstance(error, dict) else {}
        text = " ".join(str(known.get("message") or known.get("detail") or otherwise).split())
        key = os.environ.get(self.variable, "").strip()
        return f": {(text.replace(key, '***') if key else text)[:160]}" if text else ""

    def _wait(self) -> None:
        """Sleep until the pace lets the next request start."""
        with self._lock:
            now = time.monotonic()
            start = max(now, self._next)
            self._next = start + self._interval
        time.sleep(start - now)

    def _book(self, reply: Mapping[str, Any], asked: Mapping[str, int]) -> None:
        """Add a reply's tokens and their price; both ways of naming them are known."""
        usage = reply.get("usage")
        usage = usage if isinstance(usage, dict) else {}
        read = _count(usage.get("prompt_tokens", usage.get("input_tokens")))
        written = _count(usage.get("completion_tokens", usage.get("output_tokens")))
        cost = read * self.price.get("input", 0.0) + written * self.price.get("output", 0.0)
        account = {"input_tokens": read, "output_tokens": written, "cost": cost / 1e6}
        with self._lock:
            _add(self.took, {**account, "untold": int(not read)})
            _add(self.spent, {**asked, **(account if "requests" in asked else {})})


def _count(said: Any) -> int:
    """Return a number of tokens as an endpoint tells it; 0 for what is none."""
    return said if isinstance(said, int) and said > 0 else 0


def _add(total: dict[str, Any], part: Mapping[str, float]) -> None:
    for name, value in part.items():
        total[name] += value


def _checked(address: str) -> tuple[str, str]:
    """Return the address without trailing slash and its host."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UserError(
            f"Endpoint {address!r} is not a web address. Give one such as http://127.0.0.1:8000/v1."
        )
    if parts.username or parts.password or parts.query:
        raise UserError(
            f"The address of endpoint {parts.hostname} holds credentials or a query. Give the bare address,"
            " and the key in an environment variable."
        )
    return address.rstrip("/"), parts.hostname


def _name(variable: str) -> str:
    """Return the name of an environment variable; a pasted key is refused and not repeated."""
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]{0,63}", variable):
        raise UserError(
            "model.variable is not the name of an environment variable (capital letters, digits, '_')."
            " Put the key into one, such as LLM_API_KEY, and give that name; never the key itself."
        )
    return variable
