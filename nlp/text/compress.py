"""Shorter sentences that say nothing new: datelines, agency credits and asides are dropped by rule.

Only whole parts go, and none that holds a number (digits or words), a negation or a quotation mark, so
'BAMAKO (AP) — ' goes and '(not confirmed)' stays; none that says who said so, sets a condition or takes
something back ('tried — and failed — to'); and none of a quotation, '(...)' where it was cut included.
``headline`` also drops trailing clauses on the same terms, if they do not hold the predicate. Own rules,
English and French.

>>> compress("BAMAKO, Mali (AP) — The army (FAMa) left Kidal, officials said.")
'The army left Kidal, officials said.'
>>> headline("The army left Kidal on Monday, the town it had held since June.", 6)
'The army left Kidal on Monday'
"""

from __future__ import annotations

import re

from nlp.text.furniture import AGENCY
from nlp.text.tokens import words

_PLACE = r"[A-ZÀ-Þ][\w'’.\-]*(?:[ /-][\w'’.\-]+){0,3}"
_NAMED = rf"(?:{_PLACE}(?:, {_PLACE})*\s*)?\((?i:{AGENCY})\)\s*(?:--|[-–—:])\s+"
_CAPITALS = (  # 'PARIS — The', but neither 'NATO — a bloc — met' nor 'TAKES KIDAL - REBELS FLEE'
    rf"[A-ZÀ-Þ][A-ZÀ-Þ'’ -]{{2,30}}(?:, {_PLACE})?\s*(?:--|[–—]|\s-)\s+"
    r"(?=[A-ZÀ-Þ]\S*(?:\s\S+){0,3}?\s[a-zà-ÿ])(?!.*\s[–—]\s)"
)
_DATELINE = re.compile(rf"\A(?:{_NAMED}|{_CAPITALS})")
_CREDIT = re.compile(
    rf"\s*[\[(](?:with |avec )?(?i:{AGENCY})(?:[,/ ]+(?i:{AGENCY}))*[\])]\.?(?=\s*\Z)"
)
_ASIDE = re.compile(
    r"\s+\((?![a-zà-ÿ'’-]+\))[^()]*\)(?![\w²³])"
)  # '(alleged)' belongs to what follows
_DASHED = re.compile(r"\s+[–—]\s+(?=[a-zà-ÿ])[^–—]{1,80}\s+[–—](?=\s+[a-zà-ÿ])")
_TAIL = re.compile(r"(?:\s+[–—-]|[,;:])\s+(?!(?:and|or|et|ou)\b)[^,;:–—]+\Z")
_PREDICATE = re.compile(  # 'The mayor, a former pilot, will run': what follows is no mere tail
    r"\W*(?:(?:is|are|was|were|has|have|had|will|would|can|could|must|should|est|sont|était|étaient|ont|avait"
    r"|avaient|aura|sera|va|vont|se|\w+ed)\b|s['’]|n['’]|a\ (?:\w+ment\ )?\w+(?:[éiu]|is|it|rt)e?s?\b)",
    re.IGNORECASE,
)
_FRONTED = re.compile(  # 'When the army left, …', 'La Russie ayant envahi l’Ukraine, …': no sentence by itself
    r"(?:when|while|as|after|before|in|on|at|with|by|for|from|during|despite|since|under|although|though|if"
    r"|because|unless|until|once|given|according|across|among|ahead|having|le\ long|en|dans|depuis|après|avant"
    r"|pour|alors|lorsque?|quand|si|avec|sur|malgré|comme|face|à|aux?|selon|d['’]après|d['’]ici|dès|bien|puisque"
    r"|tandis|afin|grâce|outre|parmi|chez|entre|vers|sans|sous|contre|suite|auparavant|jusqu['’]|il\ y\ a)\b"
    r"|.*\b(?:ayant|étant)\b",
    re.IGNORECASE,
)
_FINITE = re.compile(  # a verb that makes a sentence of what stays; irregular ones are listed
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|must|should|may|might|does?|did|\w+ed|sa(?:id|ys)|won|took"
    r"|met|made|gave|left|fell|rose|hit|shot|held|led|lost|began|came|went|saw|found|sent|told|put|set|beat|fled|struck"
    r"|sought|became|broke|brought|built|bought|caught|dealt|drew|drove|fought|got|grew|kept|knew|paid|ran|sold|stood"
    r"|spent|spoke|stole|swept|threw|wrote|wants|plans|faces|seeks|calls|urges|warns"
    r"|a|ont|est|sont|fut|va|vont|fait|peut|doit|veut|\w+(?:ait|aient|era|eront|èrent))\b|['’](?:est|a|s)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    r"\b(?:that|which|who|whose|whom|where|que|qui|dont|où)\b|\bqu['’]", re.IGNORECASE
)
_FEWEST = 5  # words that a headline keeps
_NEGATIONS = """
no not never none nobody nothing nowhere neither nor without cannot hardly barely scarcely few little
unless except ain't non ne n' ni pas jamais aucun aucune rien personne sans nul nulle guère sauf
"""
_REVERSALS = """
exception fail fails failed failing failure refuse refuses refused refusing refusal deny denies denied denying
denial reject rejects rejected lack lacks lacking unclear unlikely unable unsuccessful unsuccessfully
unconfirmed unverified unproven unknown unborn untrue false falsely hormis hors excepté échoué échec refuse
refusé refus nie nié nient dément démenti rejeté faux fausse incertain inconnu interdit interdite interdits
interdites
"""
_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds
thousand thousands million millions billion billions trillion dozen dozens half halves third thirds
quarter quarters couple pair triple scores first second double triple twice once both zéro deux trois
quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt vingts trente quarante
cinquante soixante septante nonante cent cents mille millier milliers milliard milliards dizaine
dizaines douzaine douzaines vingtaine quinzaine trentaine quarantaine cinquantaine soixantaine centaine
centaines moitié tiers quart demi demie premier première seconde
"""
_CONDITIONS = """
said says say told according announced reported claimed claims alleged accused reportedly allegedly if
but although though albeit despite whether until would could may might should assuming provided
only presumably seulement uniquement
suspected presumed possibly probably perhaps likely selon d'après dit annoncé indiqué déclaré affirmé
assuré rapporté accusé si mais bien malgré pourrait serait aurait explique affirme assure estime présumé
présumée supposé supposée peut-être probablement
"""
_DENIES = frozenset(_NEGATIONS.split())
_KEPT = _DENIES | frozenset(_REVERSALS.split()) | frozenset(_NUMBERS.split())
_CLAIMS = frozenset(_CONDITIONS.split())
_MARKS = re.compile(r"[\d\"“”„«»]|%|n['’]t\b|\b(?:un|in|im|non)-")
_NOT = re.compile(r"n['’]t\b", re.IGNORECASE)
_JOINED = re.compile(  # 'a similar — and milder film —', 'from Mali (as well as Niger)'
    r"\W*(?:and|or|as well as|along with|et|ou|ainsi que)\b", re.IGNORECASE
)
_OMISSION = re.compile(r"\(\s*(?:\.\.\.|…)\s*\)")
_PAIRS = (("“", "”"), ("«", "»"))


def negates(part: str) -> bool:
    """Whether ``part`` holds a word that denies: 'not', 'didn’t', 'n’', 'aucun'."""
    return bool(_NOT.search(part)) or not _DENIES.isdisjoint(words(part))


def weighty(part: str) -> bool:
    """Whether ``part`` holds a number, a negation or a quotation mark, and so must stay."""
    if _MARKS.search(part):
        return True
    return any(w in _KEPT or not _KEPT.isdisjoint(w.split("-")) for w in words(part))


def compress(sentence: str) -> str:
    """Return ``sentence`` without dateline, agency credit, brackets and dashed asides."""
    short = sentence
    for rule in (_DATELINE, _CREDIT, _ASIDE, _DASHED):
        short = rule.sub(lambda part: part[0] if _stays(part) else "", short)
    short = short.strip()
    return short if len(short.split()) > 1 else sentence


def _stays(part: re.Match[str]) -> bool:
    """Whether a part is weighty, part of the claim, or somebody's words."""
    if weighty(part[0]) or not _CLAIMS.isdisjoint(words(part[0])):
        return True
    joined = _JOINED.match(part[0]) or _OMISSION.search(part[0])
    return bool(joined) or _quoted(part.string, part.start(), part.end())


def _quoted(text: str, start: int, end: int) -> bool:
    """Whether what stands between two offsets may be inside a quotation."""
    if text.count('"', 0, start) % 2 or text.count('"') % 2:
        return True
    return any(
        text.count(opening, 0, start) > text.count(closing, 0, start)
        or text.count(opening, end) < text.count(closing, end)
        for opening, closing in _PAIRS
    )


def headline(sentence: str, most: int) -> str:
    """Return ``sentence`` compressed to at most ``most`` words, or as far as the rules allow.

    Without its full stop. Words are counted between white space.
    """
    short = compress(sentence).removesuffix(".")
    while len(short.split()) > most:
        tail = _TAIL.search(short)
        if tail is None or weighty(tail[0]) or not _CLAIMS.isdisjoint(words(tail[0])):
            break
        kept = short[: tail.start()]
        if len(kept.split()) < _FEWEST or _FRONTED.match(short) or _PREDICATE.match(tail[0]):
            break
        if not _FINITE.search(_WITHIN.split(kept)[-1]):
            break
        short = kept
    return short
