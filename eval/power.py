"""What a comparison of this size can see: the detectable difference, and the stories needed.

From the standard error of a paired difference, which shrinks with the square root of the number of
stories: a difference of (z for the level + z for the power) standard errors is found in 'power' of
all samples (Cohen 1988; Card et al. 2020, "With little power comes great responsibility").

>>> round(detectable(0.01), 4), stories_needed(200, 0.01, 0.02)
(0.028, 393)
"""

from __future__ import annotations

from math import ceil

POWER = 0.8


def detectable(error: float, alpha: float = 0.05, power: float = POWER) -> float:
    """Return the smallest true difference found with ``power`` at two-sided ``alpha``."""
    from scipy.special import ndtri

    return float(ndtri(1 - alpha / 2) + ndtri(power)) * error


def stories_needed(
    stories: int, error: float, difference: float, alpha: float = 0.05, power: float = POWER
) -> int | None:
    """Return how many stories would resolve ``difference``, None when it is 0.

    ``error`` is the standard error of the difference at the present number of ``stories``.
    """
    if difference == 0:
        return None
    return ceil(stories * (detectable(error, alpha, power) / abs(difference)) ** 2)
