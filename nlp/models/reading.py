"""Examples as classifiers read them, and which sentences they learn from.

>>> from nlp.records import Article
>>> [unit.text for unit in Reading([Example("a", Article("a", "Rain fell. All slept."))]).flat]
['Rain fell.', 'All slept.']
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from nlp.models.calibration import Answers, Margins
from nlp.models.units import Unit, units
from nlp.models.vocabulary import Ints
from nlp.records import Evidence, Example, Gold


@dataclass(frozen=True)
class Reading:
    """Examples and their units (title and sentences); subclasses add what a model makes of them."""

    examples: Sequence[Example]

    @cached_property
    def units(self) -> list[list[Unit]]:
        """Each example's title and sentences."""
        return [units(e.article) for e in self.examples]

    @cached_property
    def flat(self) -> list[Unit]:
        """All units in order."""
        return list(chain.from_iterable(self.units))

    @cached_property
    def owner(self) -> Ints:
        """The example index of every unit."""
        return np.repeat(np.arange(len(self.units)), [len(u) for u in self.units])

    def rows(self, values: Margins) -> Margins:
        """Sum unit values (units, columns) to example values (examples, columns)."""
        starts = np.searchsorted(self.owner, np.arange(len(self.units)))
        return np.asarray(np.add.reduceat(values, starts, axis=0))

    def apart(self, values: Margins) -> list[Margins]:
        """Cut unit values (units, columns) into one array per example."""
        return np.split(values, np.searchsorted(self.owner, np.arange(1, len(self.units))))


def taught(
    reading: Reading,
    gold: Sequence[Gold],
    answers: Answers,
    names: Sequence[str],
    terms: Margins | None = None,
) -> Ints:
    """Return (units, labels): 1 speaks of the label, -1 does not, 0 teaches nothing.

    In an example with the label, annotated evidence speaks of it and the rest teaches nothing: annotators
    mark a few of many. Where nobody marked any, units with ``terms`` (units, labels) do, or else all.
    """
    table = np.where(answers[reading.owner], 0, -1)
    starts = np.searchsorted(reading.owner, np.arange(len(reading.units) + 1))
    for row, column in zip(*np.nonzero(answers), strict=True):
        here = slice(starts[row], starts[row + 1])
        topic = reading.examples[row].topic
        wanted = f"{topic}={names[column]}" if topic else names[column]
        spans = [e for e in gold[row].evidence if e.label == wanted]
        found = np.array([_touches(unit, spans) for unit in reading.flat[here]])
        if not found.any() and terms is not None:
            found = terms[here, column] > 0
        table[here, column] = found if found.any() else 1
    return table


def _touches(unit: Unit, spans: Sequence[Evidence]) -> bool:
    return any(e.field == unit.field and e.start < unit.end and e.end > unit.start for e in spans)
