"""Export a codebook for people and tools: ``python -m nlp.guidelines [CODEBOOK] [--as FORM]``.

FORM is ``markdown`` (annotation guidelines, the default), ``label-studio`` (its labelling
configuration) or ``prompt`` (the same rules for a language model). Written to standard output.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from nlp.cli import guarded
from nlp.codebook import load
from nlp.codebook.guidelines import label_studio, markdown, prompt
from nlp.paths import DATA

FORMS = {"markdown": markdown, "label-studio": label_studio, "prompt": prompt}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; exit code 2 for a codebook that does not load."""
    parser = argparse.ArgumentParser("python -m nlp.guidelines", description="Export a codebook.")
    parser.add_argument("codebook", nargs="?", default=str(DATA / "codebook.yaml"))
    parser.add_argument("--as", dest="form", choices=FORMS, default="markdown")
    given = parser.parse_args(arguments)
    return guarded(lambda: print(FORMS[given.form](load(given.codebook)), end=""), [])


if __name__ == "__main__":
    sys.exit(main())
