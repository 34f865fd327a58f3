"""The client of endpoints against a server on this machine that fails in every way a real one can."""

import json
import time

import pytest
from fake_endpoint import FakeEndpoint, Raw, completion

from nlp.errors import UserError
from nlp.models.endpoint import Endpoint, NoReplyError
from nlp.models.replies import Replies, key_of

pytest.importorskip("openai")

PATH = "/v1/chat/completions"
BODY = {"model": "m", "messages": [{"role": "user", "content": "Rain?"}]}
KEY = "sk-very-secret-0123456789"


def ask(reply, *, key=None, monkeypatch=None, **options):
    """Return what the client makes of a server that always replies so, and the server's log."""
    if key:
        monkeypatch.setenv("LLM_API_KEY", key)
    options = {"cache": "none", "retries": 0, **options}
    with FakeEndpoint({PATH: reply if callable(reply) else lambda _: reply}) as server:
        try:
            return Endpoint(server.address, **options).post("/chat/completions", BODY), server
        except (UserError, NoReplyError) as problem:
            return problem, server


def test_a_reply_comes_back_as_it_was_sent():
    reply, server = ask(completion("yes"))
    assert reply == completion("yes")
    body, headers = server.seen[0]
    assert body == BODY
    assert headers["authorization"] == "Bearer none"


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Raw(401, b'{"error": {"message": "bad key sk-very"}}'), UserError, "LLM_API_KEY is not set"),
        (Raw(403, b"{}"), UserError, "refuses access (403)"),
        (Raw(404, b"{}"), UserError, "no model 'm' (404)"),
        (Raw(429, b"{}"), UserError, "'too many requests' (429) after 0 retries"),
        (Raw(500, b'{"error": {"message": "CUDA\\n error"}}'), NoReplyError, "answered 500"),
        (Raw(400, b'{"error": {"message": "context too long"}}'), NoReplyError, "context too long"),
        (Raw(400, b'{"detail": "pinned to m"}'), NoReplyError, "answered 400: pinned to m"),
        (Raw(200, b'{"choices": ['), NoReplyError, "not JSON"),
        (Raw(200, b"[1, 2]"), NoReplyError, "not a JSON object"),
        (Raw(200, b"[" * 100_000), NoReplyError, "not JSON"),
        ({"error": {"message": "over\nloaded"}}, NoReplyError, "answered an error: over loaded"),
        ({"error": "overloaded"}, NoReplyError, "answered an error: overloaded"),
        (Raw(200, b"{}", {"Content-Length": "900"}), NoReplyError, "connection broke"),
        (Raw(302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}), NoReplyError, "answered 302"),
    ],
    ids=["401", "403", "404", "429", "500", "400", "detail", "malformed", "a list", "deep", "200 with an error",
         "200 with an error in words", "truncated", "redirect"],
)  # fmt: skip
def test_failures_are_one_line(reply, kind, words, monkeypatch):
    monkeypatch.delenv("LLM_API_KEY", raising=False)
    problem, _ = ask(reply, timeout=2.0)
    assert isinstance(problem, kind)
    assert words in str(problem) and "\n" not in str(problem)


def test_a_key_is_sent_and_never_shown(monkeypatch):
    said = json.dumps({"error": {"message": f"Incorrect key {KEY}"}}).encode()
    for status in (401, 400):
        problem, server = ask(Raw(status, said), key=KEY, monkeypatch=monkeypatch)
        assert server.seen[0][1]["authorization"] == f"Bearer {KEY}"
        assert KEY not in str(problem)
    assert "holds a key it does not accept" in str(
        ask(Raw(401), key=KEY, monkeypatch=monkeypatch)[0]
    )


def test_other_accounts_of_the_user_are_not_sent(monkeypatch):
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, KEY)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/elsewhere")
    reply, server = ask(completion("yes"))
    assert reply == completion("yes")
    assert KEY not in str(server.seen)


def test_a_proxy_is_not_used_for_this_machine(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert ask(completion("yes"))[0] == completion("yes")


def test_retry_after_is_heeded():
    replies = iter([Raw(429, headers={"Retry-After": "1"}), Raw(500), completion("at last")])
    reply, server = ask(lambda _: next(replies), retries=2)
    assert reply == completion("at last")
    assert server.times[1] - server.times[0] >= 1


def test_nobody_there():
    with FakeEndpoint({}) as server:
        address = server.address
    with pytest.raises(UserError, match=rf"No endpoint answers at {address}"):
        Endpoint(address, retries=0, cache="none").post("/chat/completions", BODY)


def test_a_timeout_fails_one_question():
    problem, _ = ask(Raw(wait=1.0), timeout=0.2)
    assert isinstance(problem, NoReplyError)
    assert str(problem) == "no reply within 0.2 s"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"address": "127.0.0.1:8000"}, "is not a web address"),
        ({"address": "file:///etc/passwd"}, "is not a web address"),
        ({"address": f"https://user:{KEY}@example.org/v1"}, "holds credentials"),
        ({"address": "http://127.0.0.1:1/v1", "variable": KEY}, "never the key itself"),
    ],
)
def test_bad_options(options, words):
    with pytest.raises(UserError, match=words) as caught:
        Endpoint(**options)
    assert KEY not in str(caught.value)


def test_a_key_does_not_travel_in_the_open(monkeypatch):
    monkeypatch.setenv("LLM_API_KEY", KEY)
    with pytest.raises(UserError, match="is not encrypted"):
        Endpoint("http://models.example/v1", cache="none").post("/chat/completions", BODY)


def test_replies_are_kept_without_the_key(tmp_path, monkeypatch):
    monkeypatch.setenv("LLM_API_KEY", KEY)
    with FakeEndpoint({PATH: lambda _: completion("yes")}) as server:
        first = Endpoint(server.address, cache=str(tmp_path))
        second = Endpoint(server.address, cache=str(tmp_path))
        for endpoint in (first, first, second):
            assert endpoint.post("/chat/completions", BODY) == completion("yes")
        second.post("/chat/completions", BODY | {"model": "other"})
        assert len(server.seen) == 2
    assert (first.spent["requests"], first.spent["cached"]) == (1, 1)
    assert (second.spent["requests"], second.spent["cached"]) == (1, 1)
    (file,) = tmp_path.iterdir()
    assert KEY.encode() not in file.read_bytes()


def test_failures_are_not_kept(tmp_path):
    replies = iter([Raw(500), {"error": {"message": "overloaded"}}, completion("yes")])
    with FakeEndpoint({PATH: lambda _: next(replies)}) as server:
        endpoint = Endpoint(server.address, retries=0, cache=str(tmp_path))
        for _ in range(2):
            with pytest.raises(NoReplyError):
                endpoint.post("/chat/completions", BODY)
        assert endpoint.post("/chat/completions", BODY) == completion("yes")


def test_a_damaged_cache_only_costs_the_reply(tmp_path):
    (tmp_path / "replies.sqlite").write_bytes(b"not a database")
    replies = Replies(str(tmp_path))
    replies.keep("k", {"a": 1})
    assert replies.find("k") is None


def test_keys_tell_everything_apart():
    asked = [("http://a/v1", "/x", {"m": 1}), ("http://b/v1", "/x", {"m": 1}), ("http://a/v1", "/y", {"m": 1}),
             ("http://a/v1", "/x", {"m": 2})]  # fmt: skip
    assert len({key_of(*each) for each in asked}) == 4
    assert key_of("a", "/x", {"m": 1, "n": 2}) == key_of("a", "/x", {"n": 2, "m": 1})


def test_account_by_hand():
    with FakeEndpoint({PATH: lambda _: completion("yes")}) as server:
        endpoint = Endpoint(server.address, cache="none", price={"input": 2.0, "output": 30.0})
        for _ in range(3):
            endpoint.post("/chat/completions", BODY)
    # 3 x 100 tokens read at 2 a million, 3 x 10 written at 30 a million: 0.0006 + 0.0009
    assert endpoint.spent["cost"] == pytest.approx(0.0015)
    assert (endpoint.spent["input_tokens"], endpoint.spent["output_tokens"]) == (300, 30)


def test_kept_replies_are_not_spent_but_took_what_they_took(tmp_path):
    with FakeEndpoint({PATH: lambda _: completion("yes")}) as server:
        first, again = (
            Endpoint(server.address, cache=str(tmp_path), price={"input": 2.0, "output": 30.0})
            for _ in range(2)
        )
        first.post("/chat/completions", BODY)
        again.post("/chat/completions", BODY)
    assert again.spent == {
        "requests": 0, "cached": 1, "input_tokens": 0, "output_tokens": 0, "cost": 0.0
    }  # fmt: skip
    assert again.took == first.took
    assert again.took["cost"] == pytest.approx((100 * 2 + 10 * 30) / 1e6)


@pytest.mark.parametrize(
    "usage",
    [None, [1], {"prompt_tokens": "100"}, {"prompt_tokens": -5}, {"prompt_tokens": float("nan")}],
)
def test_a_reply_without_an_account_is_counted(usage):
    with FakeEndpoint({PATH: lambda _: {**completion("yes"), "usage": usage}}) as server:
        endpoint = Endpoint(server.address, cache="none", price={"input": 1.0})
        endpoint.post("/chat/completions", BODY)
    assert (endpoint.took["untold"], endpoint.spent["requests"]) == (1, 1)
    assert endpoint.spent["input_tokens"] == endpoint.spent["cost"] == 0


def test_the_pace_is_kept():
    with FakeEndpoint({PATH: lambda _: completion("yes")}) as server:
        endpoint = Endpoint(server.address, cache="none", per_minute=300)
        start = time.monotonic()
        for _ in range(3):
            endpoint.post("/chat/completions", BODY)
    assert server.times[-1] - start >= 0.4  # two intervals of 60 s / 300
