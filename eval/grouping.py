"""Which slice an item belongs to: by a field, an entry of the metadata, or an intersection of them.

>>> groups(items, "language×length")[0]  # doctest: +SKIP
'en × 211 to 340'
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from nlp.errors import UserError, did_you_mean
from nlp.records import Item
from nlp.text.tokens import words

UNKNOWN = "not given"
_MOST = 6  # numbers with more distinct values than this are cut into thirds
_FIELDS: dict[str, Callable[[Item], object]] = {
    "language": lambda i: i.article.language,
    "outlet": lambda i: i.article.outlet,
    "section": lambda i: i.article.section,
    "agency": lambda i: i.article.agency,
    "topic": lambda i: i.topic,
    "fold": lambda i: i.fold if i.fold >= 0 else "",
    "year": lambda i: i.article.date[:4],
    "length": lambda i: len(words(i.article.text, i.article.language)) or "",
}


def names(items: Sequence[Item]) -> list[str]:
    """Return the columns by which these items can be sliced."""
    return sorted({*_FIELDS, *(key for item in items for key in item.article.meta)})


def varied(items: Sequence[Item], most: int = 30) -> list[str]:
    """Return the columns worth slicing by unasked: those of 2 to ``most`` values."""
    own = [name for name in names(items) if name != "fold"]
    return [name for name in own if 2 <= len(set(_column(items, name))) <= most]


def groups(items: Sequence[Item], by: str) -> list[str]:
    """Return the slice of every item; 'a×b' (or 'a*b') intersects two columns.

    Raises UserError for a column that no item has.
    """
    columns = [_column(items, name.strip()) for name in re.split("[×*]", by)]
    return [" × ".join(values) for values in zip(*columns, strict=True)]


def _column(items: Sequence[Item], name: str) -> list[str]:
    allowed = names(items)
    if name not in allowed:
        raise UserError(f"no column {name!r} to slice by.{did_you_mean(name, allowed)}")
    field = _FIELDS.get(name)
    found = [field(i) if field else i.article.meta.get(name, "") for i in items]
    values = [str(value).strip() for value in found]
    numbers = [_number(v) for v in values if v]
    if len(set(numbers)) > _MOST and None not in numbers:
        return _thirds(values)
    return [v or UNKNOWN for v in values]


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if np.isfinite(value) else None


def _thirds(values: Sequence[str]) -> list[str]:
    known = np.array([float(v) for v in values if v])
    first, second = np.quantile(known, [1 / 3, 2 / 3], method="inverted_cdf")
    edges = [(known.min(), first), (first, second), (second, known.max())]
    above = ["", "over ", "over "]
    labels = [f"{a}{low:g} to {high:g}" for a, (low, high) in zip(above, edges, strict=True)]
    return [
        labels[int(np.searchsorted([first, second], float(v)))] if v else UNKNOWN for v in values
    ]
