"""An OpenAI-compatible server on this machine, whose answers (and failures) a test decides.

>>> with FakeEndpoint({"/v1/chat/completions": chat}) as server: ...  # doctest: +SKIP
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from typing import Any, NamedTuple

Body = dict[str, Any]


class Raw(NamedTuple):
    """A reply as it goes over the wire."""

    status: int = 200
    content: bytes = b"{}"
    headers: Mapping[str, str] = MappingProxyType({})
    wait: float = 0.0  # seconds before anything is sent


class FakeEndpoint:
    """Serve ``routes`` (path -> function of the request's JSON) until closed; ``seen`` keeps every request."""

    def __init__(self, routes: dict[str, Callable[[Body], Body | Raw]]) -> None:
        self.routes = routes
        self.seen: list[tuple[Body, dict[str, str]]] = []
        self.times: list[float] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.times.append(time.monotonic())
                fake.seen.append((body, {k.lower(): v for k, v in self.headers.items()}))
                route = fake.routes.get(self.path)
                self._send(
                    route(body) if route else Raw(404, b'{"error": {"message": "no such path"}}')
                )

            def _send(self, reply: Body | Raw) -> None:
                raw = reply if isinstance(reply, Raw) else Raw(content=json.dumps(reply).encode())
                time.sleep(raw.wait)
                try:
                    self.send_response(raw.status)
                    headers = {
                        "Content-Type": "application/json",
                        "Content-Length": str(len(raw.content)),
                    }
                    for name, value in (headers | dict(raw.headers)).items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(raw.content)
                except OSError:  # the client has given up waiting
                    return

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/v1"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def __enter__(self) -> FakeEndpoint:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def completion(content: str | None, **more: Any) -> Body:
    """Return a chat completion with this text; ``finish_reason``, ``refusal`` and ``logprobs`` may be given."""
    finish, logprobs = more.pop("finish_reason", "stop"), more.pop("logprobs", None)
    message = {"role": "assistant", "content": content, **more}
    return {
        "id": "x", "object": "chat.completion", "created": 0, "model": "fake",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": logprobs}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110},
    }  # fmt: skip


def article_of(body: Body) -> dict[str, str]:
    """Return the article that a request shows."""
    content = body["messages"][-1]["content"]
    found: dict[str, str] = json.JSONDecoder().raw_decode(content)[0]["article"]
    return found


def labels_of(body: Body) -> tuple[str, list[str]]:
    """Return the kind of answer a request's schema asks for ('topics' or 'stance') and the labels allowed."""
    schema = body["response_format"]["json_schema"]["schema"]
    if "stance" in schema["properties"]:
        return "stance", schema["properties"]["stance"]["enum"]
    return "topics", schema["$defs"]["Decision"]["properties"]["topic"]["enum"]


def chat(body: Body) -> Body:
    """Answer by the text's length, quoting its beginning: sensible in form, the same every time."""
    text = article_of(body)["text"]
    kind, labels = labels_of(body)
    quotes = [text[:40].rsplit(" ", 1)[0] if " " in text[:40] else text[:40]]
    if kind == "stance":
        return completion(json.dumps({"stance": labels[len(text) % len(labels)], "quotes": quotes}))
    present = [(len(text) + i) % 2 == 0 for i in range(len(labels))]
    rows = zip(labels, present, strict=True)
    answer = [{"topic": n, "present": p, "quotes": quotes if p else []} for n, p in rows]
    return completion(json.dumps({"topics": answer}))


def summary(body: Body) -> Body:
    """Answer with the beginning of the article's text, up to its first stop."""
    text = article_of(body)["text"]
    return completion(text[: text.find(".") + 1] or text)


def decisions(body: Body) -> Body:
    """Answer typed questions by the text's length."""
    size = len(body["state"]["text"])
    answers: Body = {}
    for i, (name, question) in enumerate(body["questions"].items()):
        if question["type"] == "noul":
            answers[name] = {"type": "noul", "noul": ((size + i) % 10) / 10}
        else:
            options = list(question["criteria"])
            raw = {option: 1.0 + (size + k) % 3 for k, option in enumerate(options)}
            shares = {option: value / sum(raw.values()) for option, value in raw.items()}
            answers[name] = {"type": "choice", "choice": max(shares, key=shares.__getitem__),
                             "confidence": 0.5, "probabilities": shares}  # fmt: skip
    usage = {"input_tokens": 50, "output_tokens": 0}
    return {"model": body["model"], "answers": answers, "usage": usage}
