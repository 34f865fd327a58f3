"""Lower-cased Unicode words, and short stop-word lists, for counts, vectors and scores.

Numbers ('1,200', '3.5') and dotted abbreviations ('u.s.') stay whole; so do hyphenated compounds
('counter-terrorism'), but not French inverted subjects ('a-t-il': 'a', 'il'). The English
possessive ('mali', "'s") and the French elision ("l'", 'armée') are parted. The stop-word lists
are our own.

Speed: text is cut at white space and each distinct piece meets the expression once
(``nlp.text.memo``).

>>> words("The U.S. spent 1,200 euros on Mali’s counter-terrorism.")
['the', 'u.s.', 'spent', '1,200', 'euros', 'on', 'mali', "'s", 'counter-terrorism']
>>> words("L’armée, a-t-il dit")
["l'", 'armée', 'a', 'il', 'dit']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp.text.memo import Memo

# \w leaves out marks that stand inside words of many scripts (Yoruba, Hebrew, Arabic, Indic, Thai).
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f"
    "\u0980-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0abc-\u0acd\u0b3c-\u0b4d\u0bbe-\u0bcd\u0c3e-\u0c4d\u0cbc-\u0ccd"
    "\u0d3e-\u0d4d\u0dca-\u0ddf\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u135d-\u135f"
)
_LETTERS = rf"[^\W\d_][\w{_MARKS}]*"
_SUBJECT = r"(?<!rendez)-(?:t-)?(?:ils?|elles?|on|je|tu|nous|vous|ce|ci|là)(?![\w-])"
_WORD = re.compile(
    r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)'(?=\w)"  # l', qu', jusqu'
    r"|'s\b"
    r"|[^\W\d_](?:\.[^\W\d_])+\b\.?"  # U.S., a.m.
    rf"|\d+(?:[.,:]\d+)*\w*(?:-{_LETTERS})*"  # 1,200  3.5  14:30  1990s  18-year-old
    rf"|(?!(?<=-)t-){_LETTERS}(?:(?!{_SUBJECT})['-](?!s\b)[\w{_MARKS}]+)*"
)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u3001-\u303f\uff00-\uff0f]"
)
_SYLLABLES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]+")  # Thai, Lao, Myanmar, Khmer
_RUNS = re.compile(f"{_SYLLABLES.pattern}|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+")
_APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")


def words(text: str, language: str = "") -> list[str]:
    """Return the lower-cased words of ``text`` in order.

    ``language`` is accepted so that callers need not know that one rule serves all languages with
    spaces between words; text without spaces (Chinese, Japanese, Thai) comes out as long runs.
    """
    return list(_all_words.of(text.split()))


def unspaced(text: str) -> bool:
    """Whether ``text`` holds a script without spaces between words (Chinese, Japanese, Thai, …)."""
    return not text.isascii() and _UNSPACED.search(text) is not None  # mostly no search at all


def length(text: str) -> int:
    """Return the words of ``text`` between white space; two characters without spaces are one more.

    >>> length("The army left."), length("军队离开了城市。")
    (3, 4)
    """
    return len(_UNSPACED.sub(" ", text).split()) + len(_UNSPACED.findall(text)) // 2


def content(text: str, language: str) -> Iterator[str]:
    """Yield the lower-cased words of ``text`` that are not stop words of ``language``.

    Text without spaces between words is cut into overlapping pieces of two characters (Chinese, Japanese) or
    four (Thai, Khmer, …): what two sentences share is then found without a dictionary (Nie, Gao, Zhang and
    Zhou 2000).

    >>> list(content("The army", "en")), list(content("军队离开", "zh"))
    (['army'], ['军队', '队离', '离开'])
    """
    stops = stopwords(language)
    kept = (word for piece in text.split() for word in _words(piece) if word not in stops)
    return (part for word in kept for part in _parts(word)) if unspaced(text) else kept


def stopwords(language: str) -> frozenset[str]:
    """Return the function words of ``language`` (ISO 639-1): 'en', 'fr', empty for any other."""
    return _STOPWORDS.get(language, frozenset())


_ENGLISH = """
's a about above across after again against ago ain't all almost also although always am among an
and another any anybody anyone anything are aren't around as at away back be became because become
becomes been before behind being below between both but by came can can't cannot come could
couldn't did didn't do does doesn't doing don't done down during each either else enough even ever
every everyone everything few for from further get gets getting give given go goes going gone got
had hadn't has hasn't have haven't having he he'd he'll her here hers herself him himself his how
however i i'd i'll i'm i've if in indeed into is isn't it it'd it'll its itself just keep kept
least less let like likely made make makes making many may maybe me might mine more most mr mrs ms
much must mustn't my myself near nearly neither never nevertheless no nobody none nor not nothing
now of off often on once one ones only onto or other others otherwise our ours ourselves out over
own per perhaps put quite rather really said same say saying says see seem seemed seems seen
several shall she she'd she'll should shouldn't since so some somebody someone something soon still
such take taken than that the their theirs them themselves then there therefore these they they'd
they'll they're they've this those though through throughout thus to today together told too took
toward towards under until up upon us use used using very via was wasn't we we'd we'll we're we've
well went were weren't what whatever when where whereas whether which while who whoever whole whom
whose why will with within without won't would wouldn't yes yesterday yet you you'd you'll you're
you've your yours yourself yourselves
"""
_FRENCH = """
a affirmé afin ai aie ainsi ait ajouté alors après assez au aucun aucune aujourd'hui auquel
auraient aurait aussi autant autour autre autres aux auxquelles auxquels avaient avais avait avant
avec avez avoir avons ayant beaucoup bien c' car ce ceci cela celle celles celui
cependant certain certaine certaines certains ces cet cette ceux chacun chacune chaque chez
ci comme comment contre d' dans de depuis dernier dernière des desquelles desquels deux devait
devant dire dit doit doivent donc dont du duquel durant dès déclaré déjà désormais elle elle-même
elles en encore enfin ensuite entre environ es est et eu eux expliqué faire faisait fait fois font
fut grâce hier hors hui ici il ils indiqué j' jamais je jour jusqu' jusque l' la laquelle le lequel
les lesquelles lesquels leur leurs lors lorsqu' lorsque lui lui-même là m' ma mais malgré me mes
met mieux mm mme moi moins mon même mêmes n' ne ni non nos notamment notre nous nôtre on ont ou où
par parce parfois parmi pas pendant peu peut peuvent plupart plus plusieurs plutôt pour pourquoi
pourrait pourtant pouvait presque près puis puisqu' puisque qu' quand quant que quel quelle quelles
quelqu'un quelque quelques quels qui quoi quoiqu' quoique rien s' sa sans sauf se selon sera
seraient serait ses seul seule si sien sinon soi soit sommes son sont sous souvent suis sur surtout
t' ta tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutefois toutes
trop très tu un une va vers voici voilà vont vos votre vous vraiment vôtre y étaient était étant
été être
"""
_STOPWORDS = {"en": frozenset(_ENGLISH.split()), "fr": frozenset(_FRENCH.split())}


def _words(piece: str) -> list[str]:
    found: list[str] = _WORD.findall(piece.lower().translate(_APOSTROPHES))
    return found


def _parts(word: str) -> Iterator[str]:
    """Yield a word, or the overlapping pieces of what stands without spaces in it."""
    end = 0
    for run in _RUNS.finditer(word):
        yield from (part for part in (word[end : run.start()],) if part)
        size, end = 4 if _SYLLABLES.match(run[0]) else 2, run.end()
        yield from (run[0][i : i + size] for i in range(max(1, len(run[0]) - size + 1)))
    yield from (part for part in (word[end:],) if part)


_all_words = Memo(_words)
