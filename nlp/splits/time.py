"""Train on earlier articles, answer later ones: expanding windows (Hyndman & Athanasopoulos 2021, 5.10).

Articles are cut by date into ``folds`` + 1 blocks of about equal size; each block but the first is
answered by a model fitted on all blocks before it. Articles of one day stay together, and a story that
runs on past a cut is left out of training. ``python -m nlp.run +task=topic split=time``
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.errors import UserError
from nlp.records import Example, Gold
from nlp.splits.parts import Part, apart

_ISO = re.compile(r"\d{4}(-\d\d(-\d\d.*)?)?", re.DOTALL)
_COLUMN = "Name another column: corpus.columns.date=COLUMN, or use split=stories."


class Time:
    """Expanding windows; the earliest block, and articles without a date, are never answered.

    Parameters
    ----------
    folds
        How many windows are answered; fewer where the dates are too few.
    """

    how = "earlier articles to learn from, later ones to answer (expanding windows)"

    def __init__(self, folds: int = 5) -> None:
        self.folds = folds

    def parts(
        self, examples: Sequence[Example], gold: Sequence[Gold], stories: Sequence[str]
    ) -> list[Part]:
        """Return one round per window.

        Raises
        ------
        UserError
            When a date is not ISO 8601, or fewer than two dates are known.
        """
        block = _blocks([_date(e) for e in examples], self.folds + 1)
        numbers = sorted(set(block) - {-1})
        if len(numbers) < 2:
            raise UserError(
                f"split=time needs articles of at least two known dates; the corpus has"
                f" {len({d for e in examples if (d := _date(e))})}. {_COLUMN}"
            )
        return [
            apart(
                (i for i, b in enumerate(block) if 0 <= b < number),
                (i for i, b in enumerate(block) if b == number),
                stories,
            )
            for number in numbers[1:]
        ]


def _date(example: Example) -> str:
    date = example.article.date.strip()
    if date and not _ISO.fullmatch(date):
        raise UserError(
            f"Article {example.article.id!r}: date {date!r} is not ISO 8601 (YYYY-MM-DD), which split=time"
            f" needs. {_COLUMN}"
        )
    return date[:10]


def _blocks(dates: Sequence[str], count: int) -> list[int]:
    """Return the block (0…count-1) of every date, -1 without one; the middle of a day decides for it."""
    size = Counter(date for date in dates if date)
    total, before = size.total(), 0
    block = {"": -1}
    for date in sorted(size):
        block[date] = int((before + size[date] / 2) * count / total)
        before += size[date]
    return [block[date] for date in dates]
