"""Which sentences are shown as evidence: those that contributed most to the label given.

A topic is shown by its strongest sentences. A side taken is judged in a sentence or two that seldom name
their object ('It deserves to be renewed.'): strength is counted in standard deviations within the article,
only where the outlet speaks (codebook, holder rule 1), and less where another topic was named since this one,
for all topics of an article share its words. Taking no side needs no evidence (codebook): the sentences that
name the topic most are shown, or where only sources name it, those beside.

>>> strongest(np.array([0.1, 2.0, 1.5]))
[1, 2]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp.codebook import Codebook
from nlp.models.calibration import Answers, Margins
from nlp.models.units import Unit, topic_pattern
from nlp.models.vocabulary import Ints
from nlp.models.voices import outlet_speaks
from nlp.records import Example

_ELSEWHERE = 1.0  # standard deviation taken off where another topic was named since


def strongest(
    contributions: Margins, among: Answers | None = None, share: float = 0.5, most: int = 3
) -> list[int]:
    """Return the units that contribute most, in reading order: at least one, at most ``most``.

    Units that contribute less than ``share`` of what the strongest does are left out, and so are those
    that are not ``among`` the ones to choose from.
    """
    if among is not None:
        contributions = np.where(among, contributions, -np.inf)
    order = np.argsort(-contributions, kind="stable")[:most].tolist()
    best = contributions[order[0]]
    return sorted(i for i in order if i == order[0] or contributions[i] >= share * best > 0)


def of_stance(
    book: Codebook, example: Example, units: Sequence[Unit], contributions: Margins, label: str
) -> list[int]:
    """Return the units to show for a stance on the example's topic, in reading order."""
    heard = np.array([outlet_speaks(example.article, *unit[1:]) for unit in units])
    heard = heard if heard.any() else ~heard
    own = _named(book, example.topic, example, units)
    if label == book.stance_default:
        named = heard * own if (heard * own).any() else heard * np.convolve(own, [1, 1, 1], "same")
        return strongest(contributions, 2 * named > named.max() if named.any() else heard)
    others = [_named(book, t, example, units) for t in book.topic_ids if t != example.topic]
    elsewhere = _last(own) < _last(sum(others, np.zeros(len(units), np.int64)))
    spread = max(float(contributions.std()), 1e-12)
    strength = (contributions - contributions.mean()) / spread - _ELSEWHERE * elsewhere
    return strongest(strength, heard)


def _named(book: Codebook, topic: str, example: Example, units: Sequence[Unit]) -> Ints:
    """Return how often each unit names a topic."""
    pattern = topic_pattern(book, topic, example.article)
    return np.array([len(pattern.findall(unit.text)) for unit in units])


def _last(named: Ints) -> Ints:
    """Return for each unit the last one up to it that names the topic, -1 for none."""
    return np.maximum.accumulate(np.where(named > 0, np.arange(len(named)), -1))
