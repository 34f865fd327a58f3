"""A published split: a column of the corpus says which articles train and which are answered.

Articles with another value ('dev', nothing) take no part; a training article whose story is also among
the test articles is left out. ``python -m nlp.run +task=topic split=fixed split.column=part``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nlp.errors import UserError
from nlp.records import Example, Gold
from nlp.splits.parts import Part, apart


class Fixed:
    """One round, as the corpus says.

    Parameters
    ----------
    column
        The column; it must not be mapped to a field of the article (corpus.columns).
    train, test
        Its values for articles to learn from and to answer.
    """

    how = "the corpus's own split into training and test articles"

    def __init__(self, column: str = "split", train: str = "train", test: str = "test") -> None:
        self.column = column
        self.train = train
        self.test = test

    def parts(
        self, examples: Sequence[Example], gold: Sequence[Gold], stories: Sequence[str]
    ) -> list[Part]:
        """Return the one round.

        Raises
        ------
        UserError
            When no article has the column, or none has one of the two values.
        """
        value = [str(e.article.meta.get(self.column, "")).strip() for e in examples]
        found = Counter(value)
        for name, wanted in (("train", self.train), ("test", self.test)):
            if not found[wanted]:
                raise UserError(
                    f"split=fixed: no article has {wanted!r} in column '{self.column}';"
                    f" {self._there(found, examples)} Name the column and its values:"
                    f" split.column=COLUMN split.{name}=VALUE."
                )
        return [
            apart(
                (i for i, v in enumerate(value) if v == self.train),
                (i for i, v in enumerate(value) if v == self.test),
                stories,
            )
        ]

    def _there(self, found: Counter[str], examples: Sequence[Example]) -> str:
        values = [repr(v) for v, _ in found.most_common(5) if v]
        if values:
            return f"values there: {', '.join(values)}."
        columns = sorted({c for e in examples for c in e.article.meta})
        return f"columns there: {', '.join(columns) or 'none'}."
