"""Long articles for models that write: read whole, in parts, over several rounds.

A text that does not fit is cut between sentences into the fewest halves that do (a sentence that does not,
between words); what is written about the parts is joined, cut again while that does not fit, and summarized
as one text. Nothing is left out. Source: the map–reduce of recursive summarization (Wu et al. 2021).

>>> first = lambda texts: [text.split(".")[0] + "." for text in texts]
>>> summaries(["Rain fell. Gao slept. All left."], lambda text: len(text) < 22, first, first)
{'Rain fell. Gao slept. All left.': 'Rain fell.'}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp.text.sentences import split

_LEAST_GAIN = 0.8  # a round that leaves as many parts and more of the text leads nowhere
Writing = Callable[[Sequence[str]], Sequence[str]]


def summaries(
    texts: Sequence[str], fits: Callable[[str], bool], shorten: Writing, write: Writing
) -> dict[str, str | None]:
    """Return a summary of each distinct text; None where what is written of its parts never comes to fit.

    ``fits`` says whether a text can be read at once; ``shorten`` returns what is written about each part of a
    longer text, ``write`` the summary of each text that fits.
    """
    now: dict[str, str | None] = {text: text for text in texts}
    parts = {text: _parts(text, fits) for text in now}
    while long := [text for text in now if len(parts[text]) > 1]:
        said = iter(shorten([part for text in long for part in parts[text]]))
        for text in long:
            joined = " ".join(filter(None, [next(said).strip() for _ in parts[text]]))
            after = _parts(joined, fits)
            less = len(joined) <= _LEAST_GAIN * len(now[text] or "")
            gained = len(after) < len(parts[text]) or (len(after) == len(parts[text]) and less)
            now[text], parts[text] = (joined, after) if gained else (None, [])
    whole = [text for text in now if now[text]]
    last = write([now[text] or "" for text in whole]) if whole else []
    return now | dict(zip(whole, last, strict=True))


def _parts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut ``text`` in halves, between sentences if it has several, until each fits."""
    if len(text) < 2 or fits(text):
        return [text]
    starts = [start for start, _ in split(text)][1:] or [m.end() for m in re.finditer(r"\s", text)]
    middle = min(starts, key=lambda at: abs(at - len(text) / 2), default=len(text) // 2)
    return _parts(text[:middle].strip(), fits) + _parts(text[middle:].strip(), fits)
