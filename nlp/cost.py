"""What a model's answers took: seconds, parameters, tokens and money; ``cost`` in run.json.

The clock is read here; a model that knows more says so in ``meter_``, an optional attribute: a mapping with
``parameters``, ``tokens_in``, ``tokens_out``, ``price`` and what else belongs beside them. None: not known, or
there is none. Seconds are summed over the folds.

>>> cost = Cost()
>>> with cost.timed("fit_s"):
...     pass
>>> cost.content(object())["price"] is None, cost.content(object())["fit_s"] >= 0
(True, True)
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

_KNOWN = ("parameters", "tokens_in", "tokens_out", "price")


@dataclass
class Cost:
    """The bill of one model in one run.

    ``whole`` is False where an earlier, stopped job made a part of the answers: what they took is not
    known, so nothing is said.
    """

    whole: bool = True
    seconds: dict[str, float] = field(default_factory=lambda: {"fit_s": 0.0, "predict_s": 0.0})

    @contextmanager
    def timed(self, what: Literal["fit_s", "predict_s"]) -> Iterator[None]:
        """Add the seconds that the block takes."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.seconds[what] += time.monotonic() - began

    def content(self, model: object) -> dict[str, Any]:
        """Return the bill as run.json holds it; ``model`` is the one fitted last."""
        told: dict[str, Any] = dict.fromkeys(_KNOWN) | dict(getattr(model, "meter_", {}))
        if not self.whole:
            told = dict.fromkeys(told) | {"parameters": told["parameters"]}
        times = {k: round(s, 3) if self.whole else None for k, s in self.seconds.items()}
        return times | told
