"""Articles of which only the beginning is read, since the user asked for it; answers say what was cut.

>>> from nlp.records import Article, Example
>>> beginnings([Example("x", Article("a", "Rain fell. All slept."))], 10)[0].article.text
'Rain fell.'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.errors import UserError
from nlp.records import Example, Outcome, Prediction


def beginnings(examples: Sequence[Example], characters: int) -> Sequence[Example]:
    """Return the examples with their articles' first ``characters`` only; 0 keeps everything.

    Raises
    ------
    UserError
        When ``characters`` is below 0.
    """
    if characters < 0:
        raise UserError(
            f"model.characters is {characters}. Give the characters to read of an article,"
            " or 0 for all of them."
        )
    if not characters:
        return examples
    return [
        replace(e, article=replace(e.article, text=e.article.text[:characters])) for e in examples
    ]


def shortened(example: Example, answer: Prediction, characters: int) -> Prediction:
    """Return the answer, marked when only the article's first ``characters`` were read (0: all were)."""
    cut = max(0, len(example.article.text) - characters) if characters else 0
    if not cut or answer.outcome is not Outcome.SCORED:
        return answer
    note = "; ".join(filter(None, [answer.note, f"the last {cut} characters were not read"]))
    return replace(answer, outcome=Outcome.TRUNCATED, cut=cut, note=note)
