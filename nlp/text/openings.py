"""Sentences that open with a pronoun and so lean on the one before them.

Own lists, English and French: personal, possessive and demonstrative words ('She', 'His', 'This', 'Elle',
'Celui-ci', 'Ce dernier'), also behind a short beginning that names nobody ('In fact, he', 'According to him',
'Selon elle', 'Lundi, il'). Expletives ('Il y a', 'It is clear that'), times ('This week', 'Ce lundi') and what
points forward ('In his speech, Macron') lean on nothing.

>>> leans("He left Bamako.", "en"), leans("Il y a deux camps.", "fr"), leans("Mali votes.", "en")
(True, False, False)
>>> leans("In his view, it is over.", "en"), leans("Selon lui, c'est fini.", "fr")
(True, True)
"""

from __future__ import annotations

import re

_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_JOURS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_IL = r"""(?!il\ (?:n['’]|ne\ )?(?:  # an 'il' that stands for nobody
    y\ (?:a|avait|aura)|faut|fallait|faudra|faudrait|pleut|s['’]agi\w+|suffit|convient
    |(?:nous|vous|me|leur)\ reste|(?:est|était|sera|serait)\ (?:pas\ |plus\ |donc\ |encore\ )?(?:(?:im)?possible
    |important|essentiel|nécessaire|vrai|clair|évident|difficile|facile|(?:im)?probable|question|temps|prévu|interdit
    |à\ noter|utile|normal|rare|prouvé|établi|urgent)\ (?:que|qu['’]|de|d['’]))\b)"""
_OPENINGS = {
    "en": re.compile(
        rf"""\W*(?:(?:and|but|so|yet|then|however|meanwhile|later),?\s+)?(?:
        (?!it(?:\ is|\ was|['’]s)\ (?:\w+\ )?(?:\w+\ )?(?:that|to|who|not\ clear|unclear)\b)
        (?:he|she|it|they|his|her|hers|its|their|theirs|him|them|himself|herself|itself|themselves|both)
        (?:['’](?:s|d|ll|re|ve))?
        |that|these|those|such
        |this(?!\ (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|autumn|fall|winter|season
          |time|{_DAYS})\b)
        |the\ (?:latter|former|two|pair|duo)
        |(?:according\ to|for|to|like|unlike|with|without|between|among|behind|beside|after|against)
          \ (?:him|her(?=,)|them)
        |in\ (?:his|her|their|its)\ (?:own\ )?(?:view|opinion|eyes|judge?ment|mind|words)
        )\b(?!-)""",
        re.IGNORECASE | re.VERBOSE,
    ),
    "fr": re.compile(
        rf"""\W*(?:(?:et|mais|or|puis|car|cependant|toutefois|pourtant|ensuite|enfin),?\s+)?(?:
        {_IL}
        (?:il|elle|ils|elles|lui|eux|son|sa|ses|leur|leurs|celui|celle|ceux|celles|cela|ceci|ça)
        |(?:ce|cet|cette|ces)(?!\ (?:semaine|week-end|mois|année|matin|midi|soir|soirée|nuit|été|hiver|automne
          |printemps|saison|fois|{_JOURS})(?![\w-]))
        |(?:tous|toutes)\ (?:deux|trois)
        |(?:le|la|les)\ (?:premier|première|second|seconde|deux)\ (?=a\b|ont\b|est\b|sont\b)
        |(?:selon|d['’]après|pour|avec|sans|chez|contre|entre|comme|parmi|(?:grâce|quant|face)\ [àa]
          |autour\ d['’])\ ?(?:lui|elles?|eux|celui|celle|ceux|cela|ça)
        |(?:[àa]\ (?:son|ses|leurs?)|selon\ (?:ses|leurs)|de\ (?:son|leur)\ propre)
          \ (?:avis|yeux|sens|dires|aveu|mots)
        )(?:-(?:ci|là))?(?![\w-])""",
        re.IGNORECASE | re.VERBOSE,
    ),
}
_BEHIND = {  # up to four words without a name or a verb of their own, a comma, and a pronoun behind it
    "en": re.compile(
        rf"""\W*(?!(?i:(?:and\ |but\ )?(?:when|while|if|because|although|though|once|until|whether))\b)
        (?:[A-Z]?[a-z'’-]+|\d+|On\ (?:{_DAYS}))(?:\ (?:[a-z'’-]+|\d+|{_DAYS})){{0,3}},\s+
        (?:he|she|they)(?:['’](?:s|d|ll|re|ve))?\b(?!,|\ \w+,|\ \w+\ \w+,)""",
        re.VERBOSE,
    ),
    "fr": re.compile(
        rf"""\W*(?!(?i:(?:et\ |mais\ )?(?:quand|lorsqu|si\b|comme|puisqu|alors\ qu|bien\ qu)))
        (?:[A-ZÀ-Þ]?[a-zß-ÿ'’-]+|\d+)(?:\ (?:[a-zß-ÿ'’-]+|\d+)){{0,3}},\s+
        {_IL}
        (?:ils?|elles?)\b(?![-,])""",
        re.VERBOSE,
    ),
}


def leans(sentence: str, language: str) -> bool:
    """Whether ``sentence`` opens with a word whose meaning stands in an earlier one.

    Languages without a list of their own are read with both lists.
    """
    languages = [language] if language in _OPENINGS else list(_OPENINGS)
    patterns = [table[known] for known in languages for table in (_OPENINGS, _BEHIND)]
    return any(pattern.match(sentence) is not None for pattern in patterns)
