"""Denials: what a summary negates and its source does not."""

import pytest

from nlp.text.denials import denial


@pytest.mark.parametrize(
    ("language", "sentence", "source", "found"),
    [
        ("en", "The army did not leave Gao.", "The army left Gao.", "not"),
        ("en", "The army didn’t leave Gao.", "The army left Gao.", "didn't"),
        ("en", "The army never left Gao.", "The army has not left Gao.", ""),
        ("en", "No soldier was hurt.", "Nobody was hurt.", ""),
        ("en", "He would not pay.", "He refused to pay.", ""),
        ("en", "There was no proof.", "There was a lack of proof.", ""),
        ("en", "The army left Gao.", "The army did not leave Gao.", ""),  # not looked for
        ("en", "The notable north left.", "All left.", ""),
        ("fr", "L’armée n’a pas quitté Gao.", "L’armée a quitté Gao.", "pas"),
        ("fr", "L’armée n’a jamais quitté Gao.", "L’armée ne quitte plus Gao.", ""),
        ("fr", "Il n’a pas payé.", "Il a refusé de payer.", ""),
        ("fr", "Il est parti sans payer.", "Il peut payer.", "sans"),  # 'peut' is not 'peu'
        ("", "Il n’a pas payé.", "Il a payé.", "pas"),
        ("", "He did not pay.", "He paid.", "not"),
        ("es", "No pagó.", "Pagó.", ""),  # other languages are not checked
        ("en", "", "", ""),
    ],
)
def test_denial(language: str, sentence: str, source: str, found: str) -> None:
    assert denial(sentence, source, language) == found
