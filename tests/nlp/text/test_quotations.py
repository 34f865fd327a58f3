"""Quotations are joined whole; marks without a partner are found and spoil nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.quotations import whole
from nlp.text.sentences import split

TORN = "TORN "  # stands before a sentence whose marks do not pair
CASES = {
    "none": ("One. Two.", ["One.", "Two."]),
    "straight": ('It rained. "We go. We stay," he said. End.', ["It rained.", '"We go. We stay," he said.', "End."]),
    "curly": ("“One. Two. Three,” she said.", ["“One. Two. Three,” she said."]),
    "within one sentence": ("“One,” he said. “Two,” she said.", ["“One,” he said.", "“Two,” she said."]),
    "French": ("« Oui. Non », dit-il. Il part.", ["« Oui. Non », dit-il.", "Il part."]),
    "spaced straight": ('Il dit : " Oui. Non. " Il part.', ['Il dit : " Oui. Non. "', "Il part."]),
    "German": ("„Wir gehen. Heute“, sagte er. Gut.", ["„Wir gehen. Heute“, sagte er.", "Gut."]),
    "nested": ("“He said ‘no. Never’ to us. Go,” she said.", ["“He said ‘no. Never’ to us. Go,” she said."]),
    "apostrophes": ("The rebels’ chief left. Don’t go.", ["The rebels’ chief left.", "Don’t go."]),
    "single": ("‘We left. All of us,’ he said.", ["‘We left. All of us,’ he said."]),
    "never closed": ("The “big one. It stays. It goes.", [TORN + "The “big one.", "It stays.", "It goes."]),
    "not over paragraphs": ("“One. Two.\n\nThree” he said.", [TORN + "“One.", "Two.", TORN + "Three” he said."]),
    "inches": ('He is 6\'2" tall. She "left".', [TORN + 'He is 6\'2" tall.', 'She "left".']),
    "opened twice": ('"One "two" three.', [TORN + '"One "two" three.']),
    "too long": ("“" + "One. " * 9 + "Two,” he said.", [TORN + "“One.", *["One."] * 8, TORN + "Two,” he said."]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_whole(name: str) -> None:
    text, expected = CASES[name]
    spans, paired = whole(text, split(text))
    found = [
        (("" if good else TORN) + text[a:b]) for (a, b), good in zip(spans, paired, strict=True)
    ]
    assert found == expected


@given(st.text(st.sampled_from("ab . \"“”«»‘’'\n")))
def test_joining_loses_nothing_and_keeps_order(text: str) -> None:
    before = split(text)
    after, paired = whole(text, before)
    assert len(after) == len(paired) <= len(before)
    edges = {edge for span in before for edge in span}
    assert all(set(span) <= edges for span in after)
    assert all(any(a <= s and e <= b for a, b in after) for s, e in before)
    assert sum(b >= e > a for a, b in after for _, e in before) == len(before)
