"""What cannot be a headline, and the openings that one sheds.

Own rules, English and French: a headline is no question, no line that speaks of the page ('Follow us on …',
'Lire aussi : …'), no fragment, and leads with no 'But' that answers a sentence which is not there.

>>> opened("But the army left Kidal."), opened("Mais l’armée a quitté Kidal.")
('The army left Kidal.', 'L’armée a quitté Kidal.')
>>> unfit("Follow us on Facebook, X and Instagram."), unfit("Why now?"), unfit("The army left Kidal.")
(True, True, False)
"""

from __future__ import annotations

import re

from nlp.text.furniture import why
from nlp.text.tokens import length

_FEWEST = 4  # words
_CONNECTIVE = re.compile(
    r"""(?:(?:but|and|mais|et|car|pourtant|cependant|toutefois|néanmoins),?\ (?!si\b)
    |(?:so|yet|however|meanwhile|also|then|still|instead|moreover|furthermore|nevertheless|nonetheless
      |therefore|thus|indeed|in\ addition|additionally|for\ example|for\ instance|in\ fact|of\ course
      |or|donc|puis|ainsi|alors|enfin|ensuite|par\ ailleurs|en\ outre|de\ plus|en\ effet|en\ fait|d['’]ailleurs
      |du\ coup|par\ exemple|par\ conséquent|bien\ sûr|à\ son\ tour),\ )+
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PAGE = re.compile(  # read after its first letter was made small
    r"""(?:why\ not\ )?(?:follow|find|watch|listen|click|sign\ up|subscribe|download|visit)\b
    |read\ (?:more|also|the)\b|(?:also\ )?read\b.{0,40}:|send\ (?:us|your)\b|share\ (?:this|your)\b
    |get\ in\ touch\b|you\ can\ (?:follow|watch|listen)\b|story\ by\b|file:|by\ [A-Z][\w-]+\ [A-Z]
    |(?:suivez|retrouvez|regardez|écoutez|cliquez|abonnez|inscrivez|téléchargez|partagez|rejoignez)\b
    |(?:[àa]\ )?(?:lire|voir|écouter|regarder)\ (?:aussi|également)\b|[àa]\ (?:lire|ne\ (?:surtout\ )?pas)\b
    |par\ [A-ZÀ-Þ][\w-]+\ [A-ZÀ-Þ]""",
    re.VERBOSE,
)


def opened(sentence: str) -> str:
    """Return ``sentence`` without the connectives it leads with."""
    rest = _CONNECTIVE.sub("", sentence, count=1) if _CONNECTIVE.match(sentence) else sentence
    return rest if rest == sentence else rest[:1].upper() + rest[1:]


def unfit(sentence: str) -> bool:
    """Whether ``sentence`` is a question, a fragment or part of the page rather than of the news."""
    first, last = sentence[:1], sentence.rstrip(" \"'”’»")[-1:]
    torn = first.islower() or not (first.isalnum() or first in "\"'“‘«„[(¿¡$£€")
    short = length(sentence) < _FEWEST
    page = _PAGE.match(first.lower() + sentence[1:]) or why(sentence.removesuffix("."), edge=True)
    return bool(torn or short or last == "?" or page)
