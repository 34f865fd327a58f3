"""Texts too long are cut where it hurts least: by table, and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.compress import negates
from nlp.text.cuts import pieces, trim

CUTS = {  # text, most words, the first piece as it would be shown
    "a clause mark": ("The army left Kidal on Monday, rebels said so", 7, "The army left Kidal on Monday"),
    "the last one that fits": ("One two three four five, six, seven eight", 7, "One two three four five, six"),
    "a dash": ("The army left Kidal today – the rebels came back", 8, "The army left Kidal today"),
    "no mark": ("The army of Mali left Kidal before noon", 6, "The army of Mali left Kidal…"),
    "too near the start": ("Today, the army of Mali left Kidal", 5, "Today, the army of Mali…"),
    "no article hangs": ("The army of Mali left the old town", 6, "The army of Mali left…"),
    "before a phrase": ("The army left the old town after long weary days there", 8, "The army left the old town…"),
    "no number hangs": ("The rebels shot at least 12 soldiers there", 6, "The rebels shot…"),
    "denied": ("The army of Mali did not leave Kidal", 5, "The army…"),
    "denied at once": ("The army of Mali did not leave Kidal", 6, "The army…"),
    "denied in short": ("The army of Mali didn’t leave Kidal", 5, "The army…"),
    "denied past a comma": ("The men of Gao did not, says Keita, leave", 6, "The men…"),
    "denied after a comma": ("The men of the army came, not to leave it", 7, "The men…"),
    "denied in French": ("Les rebelles de Kidal n’ont pas quitté la ville", 6, "Les rebelles…"),
    "before a quotation": ("The old mayor of Gao said “we go, we go now”", 8, "The old mayor of Gao…"),
    "within a quotation": ("“We go, we go home today, soldiers,” he said", 5, "“We go, we go home…”"),
    "in French": ("« Nous partons, nous rentrons enfin chez nous » dit-il", 6, "« Nous partons, nous rentrons… »"),
    "within brackets": ("The army (of Mali, Niger, Chad and some more) left", 7, "The army (of Mali, Niger…)"),
    "a quotation never closed": ("“We go home now, we stay gone", 5, "“We go home…"),
    "no spaces": ("军队离开了城市和村庄", 4, "军队离开了城…"),
    "short enough": ("The army left.", 3, "The army left."),
    "one word": ("The army left.", 1, "The…"),
    "nothing but denials": ("not " * 9, 3, "not not not…"),
}  # fmt: skip


def shown(text: str, most: int, **options: bool) -> list[str]:
    return [text[p.start : p.end] + p.ending for p in pieces(text, 0, len(text), most, **options)]


@pytest.mark.parametrize("name", CUTS)
def test_the_first_cut(name: str) -> None:
    text, most, expected = CUTS[name]
    assert shown(text, most)[0] == expected


def test_without_clauses_every_cut_is_shown() -> None:
    assert shown(CUTS["a clause mark"][0], 7, clauses=False)[0] == "The army left Kidal on Monday…"


def test_trim() -> None:
    assert (
        trim("The army left Kidal on Monday, rebels said so", 7) == "The army left Kidal on Monday…"
    )
    assert trim("The army left.", 7) == "The army left." and trim("", 7) == ""


def test_a_piece_that_begins_inside_a_quotation_is_torn() -> None:
    text = "“We go home, we stay gone for good, and we told you so,” said the mayor of Gao"
    found = pieces(text, 0, len(text), 8)
    assert [p.torn for p in found] == [False, True, False]


@given(
    st.lists(
        st.sampled_from(
            [
                "army,",
                "of",
                "“we",
                "go”",
                "home;",
                "not",
                "n’a",
                "pas",
                "(a",
                "b)",
                "–",
                "“",
                "”",
                "»",
                "12",
                "1,200",
                "Mali…",
            ]
        ),
        min_size=1,
    ),
    st.integers(1, 20),
)
def test_pieces_are_short_in_order_and_lose_only_marks(words: list[str], most: int) -> None:
    text = "x " + " ".join(words)
    found = pieces(text, 2, len(text), most)
    ends = [2, *(p.end for p in found)]
    starts = [*(p.start for p in found), len(text)]
    for end, start in zip(ends, starts, strict=True):
        assert end <= start and not text[end:start].strip(" ,;:–—-")
    for p in found:
        assert len((text[p.start : p.end] + p.ending).split()) <= max(most, 2)


def test_no_negation_is_parted_from_its_verb_where_there_is_a_way() -> None:
    text = "The army of Mali left Kidal, but it did not take Gao, which rebels never held, " * 40
    for most in range(12, 60):
        for p in pieces(text, 0, len(text), most)[:-1]:
            assert not any(map(negates, text[p.start : p.end].split()[-2:])), text[p.start : p.end]
