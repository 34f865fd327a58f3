"""General news that carries none of a codebook's topics, learned from beside the labelled articles.

A corpus labelled for some topics rarely holds the sport, weather and trials that a model meets later, so that
their words weigh nothing and chance decides. A folder holds one JSON Lines file per codebook, named after
it (``id, title, text, language``); ours is composed (see ``data/README.md``). Only languages that the
labelled articles are in are used: words of another one would speak against every topic.

>>> background("", load("data/codebook.yaml"), {"en"})  # doctest: +SKIP
[]
"""

from __future__ import annotations

import json
from collections.abc import Container
from pathlib import Path

from nlp.codebook import Codebook
from nlp.errors import UserError
from nlp.records import Article, Example


def background(folder: str, book: Codebook, languages: Container[str]) -> list[Example]:
    """Return the articles for ``book`` in ``languages``; none where there is no file for it.

    Raises
    ------
    UserError
        When ``folder`` is no folder, or its file is not as described.
    """
    if not folder:
        return []
    if not Path(folder).is_dir():
        raise UserError(f"model.background={folder} is not a folder. Name one, or '' for none.")
    file = Path(folder) / f"{book.name}.jsonl"
    if not file.is_file():
        return []
    try:
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        found = [Article(r["id"], r["text"], r["title"], r["language"]) for r in rows]
    except (ValueError, KeyError, TypeError) as problem:
        raise UserError(
            f"{file} cannot be read ({problem!r}). Each line is an object with id, title, text, language."
        ) from None
    return [Example(a.id, a) for a in found if a.language in languages]
