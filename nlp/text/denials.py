"""Whether a sentence denies what its source does not: 'did not leave' of 'left'.

English and French. In the source any word counts that a negation may reword ('refused', 'lack'), so that a
faithful rewording is rarely taken for a denial. A negation that was lost is not looked for: on SummEdits (see
``eval.metrics.support``) that marks nearly as many consistent summaries as inconsistent ones.

>>> denial("The army did not leave Gao.", "The army left Gao.", "en")
'not'
>>> denial("The army did not leave Gao.", "The army refused to leave Gao.", "en")
''
"""

from __future__ import annotations

from nlp.text.tokens import words

_DENIALS = {
    "en": "not never no none nobody nothing neither nor without cannot",
    "fr": "pas jamais aucun aucune ni sans rien nul nulle",
}
_NEAR = {  # words that a negation may reword
    "en": "hardly barely scarcely few little unless except non",
    "fr": "ne n' non sauf guère peu",
}
_BEGIN = {  # beginnings of such words
    "en": "fail refus deny deni reject lack absen unable impossib prevent avoid",
    "fr": "refus rejet manqu absen incapab impossib empêch évit dément",
}


def denial(sentence: str, source: str, language: str = "") -> str:
    """Return the first negating word of ``sentence`` where nothing in ``source`` negates; '' otherwise."""
    spoken = [language] if language in _DENIALS else [] if language else list(_DENIALS)
    said = {word for own in spoken for word in _DENIALS[own].split()}

    def denies(word: str) -> bool:
        return word in said or ("en" in spoken and word.endswith("n't"))

    found = next(filter(denies, words(sentence, language)), "")
    near = {word for own in spoken for word in _NEAR[own].split()}
    begin = tuple(word for own in spoken for word in _BEGIN[own].split())
    there = words(source, language) if found else []
    return "" if any(denies(w) or w in near or w.startswith(begin) for w in there) else found
