"""Phrases and numbers: both languages say the same things, and nothing is said without a phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.report.voice import LANGUAGES, Voice, phrases
from eval.scores import Score
from nlp.errors import UserError

HOUSE = Path(__file__).resolve().parents[3] / "eval" / "report"
EN = phrases("en")


def gaps(phrase: object) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", str(phrase).replace("{'", "")))


def test_both_languages_have_the_same_phrases_with_the_same_gaps() -> None:
    other = phrases("fr")
    assert EN.keys() == other.keys()
    for key, phrase in EN.items():
        assert isinstance(phrase, dict) == isinstance(other[key], dict), key
        assert gaps(phrase) == gaps(other[key]), key
        assert phrase, key


def sources() -> Iterator[str]:
    for path in [*HOUSE.rglob("*.py"), HOUSE / "templates" / "page.html.j2"]:
        yield path.read_text(encoding="utf-8")


def test_every_phrase_that_is_asked_for_exists() -> None:
    asked = {
        key for text in sources()
        for key in re.findall(r"""(?:say|voice)\(\s*["']([a-z][\w.-]*\w)["']""", text)
    }  # fmt: skip
    assert len(asked) > 100
    assert sorted(asked - EN.keys()) == []


def test_no_phrase_is_left_unsaid() -> None:
    text = "\n".join(sources())
    literal = set(re.findall(r"""["']([a-z][\w.-]*)["']""", text))
    prefixes = set(
        re.findall(r"""["']([a-z][\w.]*\.)(?:\{|["'])""", text)
    )  # f"column.{c}", 'page.' + kind
    prefixes |= {f"{g}." for g in re.findall(r"""named\(\s*["']([\w.]+)["']""", text)} | {
        "browser."
    }
    unsaid = [k for k in EN if k not in literal and not any(k.startswith(p) for p in prefixes)]
    assert unsaid == []


@pytest.mark.parametrize(
    ("language", "call", "written"),
    [
        ("en", lambda s: s.decimal(0.574), "0.57"),
        ("fr", lambda s: s.decimal(0.574), "0,57"),
        ("en", lambda s: s.decimal(-0.03, sign=True), "−0.03"),
        ("en", lambda s: s.decimal(-0.001, sign=True), "0.00"),  # no minus before nothing
        ("en", lambda s: s.count(1900), "1,900"),
        ("fr", lambda s: s.count(1900), "1\u202f900"),
        ("en", lambda s: s.share(0.756), "76%"),
        ("fr", lambda s: s.share(0.756), "76\u202f%"),
        ("en", lambda s: s.value("rouge1_f", 0.161), "16.1"),
        ("fr", lambda s: s.value("rouge1_f", 0.161), "16,1"),
        ("en", lambda s: s.value("support", 94.0), "94"),
        ("en", lambda s: s.value("words", 1234.5), "1,234"),
        ("en", lambda s: s("articles", n=0), "0 articles"),
        ("fr", lambda s: s("articles", n=0), "0 article"),
        ("en", lambda s: s("articles", n=1), "1 article"),
        ("fr", lambda s: s("articles", n=2), "2 articles"),
        ("en", lambda s: s.listed(["a", "b", "c"]), "a, b and c"),
        ("fr", lambda s: s.listed(["a"]), "a"),
        ("en", lambda s: s.metric("rouge2_recall"), "ROUGE-2 recall"),
        ("en", lambda s: s.metric("names_supported"), "names supported"),
        ("en", lambda s: s.group("over 2004 to 2021"), "over 2004 to 2021"),
        ("fr", lambda s: s.group("over 2004 to 2021"), "plus de 2004 à 2021"),
        ("fr", lambda s: s.group("156 to 277"), "156 à 277"),
        ("fr", lambda s: s.group("not given"), "non indiqué"),
        ("fr", lambda s: s.group("Cape to Cairo Post"), "Cape to Cairo Post"),
    ],
)  # fmt: skip
def test_numbers_and_words(language: str, call: object, written: str) -> None:
    assert call(Voice(language)) == written  # type: ignore[operator]


def test_a_score_without_interval_stands_alone() -> None:
    say = Voice("en")
    assert say.short(Score("f1", "a", 0.5, None, None, 4, 4)) == "0.50"
    assert say.short(Score("f1", "a", 0.5, 0.4, 0.6, 40, 40)) == "0.50 [0.40 to 0.60]"
    assert say.short(None) == "–"


def test_another_language_is_refused_in_one_line() -> None:
    with pytest.raises(UserError, match=r"report.language is 'de'.*Allowed: en, fr"):
        Voice("de")
    assert LANGUAGES == ("en", "fr")
