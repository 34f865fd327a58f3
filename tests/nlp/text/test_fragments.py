"""Headings and scraps among sentences; where nothing is prose, lines are all there is."""

import pytest

from nlp.text.fragments import fragments

PROSE = "The army left the town on Monday."
CASES = {
    "Et aussi": True,
    "Key points:": True,
    "* * *": True,
    "...": True,
    "12 13. 3,000.": True,
    "May | 3": True,
    "“We are home”": True,
    "The army left the": True,  # the torn end of a cut article
    "Why?": False,
    "“We are home.”": False,
    "Il est parti. »": False,
    "他走了。": False,
    "A line of eleven words without a stop says something by itself": False,
}


@pytest.mark.parametrize("line", CASES)
def test_lines_among_prose(line: str) -> None:
    lines = [PROSE, line]
    assert fragments(lines, [len(x.split()) for x in lines]) == [False, CASES[line]]


def test_without_prose_lines_stand() -> None:
    lines = ["ARMY TAKES KIDAL", "REBELS FLEE", "No toll.", "***"]
    assert fragments(lines, [3, 2, 2, 1]) == [False, False, False, True]


def test_without_prose_labels_and_tables_stand_back_behind_lines_that_say_more() -> None:
    lines = [
        "Key points",
        "- The army took Kidal on Monday",
        "Month | Deaths | Injured | Missing",
        "- No toll was given",
    ]
    sizes = [len(x.split()) for x in lines]
    assert fragments(lines, sizes) == [True, False, True, False]
    assert fragments(lines[2:3], sizes[2:3]) == [False]  # a table, and nothing else
