"""Labelled hard sets: how well do we split, and does nothing get lost."""

from itertools import chain, pairwise
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp.text import sentences
from nlp.text.sentences import split

HERE = Path(__file__).parent
SIGNS = {"|": " ", "¶": "\n", "‖": "", "↵": "\n"}


def labelled(language: str) -> list[tuple[str, set[int]]]:
    """Return (text, offsets at which a sentence other than the last ends)."""
    cases = []
    for line in (HERE / f"boundaries_{language}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            text, ends = "", set()
            for char in line:
                if char in "|¶‖":
                    ends.add(len(text))
                text += SIGNS.get(char, char)
            cases.append((text, ends))
    return cases


def found(text: str, language: str) -> set[int]:
    return {end for _, end in split(text, language) if end < len(text)}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_f1_on_the_hard_set(language: str) -> None:
    cases = labelled(language)
    right = sum(len(ends & found(text, language)) for text, ends in cases)
    false = sum(len(found(text, language) - ends) for text, ends in cases)
    missed = sum(len(ends - found(text, language)) for text, ends in cases)
    assert right + missed >= 200, "the hard set has at least 200 boundaries"
    assert 2 * right / (2 * right + false + missed) >= 0.98, (right, false, missed)


CASES = {
    "title": ("Lt. Gen. Keita left. He won.", "en", ["Lt. Gen. Keita left.", "He won."]),
    "country": ("He left the U.S. in May. The U.S. Army stayed.", "en", None),
    "month": ("It began on Jan. 3. It ended in Feb. The toll rose.", "en", None),
    "initials": ("John F. Kerr spoke. J. K. Osei left.", "en", None),
    "decimals": ("It rose 3.5 percent. A litre costs $1.20.", "en", None),
    "ellipsis": ("He waited... and left. Then… Silence.", "en", None),
    "closing quote": ("“We stay.” He sat. 'No.' She left.", "en", None),
    "question before speaker": ("“Why?” Mr. Sy asked. Nobody knew.", "en", None),
    "monsieur": (
        "M. Macron est parti. Me. Ba reste.",
        "fr",
        ["M. Macron est parti.", "Me. Ba reste."],
    ),
    "plain words that look French": (
        "Nobody told me. She left.",
        "en",
        ["Nobody told me.", "She left."],
    ),
    "guillemets": ("« Oui. » Il part. « Non ! » dit-elle.", "fr", None),
    "spaced straight quotes": (
        'Il dit : " Oui. " Il part.',
        "fr",
        ['Il dit : " Oui. "', "Il part."],
    ),
    "heading": ("Wagner leaves\nThe group said so.", "en", ["Wagner leaves", "The group said so."]),
    "blank line": ("no stop here\n\nnor here", "en", ["no stop here", "nor here"]),
    "list": ("1. Vote.\n2. Wait.", "en", ["1. Vote.", "2. Wait."]),
    "dateline": ("BAMAKO, Jan. 3 (AP) — The army left. It won.", "en", None),
    "clock": ("It ended at 5 p.m. Rain fell. It began at 9 a.m. Monday.", "en", None),
    "letters are no circa": (
        "Vitamin C. Plan C. All agreed.",
        "en",
        ["Vitamin C. Plan C.", "All agreed."],
    ),
    "particle": ("J.-Y. Le Drian part. Plan B. Le premier échoue.", "fr", None),
    "no particle": (
        "Il est dans le groupe B. Le Mali y est aussi. Il joue le 9. Le Cameroun attend. 60 %. La CAF dort.",
        "fr",
        None,
    ),
    "agency": ("He called A.M. Heath at noon. It was shut.", "en", None),
    "spaced ellipsis": ("He said . . . nothing. He left. . . . All did.", "en", None),
    "article of a code": ("L’art. L. 121 vaut. En oct. M. Ba part.", "fr", None),
    "lost space": (
        "They left Mali.The army stayed.",
        "en",
        ["They left Mali.", "The army stayed."],
    ),
    "lost space before an elision": (
        "Il est à Cardiff.L'avion a disparu.A Paris, on attend.",
        "fr",
        ["Il est à Cardiff.", "L'avion a disparu.", "A Paris, on attend."],
    ),
    "lost space after a spaced mark": (
        "Mais pourquoi ?Commençons par là !Puis partons.",
        "fr",
        ["Mais pourquoi ?", "Commençons par là !", "Puis partons."],
    ),
    "lost space after a year, a bracket, an acronym": (
        "Elle date de 2008.Le parti (LR) suit (5%).Selon l'AFP.Ce fut tout...Puis rien.",
        "fr",
        [
            "Elle date de 2008.",
            "Le parti (LR) suit (5%).",
            "Selon l'AFP.",
            "Ce fut tout...",
            "Puis rien.",
        ],
    ),
    "lost space after a quotation": (
        'Il y a "urgence".Le maire "reste ici."Il a tort.',
        "fr",
        ['Il y a "urgence".', 'Le maire "reste ici."', "Il a tort."],
    ),
    "lost space before a quotation": (
        'The army left."We are home," he said.It was "over."They slept.“Good.”',
        "en",
        ["The army left.", '"We are home," he said.', 'It was "over."', "They slept.", "“Good.”"],
    ),
    "lost spaces before and after quotations": (
        '"C\'est oui."Il dit alors."C\'est non."Il part.',
        "fr",
        ['"C\'est oui."', "Il dit alors.", '"C\'est non."', "Il part."],
    ),
    "no space is lost": (
        "Amazon.Com and Node.JS by Ph.D. Ba of the U.S.A. and U.S.Army left No.Ten and St.Petersburg.Com today.",
        "en",
        None,
    ),
    "chinese": ("他走了。她留下。", "zh", ["他走了。", "她留下。"]),
    "hindi": ("वह गया। वह रुकी।", "hi", ["वह गया।", "वह रुकी।"]),
    "arabic": ("ذهب الجيش. بقي الناس؟ نعم.", "ar", ["ذهب الجيش.", "بقي الناس؟", "نعم."]),
    "one long sentence": ("word " * 5000 + "end", "en", ["word " * 5000 + "end"]),
    "only stops": ("...", "en", ["..."]),
    "sense is no senators": ("Rien en ce sens. Cela se voit. Sens. Ba et Sy partent.", "fr", None),
    "senators": ("Sens. Smith and Jones agreed. Nobody else did.", "en", None),
    "empty": (" \n ", "en", []),
}
COUNTS = {
    "no space is lost": 1,
    "country": 2,
    "month": 3,
    "initials": 2,
    "decimals": 2,
    "ellipsis": 3,
    "closing quote": 4,
    "question before speaker": 2,
    "guillemets": 3,
    "dateline": 2,
    "clock": 3,
    "particle": 3,
    "no particle": 6,
    "agency": 2,
    "spaced ellipsis": 3,
    "article of a code": 3,
    "sense is no senators": 3,
    "senators": 2,
}


@pytest.mark.parametrize("name", CASES)
def test_split(name: str) -> None:
    text, language, expected = CASES[name]
    sentences = [text[start:end] for start, end in split(text, language)]
    if expected is None:
        assert len(sentences) == COUNTS[name], sentences
    else:
        assert sentences == expected


@example("。 »")
@given(st.text(st.sampled_from("ab Z.!?…\n\"»«'“”(3-。 ")))
def test_spans_cover_all_text_in_order(text: str) -> None:
    spans = split(text)
    joined = "".join(text[start:end] for start, end in spans)
    assert "".join(joined.split()) == "".join(text.split())
    assert all(a < b <= c < d for (a, b), (c, d) in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


PIECES = [
    "Gen",
    "gen",
    "Lt",
    "U.S",
    "Jan",
    "M",
    "Me",
    "2019",
    "3",
    "Kidal",
    "mm",
    "min",
    "a.m",
    "Inc",
    "etc",
]
PIECES += ["left", "art", "“Go", "(No", "J.-Y", "Le", "Of", "of", "É", "\nThe", "vs"]


@given(
    st.lists(
        st.tuples(st.sampled_from(PIECES), st.sampled_from([". ", " ", "? ", '." '])), min_size=2
    )
)
def test_what_is_plain_at_first_sight_is_a_boundary_on_second(words: list[tuple[str, str]]) -> None:
    text = "".join(chain.from_iterable(words))
    for language in ("en", "fr", ""):
        with mock.patch.object(sentences, "_is_plain", return_value=False):
            slowly = split(text, language)
        assert split(text, language) == slowly
