"""Raw votes: what every annotator said by herself, before adjudication; one JSON Lines row each.

A row names its article by ``article`` (id) or ``sha256`` (of the text) and its ``annotator``, and
carries ``presence`` {topic: {present, confidence}}, ``stance`` {topic: {label, confidence}},
``evidence``, ``attributed`` and ``references`` as annotations do.

>>> with_votes(corpus, "data/annotations/votes.jsonl").votes["A"]["en-001"].topics  # doctest: +SKIP
frozenset({'mercenary_activity'})
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from nlp.corpus import fields, rows
from nlp.corpus.build import Corpus
from nlp.errors import UserError
from nlp.records import Annotation

_AS_ANNOTATION = {
    name: name for name in ("topics", "stance", "references", "evidence", "attributed")
}


def with_votes(corpus: Corpus, path: str | None, voters: str = "") -> Corpus:
    """Return the corpus with the votes of ``path`` (None: as it is), as annotations by annotator.

    Votes on articles that are not in the corpus are left out, and the notes count them.

    Raises
    ------
    UserError
        For a row without article or annotator, a second vote, or a malformed one (file:line).
    """
    if not path:
        return corpus
    known = {a.id: a.id for a in corpus.articles} | {a.digest: a.id for a in corpus.articles}
    votes: dict[str, dict[str, Annotation]] = {}
    left_out = total = 0
    for row, where in rows.read(Path(path), "jsonl"):
        total += 1
        annotator, key = _named(row, where)
        article = known.get(key)
        if article is None:
            left_out += 1
            continue
        given = votes.setdefault(annotator, {})
        if article in given:
            raise UserError(
                f"{where}: a second vote of annotator {annotator!r} on article {article!r}. Keep one."
            )
        given[article] = _vote(row, where, article)
    note = f"{left_out} of {total} votes are on articles that are not in this corpus: left out."
    notes = (*corpus.notes, note) if left_out else corpus.notes
    return replace(corpus, votes=votes, voters=voters, notes=notes)


def _named(row: Mapping[str, Any], where: str) -> tuple[str, str]:
    key = row.get("article") or row.get("sha256")
    for name, value in (("annotator", row.get("annotator")), ("article", key)):
        if not value:
            raise UserError(
                f"{where}: a vote without {name!r}. Every row needs 'annotator', and 'article' (id)"
                " or 'sha256'."
            )
    return str(row["annotator"]), str(key)


def _vote(row: Mapping[str, Any], where: str, article: str) -> Annotation:
    try:
        presence = row.get("presence")
        topics = presence and [t for t, said in presence.items() if _present(said)]
        stance = {topic: said["label"] for topic, said in (row.get("stance") or {}).items()}
    except (AttributeError, KeyError, TypeError) as problem:
        raise UserError(
            f"{where}: votes are not in the expected form ({problem}). presence: {{topic:"
            ' {"present": true}}; stance: {topic: {"label": "favour"}}.'
        ) from None
    plain = {**row, "topics": topics if presence is not None else None, "stance": stance}
    return fields.annotation(plain, where, _AS_ANNOTATION, article) or Annotation(article)


def _present(said: Any) -> bool:
    value = said["present"]
    if not isinstance(value, bool):
        raise TypeError(f"present is {value!r}, not true or false")
    return value
