"""The one exception a user may meet: a single clear line, never a traceback.

>>> did_you_mean("stanse", ["topic", "stance"])
" Did you mean 'stance'? Allowed: stance, topic."
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import wraps
from typing import ParamSpec

P = ParamSpec("P")


class UserError(Exception):
    """A user's mistake. The message says what, where, the bad value, what is allowed, what to do."""


def did_you_mean(value: str, allowed: Iterable[str], prefix: str = "") -> str:
    """Return ' Did you mean …? Allowed: …' for a misspelt ``value``, ready to end a message.

    ``prefix`` is written before the suggestion, such as the parent of a dotted option.

    >>> did_you_mean("tfidf_rl", ["tfidf_lr", "majority"])
    " Did you mean 'tfidf_lr'? Allowed: majority, tfidf_lr."
    """
    names = sorted(allowed)
    close = get_close_matches(value, names, n=1, cutoff=0.6)
    hint = f" Did you mean '{prefix}{close[0]}'?" if close else ""
    return f"{hint} Allowed: {', '.join(names)}." if names else hint


def one_line(main: Callable[P, int]) -> Callable[P, int]:
    """Wrap the ``main`` of a command: a user's mistake is one line on standard error and exit code 2.

    So is a file that cannot be read or written (``OSError``).
    """

    @wraps(main)
    def told(*arguments: P.args, **options: P.kwargs) -> int:
        try:
            code = main(*arguments, **options)
            sys.stdout.flush()
            return code
        except BrokenPipeError:
            return closed()
        except (UserError, OSError) as problem:
            print(f"error: {problem}", file=sys.stderr)
            return 2

    return told


def closed() -> int:
    """Be quiet when whoever reads the output (``| head``) has read enough; return the exit code, 0."""
    os.dup2(
        os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
    )  # for the interpreter's last flush
    return 0
