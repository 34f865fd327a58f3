"""Who a clause is about: its noun phrase, and whom 'she' or 'the ministry' stands for.

Rules without a parser: a phrase begins at an article, a name, a number or a bare plural and ends before a
relative clause; introductory words and phrases of place ('In Baghdad a …') are stepped over.

>>> text = "In Baghdad a shopkeeper whose cousin was wounded"
>>> start, end = phrase(text, 0, len(text))
>>> text[start:end]
'a shopkeeper'
>>> known = Sources()
>>> [known.resolve(name, "en") for name in ("General Diallo", "a nurse", "she", "the general")]
['General Diallo', 'a nurse', 'a nurse', 'General Diallo']
"""

from __future__ import annotations

import re

from nlp.text.reporting import COUNTED, FEMININE, INSTITUTION, MASCULINE, OWN, PERSONAL, PLURAL

Span = tuple[int, int]

_DETERMINER = r"""(?:(?:
    an?|the|its|his|her|their|our|my|one|two|three|four|five|six|several|some|many|most|others?|another|both|few
  | certain|no|every|each|une?|le|la|les|des|sa|ses|son|leurs?|plusieurs|certaine?s|quelques|deux|trois|quatre
  | cinq|notre|nos|mon|ma|mes|ces?|cette|cet|aucune?|\d[\d.,]*
  )\s|[ld]['’])"""
_START = re.compile(rf"(?i:{_DETERMINER})|[A-ZÀ-ÖØ-Þ]", re.VERBOSE)
_ARTICLE = re.compile(_DETERMINER, re.VERBOSE | re.IGNORECASE)
_NEXT = re.compile(rf"\s(?={_DETERMINER})", re.VERBOSE | re.IGNORECASE)
_LEAD = re.compile(  # words that introduce a clause
    r"""(?:
        and|but|yet|so|or|nor|then|now|meanwhile|however|still|later|also|even|only|while|when|whereas|as|because
      | although|though|since|if|that|which\ is\ what|that's\ what|what|until|where
      | for\ (?:his|her|its|their)\ part
      | et|mais|or|puis|alors|ainsi|donc|comme|car|si|quand|même|où|pour\ sa\ part
      | (?:tandis\ |alors\ |lors|puis|parce\ |c['’]est\ ce\ |ce\ |voilà\ )?qu[e'’]
    )\b[\s,]*""",
    re.VERBOSE | re.IGNORECASE,
)
_LINE = re.compile(  # '18:20 ', '3. ', 'BEIRA, Mozambique, March 20 (Meridian) — '
    r"\d{1,2}(?:[:.h]\d{2}|[.)])?:?\s(?=[A-ZÀ-Þ])"
    r"|[A-ZÀ-Þ][A-ZÀ-Þ'’ .-]{2,}[^—–\n]{0,60}?\s?[—–-]{1,2}\s"
)
_PLACE = re.compile(
    r"(?:in|at|on|from|for|by|after|before|during|under|across|outside|inside|near|with|of|to|among|over|since"
    r"|dans|à|au|aux|en|depuis|chez|pour|sur|sous|après|avant|lors|devant|du côté|parmi|vers|de|du|par)\s",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\s(?:who|whom|whose|which|that|where|qui|que|qu['’]|dont|où|lequel|laquelle)\b|\s?[(\[]"
)
_BARE = re.compile(r"(?:\w+[ -]){0,3}\w{3,}s\b")  # analysts, rights groups
_UNFINISHED = re.compile(  # 'in 1958' and 'the 12' are, 'a corporal of 41' and 'ward 3' are not
    r"(?:['’]s|(?<![\w'’])(?:an?|the|its|his|her|their|our|[ld]['’]|le|la|les|une?|des|son|sa|ses|leurs?"
    r"|and|or|et|ou)|(?:\A|\b(?:in|on|at|the|since|en|le|les|du|depuis)\s)\d+)\Z",
    re.IGNORECASE,
)
_HEAD_ENDS = re.compile(
    r",|\s(?:in|at|on|of|from|for|with|near|by|to|who|d[eu]s?|à|en|dans|qui|au|aux)\b|\sd['’]"
)
_PREDICATE = re.compile(
    r",|:|\s(?:is|are|was|were|has|have|had|does|did|will|would|can|could|may|might|must|took|takes|came|went"
    r"|made|makes|gave|got|left|sat|stood|won|spoke|speaks|kept|became|began|lost|met|ran|put|paid|brought"
    r"|\w{3,}ed|est|sont|était|étaient|a|ont|avait|avaient|fut|\w{3,}(?:ait|aient|èrent)|tient|prend|fait|va"
    r"|vient)\s"
)
_ASIDE = re.compile(r"\s(?:in|at|on|for|to|with|à|dans|en|pour|avec)\s")
_WHO = re.compile(
    r"(?:An?|The|Une?|L[ea]s?|Des|Mr|Mrs|Ms|M\.|Mme|Dr)\s|L['’]|(?:[A-ZÀ-Þ][\w'’-]+\s?){2,4}\Z"
)
_NEW = re.compile(r"(?:an?|another|une?|des|d['’]autres|one|two|three|\d+)\b", re.IGNORECASE)
_SHORT = frozenset(
    ["the", "les", "des", "its", "his", "her", "our", "une", "and", "mrs", "aux", "ses", "son"]
)
_LONGEST = 16  # words of a phrase
_RECENT = 3  # sources among which one that surely fits a pronoun comes before the last one


def phrase(text: str, start: int, end: int, *, bare: bool = False) -> Span | None:
    """Return the offsets of the noun phrase that ``text[start:end]`` consists of, None when there is none.

    ``bare``: a word or two without an article will do, as in '…, minister says'.
    """
    start = _past_introduction(text, start, end)
    relative = _RELATIVE.search(text, start, end)
    end = relative.start() if relative else end
    end = start + len(text[start:end].rstrip(" ,:-–—\n"))
    found = text[start:end]
    words = found.lower().split()
    if not words or len(words) > _LONGEST or _UNFINISHED.search(found):
        return None
    if words[0] in OWN:
        return None
    if words[0] in PERSONAL["en"] or words[0] in PERSONAL["fr"]:
        return (start, end) if len(words) == 1 else None
    named = _START.match(found) or _BARE.fullmatch(found) or found.lower() in COUNTED
    return (start, end) if named or (bare and len(words) <= 2) else None


def _past_introduction(text: str, start: int, end: int) -> int:
    while True:
        start = end - len(text[start:end].lstrip(" \n*_–—-•·"))
        lead = _LINE.match(text, start, end) or _LEAD.match(text, start, end)
        place = _PLACE.match(text, start, end)
        if not lead and not place:
            return start
        start = lead.end() if lead else _past_place(text, start, end)


def _past_place(text: str, start: int, end: int) -> int:
    """Return where the phrase after 'In Baghdad' or 'At the cookhouse' begins; ``end`` when none does."""
    inside = text.find(" ", start, end) + 1
    article = _ARTICLE.match(text, inside, end)
    following = _NEXT.search(text, article.end() if article else inside, end)
    return following.end() if following else end


class Sources:
    """The sources of one article so far, to say whom a pronoun or a short mention stands for."""

    def __init__(self) -> None:
        self.named: list[str] = []

    def resolve(self, mention: str, language: str) -> str:
        """Return the source that ``mention`` stands for: an earlier one, or the mention itself."""
        name = " ".join(mention.split())
        kind = PERSONAL.get(language, PERSONAL["en"]).get(name.lower(), "")
        kind = "p" if name.lower() in COUNTED else kind
        earlier = self._meant(kind) if kind else self._same(name)
        if earlier:
            self.named.remove(earlier)
            self.named.append(earlier)  # the last one talked of
        elif not kind:
            self.named.append(name)
        return earlier or name

    def introduce(self, text: str, start: int, end: int) -> Span | None:
        """Return whom a sentence begins with, up to its first verb, and remember them."""
        start = _past_introduction(text, start, end)
        stop = _PREDICATE.search(text, start, end) or _ASIDE.search(text, start, end)
        found = phrase(text, start, stop.start()) if stop else None
        if found and _WHO.match(text, *found):
            self.resolve(text[slice(*found)], "")
        return found

    def _meant(self, kind: str) -> str:
        likely = [name for name in self.named[-_RECENT:] if _agrees(name, kind, sure=True)]
        possible = [name for name in self.named if _agrees(name, kind, sure=False)]
        return [*possible, *likely][-1] if possible or likely else ""

    def _same(self, name: str) -> str:
        """Return an earlier source that a name or a definite phrase ('the general') repeats."""
        mine = _words(name)
        if _NEW.match(name):
            return ""
        for earlier in reversed(self.named):
            theirs = _words(earlier)
            within = mine and theirs and (mine <= theirs or theirs <= mine)
            if within or _surname(name, earlier):
                return earlier
        return ""


def plural(name: str) -> bool:
    """Whether a phrase names several: by its determiner, an 'and', or the 's' of the word that heads it."""
    head = _HEAD_ENDS.split(name, maxsplit=1)[0]
    several = r"[^s]s\Z|\b(?:and|et)\b|\b(?:police|people|men|women)\Z"
    return bool(PLURAL.match(name) or re.search(several, head))


def alike(one: str, other: str) -> float:
    """Return which share of the words of the shorter name is in the other, from 0 to 1.

    >>> alike("President Mohamed Muizzu", "Mr Muizzu"), alike("a defence minister", "the foreign minister")
    (1.0, 0.5)
    """
    mine, theirs = _words(one), _words(other)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def _words(name: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"\w{3,}", name.lower()) if word not in _SHORT)


def _surname(one: str, other: str) -> bool:
    """Whether both names end in the same capitalised word, as 'Mr Muizzu' and 'President Mohamed Muizzu'."""
    last = [re.findall(r"(?<=\w )[A-ZÀ-Þ][\w'’-]+", name)[-1:] for name in (one, other)]
    return bool(last[0]) and last[0] == last[1]


def _agrees(name: str, kind: str, *, sure: bool) -> bool:
    """Whether a source fits 'he', 'she', 'it' or 'they'; ``sure``: its words say so."""
    if kind == "p":
        return plural(name)
    if kind == "n":
        person = re.search(r"\b(?:an?|mr|president)\b", name, re.IGNORECASE)
        return bool(INSTITUTION.search(name)) or not (sure or person)
    right, wrong = (FEMININE, MASCULINE) if kind == "f" else (MASCULINE, FEMININE)
    head = " ".join(name.split()[:6])
    return bool(right.search(head)) or not (sure or wrong.search(head) or plural(name))
