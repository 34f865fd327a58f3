"""Small corpora that tests make for themselves."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Command = Callable[..., "subprocess.CompletedProcess[str]"]

SENTENCES = {
    "defence_cooperation": "The two defence ministers signed a treaty and forty instructors will train the brigade.",
    "post_colonial_realignment": "The assembly voted to end its old ties with the former colonial power and to turn elsewhere.",
    "mercenary_activity": "Hired gunmen of a private military company were seen guarding the mine for pay.",
    "": "The harvest was good this year and the market of the town was full of traders and fruit.",
}


def small_corpus(n: int = 24) -> list[dict[str, object]]:
    """Return ``n`` short labelled articles with references, each its own story."""
    rows = []
    kinds = list(SENTENCES)
    for i in range(n):
        kind = kinds[i % 4]
        filler = [
            f"Report number {i * 7 + k} came from district {chr(97 + (i * 5 + k * 3) % 26)}{i}{k} after the rain."
            for k in range(5)
        ]
        text = " ".join(
            [
                f"Notes of day {i} were kept by clerk {i * 31}.",
                SENTENCES[kind],
                SENTENCES[kind],
                *filler,
            ]
        )
        rows.append(
            {
                "id": f"a{i}", "title": f"Day {i}", "text": text, "language": "en", "outlet": f"paper {i % 3}",
                "date": f"20{i % 20 + 10}-01-01", "topics": [kind] if kind else [],
                "stance": {kind: ("favour", "against", "neutral")[i // 4 % 3]} if kind else {},
                "references": [f"Clerk {i * 31} kept notes on day {i}."],
            }
        )  # fmt: skip
    return rows


SIDES = {
    "favour": "A nurse from ward {x} praised it and said that it keeps the town safe.",
    "against": "A trader from street {x} condemned it and called it a shameful mistake.",
    "": "An official from room {x} said that the road is open.",
}


def sourced_corpus(n: int = 24) -> list[dict[str, object]]:
    """Return ``small_corpus`` with one source more in each article; two of three take a side."""
    rows = small_corpus(n)
    for i, row in enumerate(rows):
        label = list(SIDES)[i // 4 % 3]
        clause = SIDES[label].format(x=chr(65 + i % 26))
        start = len(str(row["text"])) + 1
        row["text"] = f"{row['text']} {clause}"
        held = {"holder": clause[:10], "label": label, "start": start, "end": start + len(clause)}
        row["attributed"] = [{**held, "topic": t} for t in row["topics"] if label]  # type: ignore[attr-defined]
    return rows


def write_jsonl(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text(
        "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8"
    )
