"""From the logits of an article's pieces to the logits of the article.

A weighted mean with weights ``softmax(sharpness * logit)`` over the pieces, per label: 0 is the mean,
infinity the maximum, and a learned sharpness finds its place between them (auto-pooling, McFee, Salamon and
Bello 2018). One piece is its own article, whatever the sharpness.

>>> import torch  # doctest: +SKIP
>>> pool(torch.tensor([[0.0], [2.0]]), [2], torch.tensor([float("inf")]))  # doctest: +SKIP
tensor([[2.]])
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def pool(logits: Any, counts: Sequence[int], sharpness: Any) -> Any:
    """Return (articles, labels) from (pieces, labels); ``counts``: pieces of each article, in order.

    ``sharpness`` has one value per label; infinity takes the maximum.
    """
    import torch

    parts = torch.split(logits, list(counts))
    table = torch.nn.utils.rnn.pad_sequence(
        list(parts), batch_first=True, padding_value=float("-inf")
    )
    absent = table == float("-inf")
    if torch.isinf(sharpness).all():
        return table.max(dim=1).values
    weights = torch.softmax(
        (sharpness * table.masked_fill(absent, 0)).masked_fill(absent, float("-inf")), 1
    )
    return (weights * table.masked_fill(absent, 0)).sum(1)
