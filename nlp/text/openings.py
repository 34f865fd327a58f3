"""Sentences that open with a pronoun and so lean on the one before them.

Own lists, English and French: personal, possessive and demonstrative words ('She', 'His', 'This', 'Elle',
'Celui-ci', 'Ce dernier'). Expletives ('Il y a', 'It is clear that', 'There is') lean on nothing.

>>> leans("He left Bamako.", "en"), leans("Il y a deux camps.", "fr"), leans("Mali votes.", "en")
(True, False, False)
"""

from __future__ import annotations

import re

_OPENINGS = {
    "en": re.compile(
        r"""\W*(?:(?:and|but|so|yet|then|however|meanwhile|later),?\s+)?(?:
        (?!it(?:\ is|\ was|['’]s)\ (?:\w+\ )?(?:\w+\ )?(?:that|to|who|not\ clear|unclear)\b)
        (?:he|she|it|they|his|her|hers|its|their|theirs|him|them|himself|herself|itself|themselves|both)
        (?:['’](?:s|d|ll|re|ve))?
        |(?:this|that|these|those|such)
        |the\ (?:latter|former|two|pair|duo)
        )\b(?!-)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "fr": re.compile(
        r"""\W*(?:(?:et|mais|or|puis|car|cependant|toutefois|pourtant|ensuite|enfin),?\s+)?(?:
        (?!il\ (?:n['’])?(?:y\ a|y\ avait|faut|fallait|faudra|faudrait|pleut|s['’]agit|est\ \w+\ (?:que|de))\b)
        (?:il|elle|ils|elles|lui|eux|son|sa|ses|leur|leurs|celui|celle|ceux|celles|cela|ceci|ça)
        |ce|cet|cette|ces
        |(?:tous|toutes)\ (?:deux|trois)
        |(?:le|la|les)\ (?:premier|première|second|seconde|deux)\ (?=a\b|ont\b|est\b|sont\b)
        )(?:-(?:ci|là))?(?![\w-])""",
        re.IGNORECASE | re.VERBOSE,
    ),
}


def leans(sentence: str, language: str) -> bool:
    """Whether ``sentence`` opens with a word whose meaning stands in an earlier one.

    Languages without a list of their own are read with both lists.
    """
    own = _OPENINGS.get(language)
    return any(p.match(sentence) is not None for p in ([own] if own else _OPENINGS.values()))
