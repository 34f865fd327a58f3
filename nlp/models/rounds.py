"""Long articles for models that write: read whole, in parts, over several rounds.

A text that does not fit is cut between sentences into the fewest halves that do (a sentence that does not,
between words); what is written about the parts is joined and, as it is no one text yet, summarized again.
Nothing is left out. Source: the map–reduce of recursive summarization (Wu et al. 2021).

>>> first = lambda texts: [text.split(".")[0] + "." for text in texts]
>>> summaries(["Rain fell. Gao slept. All left."], lambda text: len(text) < 22, first)
{'Rain fell. Gao slept. All left.': 'Rain fell.'}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nlp.text.sentences import split

_MOST = (
    8  # rounds; each at least halves the text, so more would mean a model that does not summarize
)


def summaries(
    texts: Sequence[str],
    fits: Callable[[str], bool],
    write: Callable[[Sequence[str]], Sequence[str]],
) -> dict[str, str]:
    """Return a summary of each distinct text.

    ``fits`` says whether a text can be read at once; ``write`` returns what is written about each text.
    """
    now = {text: text for text in texts}
    todo = list(now)
    for _ in range(_MOST):
        parts = {text: _parts(now[text], fits) for text in todo}
        said = iter(write([part for text in todo for part in parts[text]]))
        now |= {text: " ".join(next(said) for _ in parts[text]).strip() for text in todo}
        todo = [text for text in todo if len(parts[text]) > 1]
        if not todo:
            break
    return now


def _parts(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut ``text`` in halves, between sentences if it has several, until each fits."""
    if len(text) < 2 or fits(text):
        return [text]
    starts = [start for start, _ in split(text)][1:] or [
        i + 1 for i, char in enumerate(text) if char == " "
    ]
    middle = min(starts, key=lambda at: abs(at - len(text) / 2), default=len(text) // 2)
    return _parts(text[:middle].strip(), fits) + _parts(text[middle:].strip(), fits)
