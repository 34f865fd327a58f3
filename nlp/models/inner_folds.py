"""Folds inside the training articles, for calibration and thresholds; near-duplicates stay together.

``fold = inner_folds(examples, gold, 5, seed=0)``: train on ``fold != 0``, ask about ``fold == 0``, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.errors import UserError
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold
from nlp.splits import folds
from nlp.stories import group

_MEND = "a classifier needs at least two. Add other articles, or use a model that learns nothing."


def inner_folds(examples: Sequence[Example], gold: Sequence[Gold], count: int, seed: int) -> Ints:
    """Return (examples,): the fold of each, from 0, of as many as there are stories, ``count`` at most.

    Raises
    ------
    UserError
        When all examples belong to one story.
    """
    stories = group([e.article for e in examples])
    if len(set(stories)) < 2:
        raise UserError(
            f"All {len(examples)} training examples belong to one story (near-duplicates count as"
            f" one); {_MEND}"
        )
    return np.array(folds(stories, gold, min(count, len(set(stories))), seed))


def refuse_one_answer(gold: Sequence[Gold]) -> None:
    """Raise ``UserError`` when all ``gold`` is the same answer: nothing can be told apart."""
    answers = {g.labels for g in gold}
    if len(answers) < 2:
        only = ", ".join(sorted(next(iter(answers), None) or {"no label"}))
        raise UserError(
            f"All {len(gold)} training examples carry the same answer ({only}); {_MEND}"
        )
