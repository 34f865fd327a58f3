"""Between the shell and a job: help, exit codes, and one clear line for every user mistake.

Hydra's own complaints (unknown config, unknown key, bad grammar) are translated here.

>>> from nlp.errors import UserError
>>> explain(UserError("No such corpus."))
'No such corpus.'
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path

from nlp import usage
from nlp.conf import options
from nlp.errors import UserError, closed, did_you_mean

_FULL = "HYDRA_FULL_ERROR"
_BLANK = "???"
_GRAMMAR = '"[]{}(),\\$'  # what has a meaning of its own within a value


class WrittenError(UserError):
    """A run was finished and written to ``path``, but what was to follow went wrong."""

    def __init__(self, line: str, path: Path) -> None:
        super().__init__(line)
        self.path = path


class FailuresError(WrittenError):
    """More examples of a written run failed than the user tolerates."""


def guarded(job: Callable[[], object], argv: list[str] | None = None) -> int:
    """Run a job; return its exit code.

    0 done, 2 user's mistake (one line on stderr), 3 done but too many failures, 130 interrupted.

    Anything else is a fault of ours and keeps its traceback.
    """
    arguments = sys.argv[1:] if argv is None else argv
    if "--help" in arguments or "-h" in arguments:
        job = _help
    full = os.environ.get(_FULL)
    os.environ[_FULL] = "1"  # makes Hydra raise instead of printing and exiting 1
    try:
        _refuse_blanks(arguments)
        job()
        return 0
    except BrokenPipeError:
        return closed()
    except KeyboardInterrupt:
        kept = "Finished work is kept: start the same command again to go on."
        print(f"Interrupted. {kept}", file=sys.stderr)
        return 130
    except Exception as problem:
        line = explain(problem)
        if full == "1" or line is None:
            raise
        print(f"Error: {line}", file=sys.stderr)
        return 3 if isinstance(problem, FailuresError) else 2
    finally:
        os.environ.pop(_FULL)
        os.environ.update({_FULL: full} if full else {})


def _refuse_blanks(arguments: list[str]) -> None:
    """Refuse '???', which Hydra takes for a value that was forgotten."""
    for argument in arguments:
        name, _, value = argument.partition("=")
        if value.strip("'\"") == _BLANK:
            raise UserError(
                f"{name.lstrip('+')} is '{_BLANK}', which stands for no value. Give {name}=VALUE."
            )


def readable(argument: str) -> str:
    """Return an override with quotes around a value whose letters Hydra's grammar does not know.

    >>> readable("model.focus=sécurité"), readable("model.words=40")
    ('model.focus="sécurité"', 'model.words=40')
    """
    name, sign, value = argument.partition("=")
    plain = value.isascii() and "'" not in value
    if plain or value.startswith("'") or any(mark in value for mark in _GRAMMAR):
        return argument
    return f'{name}{sign}"{value}"'


def _help() -> None:
    print(usage.page(), flush=True)


def explain(problem: BaseException) -> str | None:
    """Return the one line for a user's mistake, or ``None`` when it is not one."""
    from hydra.errors import HydraException
    from omegaconf.errors import OmegaConfBaseException

    if isinstance(problem, UserError):
        return str(problem)
    if isinstance(problem, HydraException | OmegaConfBaseException):
        return _hydra_line(problem)
    return None


def _hydra_line(problem: BaseException) -> str:
    text = str(problem)
    missing = re.search(r"Could not (?:find|load) '([\w-]+)/([^']*)'", text)
    if missing:
        group, name = missing.groups()
        return f"Unknown {group} '{name}'.{did_you_mean(name, options(group))}"
    unmatched = re.search(r"Could not override '([^']+)'", text)
    if unmatched:
        return _unmatched(unmatched.group(1), problem.__cause__)
    override = getattr(problem, "override", None)  # Hydra's grammar could not read it
    first = text.strip().splitlines()[0]
    if not override:
        return first
    return (
        f"Cannot read '{override}': {first}. Write OPTION=VALUE; a value with brackets or commas in it stands"
        " in two kinds of quotation marks: 'OPTION=\"VALUE\"'."
    )


def _unmatched(name: str, cause: BaseException | None) -> str:
    if name in ("task", "sweep"):
        return f"Write +{name}=NAME (with a plus sign).{did_you_mean('', options(name))}"
    parent, _, key = str(getattr(cause, "full_key", None) or name).rpartition(".")
    return f"Unknown option '{name}'.{did_you_mean(key, _siblings(cause), f'{parent}.' * bool(parent))}"


def _siblings(cause: BaseException | None) -> list[str]:
    """Return the keys beside a missing one, from the node OmegaConf looked into."""
    node = getattr(cause, "parent_node", None)
    keys = map(str, getattr(node, "keys", list)())
    return [k for k in keys if k != "hydra" and not k.startswith("_")]
