"""Whose words a sentence holds: the outlet's own, or those of somebody it quotes or reports.

Text inside quotation marks, and sentences that attribute what they say ('said', 'according to', 'selon'),
belong to a source. The lists are our own, English and French.

>>> voices("The deal is folly, he said.")
('', 'The deal is folly, he said.')
>>> voices("The deal is “a welcome step” but shameful.")
('The deal is   but shameful.', '“a welcome step”')
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r"[\"“«][^\"”»]{1,600}(?:[\"”»]|$)")
_REPORTS = re.compile(
    r"\b(?:said|says|saying|told|tells|according to|claims?|claimed|argued?|argues|added|adds|insists?|insisted"
    r"|accused?|accuses|denied|denies|called|calls|warned|warns|believes?|described|stated|alleged"
    r"|selon|d['’]après|a (?:dit|déclaré|affirmé|ajouté|estimé|indiqué|expliqué|dénoncé)"
    r"|dit|affirme|estime|déclare|explique|ajoute|dénonce|accuse|assure|juge)\b",
    re.IGNORECASE,
)
_NEGATES = re.compile(
    r"\b(?:not|no|never|without|nor|neither|hardly|far from|n['’]t|ne|n['’]|ni|pas|jamais|sans|aucune?)\W+"
    r"(?:[\w'’-]+\W+){0,2}$",
    re.IGNORECASE,
)


def voices(sentence: str) -> tuple[str, str]:
    """Return (the outlet's own words, a source's words)."""
    quoted = " ".join(_QUOTED.findall(sentence))
    own = unquoted(sentence)
    return ("", sentence) if _REPORTS.search(own) else (own, quoted)


def unquoted(sentence: str) -> str:
    """Return a sentence without what stands between quotation marks."""
    return _QUOTED.sub(" ", sentence)


def negated(text: str, start: int) -> bool:
    """Whether what begins at ``start`` stands within three words after a negation."""
    return bool(_NEGATES.search(text[max(0, start - 60) : start]))
