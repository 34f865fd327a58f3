"""Shorter, never less true: no number, negation or quotation mark may go."""

import json
import re
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.compress import compress, headline
from nlp.text.sentences import split
from nlp.text.tokens import words

DROPPED = {
    "BAMAKO, Mali (AP) — The army left.": "The army left.",
    "LONDON (Reuters) - Oil fell on Monday.": "Oil fell on Monday.",
    "PARIS — The minister resigned on Monday.": "The minister resigned on Monday.",
    "(AFP) - The army left.": "The army left.",
    "The army left (Reuters)": "The army left",
    "The army (FAMa) left Kidal.": "The army left Kidal.",
    "The minister – a former general – resigned.": "The minister resigned.",
    'The army (FAMa) is "home".': 'The army is "home".',
    "Le comité (CNSP) dit « non ».": "Le comité dit « non ».",
    "La junte (au pouvoir depuis longtemps) est partie.": "La junte est partie.",
}
KEPT = [
    "BAMAKO, Jan. 3 — The army left.",
    "Oil fell (by 3 percent).",
    "Oil fell (by half).",
    "Le prix (douze francs) monte.",
    "The town (not the region) fell.",
    "La ville (jamais prise) est tombée.",
    "The leader (“the lion”) left.",
    "The (alleged) killer left.",
    "They tried — and failed — to leave.",
    "They tried — in vain, as all their efforts failed — to leave.",
    "He made a similar — but milder video — in May.",
    "The toll rose (according to the army).",
    "He will stay (assuming that he wins).",
    "The border (unclear to many) is shut.",
    "Travellers from Mali (as well as Niger) must wait.",
    "It is shown on our site (in Mali only).",
    "De nombreux blessés (une soixantaine) sont soignés.",
    "Tous partent (à l'exception du maire).",
    "During talks on the issue – including arms of all sorts – Biden spoke.",
    '"We held (the old town) all winter," he said.',
    'The town was ours (all of it)," he said.',
    "« Cela semble (une attaque) aveugle », dit-il.",
    "“We — like all our friends — stayed,” he said.",
    "The town was ours (all of it),” he said.",
    '"On nous convoque (...) et on part."',
    "Ils sont partis (...) et revenus.",
    "Members of the (ISC)² left.",
    "NATO — An old bloc — met in May.",
    "ARMY TAKES KIDAL - REBELS FLEE",
    "The U.S.-led coalition left.",
    'He said: "We [the army] left."',
    "Mali – Niger – Burkina Faso.",
    "(AFP)",
    "",
]
NEGATIONS = re.compile(
    r"\b(?:fail\w*|refus\w+|den(?:y|ied|ies)|not|no|never|none|nobody|nothing|neither|nor|without|cannot|ne|pas|jamais|aucune?|rien|ni|sans)\b"
    r"|n['’]t\b|\bn['’]",
    re.IGNORECASE,
)
NUMERALS = {
    *("two", "three", "five", "ten", "twenty", "hundred", "thousand", "million", "dozens", "half"),
    *(
        "deux",
        "trois",
        "cinq",
        "dix",
        "vingt",
        "cent",
        "mille",
        "soixantaine",
        "quinzaine",
        "couple",
    ),
}


def weight(text: str) -> list[str]:
    """Return every number and negation of a text, found another way than the rules do."""
    return [
        *re.findall(r"\d+", text), *NEGATIONS.findall(text), *(w for w in words(text) if w in NUMERALS)
    ]  # fmt: skip


@pytest.mark.parametrize("sentence", DROPPED)
def test_what_goes(sentence: str) -> None:
    assert compress(sentence) == DROPPED[sentence]


@pytest.mark.parametrize("sentence", KEPT)
def test_what_stays(sentence: str) -> None:
    assert compress(sentence) == sentence


PARTS = st.sampled_from(
    [
        "BAMAKO,",
        "Mali",
        "(AP)",
        "—",
        "–",
        "-",
        "(",
        ")",
        "not",
        "no",
        "never",
        "n’t",
        "three",
        "12",
        "1,200",
        "half",
        "soixantaine",
        "failed",
        "the",
        "army",
        ",",
        ";",
        ":",
        "left",
        "ne",
        "pas",
        "trois",
        "sans",
        ".",
        "“",
        "”",
        "[",
        "]",
    ]
)


@given(st.lists(PARTS, max_size=25), st.integers(1, 14))
def test_no_number_or_negation_is_ever_lost(parts: list[str], most: int) -> None:
    sentence = " ".join(parts)
    assert weight(compress(sentence)) == weight(sentence)
    assert weight(headline(sentence, most)) == weight(sentence)


def test_nor_on_real_news(shared: Path) -> None:
    shorter = 0
    for name in ("masakhanews/eng", "masakhanews/fra"):
        with (shared / "corpora" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            for line in islice(lines, 100):
                text = json.loads(line)["text"]
                for start, end in split(text):
                    short = compress(text[start:end])
                    shorter += short != text[start:end]
                    assert weight(short) == weight(text[start:end])
                    assert weight(headline(text[start:end], 14)) == weight(text[start:end])
    assert shorter > 50


@pytest.mark.parametrize(
    ("sentence", "most", "expected"),
    [
        ("The army left Kidal on Monday, the town it had held since June.", 6, "The army left Kidal on Monday"),
        ("The army left Kidal, rebels said.", 4, "The army left Kidal, rebels said"),
        ("The army left Kidal on Monday, if it had to.", 6, "The army left Kidal on Monday, if it had to"),
        ("The army left Kidal on Monday, after 3 days.", 6, "The army left Kidal on Monday, after 3 days"),
        ("The army left Kidal, Gao and Ber.", 4, "The army left Kidal, Gao and Ber"),
        ("Rain fell.", 14, "Rain fell"),
        ("The old mayor of Gao, a pilot, will run.", 6, "The old mayor of Gao, a pilot, will run"),
        ("M. Ba, le procureur de Gao, a demandé un délai.", 6, "M. Ba, le procureur de Gao, a demandé un délai"),
        ("When the army left Kidal, the town fell.", 5, "When the army left Kidal, the town fell"),
        ("Although the army left Kidal, the town fell.", 5, "Although the army left Kidal, the town fell"),
        ("Le problème est que pour le maire, la ville tombe.", 8, "Le problème est que pour le maire, la ville tombe"),
        ("The old mayor of Gao, a pilot of the air force.", 6, "The old mayor of Gao, a pilot of the air force"),
        ("Le pays ayant déclenché la guerre, les voisins fuient.", 6, "Le pays ayant déclenché la guerre, les voisins fuient"),
    ],
)  # fmt: skip
def test_headlines_keep_claims_conditions_and_numbers(
    sentence: str, most: int, expected: str
) -> None:
    assert headline(sentence, most) == expected
