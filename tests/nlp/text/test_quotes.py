"""Quotation spans by hand: marks of both languages, nesting, paragraphs, apostrophes; and for any text."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.quotes import masked, quotations

CASES = [
    ("“Go,” he said.", ["“Go,”"]),
    ('He said "go" and "stay".', ['"go"', '"stay"']),
    ("« Partez », dit-il.", ["« Partez »"]),
    ("«\u00a0Partez\u00a0», dit-il.", ["«\u00a0Partez\u00a0»"]),
    ("‹Non›, „ja“ and „yes”.", ["‹Non›", "„ja“", "„yes”"]),
    ("'Go,' he said.", ["'Go,'"]),
    ("‘Go to the soldiers’ homes,’ he said.", ["‘Go to the soldiers’ homes,’"]),
    ("The soldiers' wives and the '90s: it's rock 'n' roll.", []),
    ("The word 'mercenaries' is wrong.", ["'mercenaries'"]),
    ("“He said ‘no’ twice.”", ["“He said ‘no’ twice.”", "‘no’"]),
    ("« Il a dit “non”. »", ["« Il a dit “non”. »", "“non”"]),
    ("'“Then,” she said, “go.”'", ["'“Then,” she said, “go.”'", "“Then,”", "“go.”"]),
    ("“One.\n\n“Two,” he said.", ["“One.\n\n“Two,”"]),
    ("« Un.\n\n» Deux », dit-il.", ["« Un.\n\n» Deux »"]),
    ("« Un.\n\n« Deux », dit-il.", ["« Un.\n\n« Deux »"]),
    ("“One\nline more” he said.", ["“One\nline more”"]),
    ("“Never closed.\n\nNew paragraph.", ["“Never closed."]),
    ('"Never closed.\n\nA "new" one.', ['"Never closed.', '"new"']),
    ("A 6' 2\" tall man", []),
    ('" Oui ", dit-il.', ['" Oui "']),
    ("Stray ” and » marks.", []),
    ("", []),
    ('"', []),
]


@pytest.mark.parametrize(("text", "quoted"), CASES, ids=[repr(t)[:30] for t, _ in CASES])
def test_spans(text: str, quoted: list[str]) -> None:
    assert [text[q.start : q.end] for q in quotations(text)] == quoted


def test_depth_counts_the_quotations_around() -> None:
    assert [q.depth for q in quotations("“a ‘b «c» d’ e” “f”")] == [0, 1, 2, 0]


def test_masks_keep_offsets_marks_and_the_last_stop() -> None:
    text = "“Go! Now,” he said. « Non. »"
    plain = masked(text, [(q.start, q.end) for q in quotations(text)])
    assert plain == "“Xxxxxxx,” he said. «Xxxx. »"
    assert masked("no quotes", []) == "no quotes"


@given(st.text("ab .,\n“”«»‘’\"'", max_size=60))
def test_any_text(text: str) -> None:
    found = quotations(text)
    for q in found:
        assert 0 <= q.start < q.end <= len(text) and text[q.start] in "“«‘\"'"
    outer = [(q.start, q.end) for q in found if q.depth == 0]
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(outer)), "outer spans lie apart"
    for q in found:
        assert q.depth == 0 or any(a <= q.start and q.end <= b for a, b in outer), (
            "inner ones within"
        )
    assert len(masked(text, outer)) == len(text)
