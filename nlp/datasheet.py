"""The figures of ``data/README.md``, computed from the data: ``python -m nlp.datasheet [--check]``.

Without ``--check`` the part of the datasheet between its two markers is rewritten; with it, nothing is
written and the exit code says whether the figures still hold (0) or are stale (1).
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from nlp.paths import DATA

START, END = "<!-- figures: python -m nlp.datasheet -->", "<!-- end of figures -->"
Row = dict[str, Any]


def main(arguments: Sequence[str] | None = None) -> int:
    """Rewrite or check the datasheet."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    file = DATA / "README.md"
    text = file.read_text(encoding="utf-8")
    fresh = re.sub(f"(?s){START}.*{END}", lambda _: f"{START}\n{figures()}\n{END}", text)
    if "--check" in given:
        return int(fresh != text)
    file.write_text(fresh, encoding="utf-8")
    return 0


def figures() -> str:
    """Return all figures as Markdown."""
    articles = [*_rows("corpus/en.jsonl"), *_rows("corpus/fr.jsonl")]
    gold = {r["article"]: r for r in _rows("annotations/adjudicated.jsonl")}
    design = {r["article"]: r for r in _rows("annotations/design.jsonl")}
    votes = _rows("annotations/votes.jsonl")
    real = {
        r["sha256"]: r for x in ("en", "fr") for r in _rows(f"annotations/masakhanews-{x}.jsonl")
    }
    real_votes = [
        r for x in ("en", "fr") for r in _rows(f"annotations/masakhanews-{x}-votes.jsonl")
    ]
    languages = {a["id"]: a["language"] for a in articles}
    stories = {a["id"]: a["wire"] or a["id"] for a in articles}
    parts = [
        _size(articles),
        _labels(gold, articles),
        _negatives(gold, design),
        _spread(articles),
        _agreement("Bundled corpus", votes, "article", languages, stories),
        _agreement(
            "MasakhaNEWS", real_votes, "sha256", {k: r["language"] for k, r in real.items()}, {}
        ),
        _adjudication(gold, design, votes),
        _standoff(real),
    ]
    return "\n\n".join(parts)


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def _size(articles: list[Row]) -> str:
    rows = []
    for language in ("en", "fr"):
        some = [a for a in articles if a["language"] == language]
        words = [len(a["text"].split()) for a in some]
        wires = Counter(a["wire"] for a in some if a["wire"])
        stories = len({a["wire"] or a["id"] for a in some})
        rows.append(
            [language, len(some), stories, len(wires), sum(wires.values()),
             f"{min(words)}–{max(words)} (median {median(words):.0f})", sum("page" in a for a in some)]
        )  # fmt: skip
    head = [
        "language",
        "articles",
        "stories",
        "in several versions",
        "articles in them",
        "words",
        "with page furniture",
    ]
    return "**Size**\n\n" + _table(head, rows)


def _labels(gold: Mapping[str, Row], articles: list[Row]) -> str:
    count = Counter((t, s) for r in gold.values() for t, s in r["stance"].items())
    held = Counter((a["topic"], a["label"]) for r in gold.values() for a in r["attributed"])
    rows = [
        [t, sum(t in r["topics"] for r in gold.values()),
         *(count[t, s] for s in ("favour", "against", "neutral")), *(held[t, s] for s in ("favour", "against"))]
        for t in sorted({t for t, _ in count})
    ]  # fmt: skip
    sizes = Counter(min(len(r["topics"]), 2) for r in gold.values())
    spans = sum(len(r["evidence"]) for r in gold.values())
    head = [
        "topic",
        "articles",
        "outlet favours",
        "opposes",
        "neutral",
        "sources favour",
        "sources oppose",
    ]
    return (
        "**Labels after adjudication**\n\n"
        + _table(head, rows)
        + f"\n\n{sizes[0]} of {len(gold)} articles"
        f" ({sizes[0] / len(gold):.0%}) carry no topic, {sizes[1]} one, {sizes[2]} two or three;"
        f" {spans} evidence spans; {4 * len(gold)} references (two headlines and two abstracts an article)."
    )


def _negatives(gold: Mapping[str, Row], design: Mapping[str, Row]) -> str:
    kinds = Counter(
        design[i]["kind"] for i, r in gold.items() if not r["topics"] and "kind" in design[i]
    )
    return "**Articles without a topic, by what they were written as**\n\n" + _table(
        ["kind", "articles"], [(k.replace("_", " "), n) for k, n in kinds.most_common()]
    )


def _spread(articles: list[Row]) -> str:
    parts = []
    for field in ("genre", "style", "region"):
        counts = Counter(a[field].replace("_", " ") for a in articles)
        parts.append(f"{field}: " + ", ".join(f"{k} {n}" for k, n in counts.most_common()))
    decades = Counter(a["date"][:3] + "0s" for a in articles)
    parts.append("decade: " + ", ".join(f"{k} {n}" for k, n in sorted(decades.items())))
    return "**Spread**\n\n" + "\n".join(f"- {p}" for p in parts)


def _agreement(
    title: str, votes: list[Row], key: str, languages: Mapping[str, str], stories: Mapping[str, str]
) -> str:
    """Return agreement before adjudication: presence per topic, stance per target, per language."""
    rows = []
    topics = sorted(votes[0]["presence"])
    for language in ("en", "fr"):
        chosen = [v for v in votes if languages[v[key]] == language]
        for topic in topics:
            said = {(v["annotator"], v[key]): str(v["presence"][topic]["present"]) for v in chosen}
            rows.append([language, f"{topic}: present", *_coefficients(said, stories)])
            held = {
                (v["annotator"], v[key]): v["stance"][topic]["label"]
                for v in chosen
                if topic in v["stance"]
            }
            rows.append([language, f"{topic}: stance", *_coefficients(held, stories)])
    head = ["language", "question", "articles", "alike in both passes", "Krippendorff's alpha"]
    return (
        f"**Agreement before adjudication: {title}** (story-clustered 95% intervals)\n\n"
        + _table(head, rows)
    )


def _coefficients(said: Mapping[tuple[str, str], str], stories: Mapping[str, str]) -> list[str]:
    """Return n, raw agreement and alpha as text; a coefficient nobody can compute is a dash."""
    from eval.agreement import agreement

    by: dict[str, dict[str, str]] = {}
    for (annotator, unit), label in said.items():
        by.setdefault(annotator, {})[unit] = label
    both = set.intersection(*(set(v) for v in by.values())) if len(by) > 1 else set()
    if not both:
        return ["0", "–", "–"]
    scores = {s.metric: s for s in agreement(by, stories={u: stories.get(u, u) for u in both})}
    raw, alpha = scores.get("raw_agreement"), scores.get("alpha")
    one_label = "– (one label only)"
    return [str(len(both)), raw.text() if raw else "–", alpha.text() if alpha else one_label]


def _adjudication(gold: Mapping[str, Row], design: Mapping[str, Row], votes: list[Row]) -> str:
    kinds = Counter(c["what"].split()[0] for r in gold.values() for c in r.get("changes", []))
    moved = sum(set(design[i]["topics"]) != set(r["topics"]) for i, r in gold.items())
    changes = [
        c for r in gold.values() for c in r.get("changes", []) if c["what"].startswith("source")
    ]
    alone = sum(None in c["votes"].values() for c in changes)
    both = (sum(len(v["attributed"]) for v in votes) - alone) // 2
    stand = sum(len(r["attributed"]) for r in gold.values())
    return (
        f"**Adjudication.** Decided with a reason: {kinds['presence']} presence, {kinds['stance']} outlet"
        f" stance and {kinds['source']} attributed-stance disagreements. Of the"
        f" {both + alone} side-taking sources that either pass lists, {both}"
        f" ({both / (both + alone):.0%}) are in both; {stand} stand."
        f" Articles whose topics differ from the design cell they were written for: {moved}."
    )


def _standoff(real: Mapping[str, Row]) -> str:
    rows = []
    for language in ("en", "fr"):
        some = [r for r in real.values() if r["language"] == language]
        topics = Counter(t for r in some for t in r["topics"])
        rows.append(
            [language, len(some), sum(r["stratum"] == "screen" for r in some),
             f"{min(r['inclusion'] for r in some):.4f}", *(topics[t] for t in _TOPICS)]
        )  # fmt: skip
    head = [
        "language",
        "articles",
        "by the screen (probability 1)",
        "probability of the rest",
        *_TOPICS,
    ]
    return "**Standoff labels on MasakhaNEWS**\n\n" + _table(head, rows)


_TOPICS = ("defence_cooperation", "post_colonial_realignment", "mercenary_activity")


if __name__ == "__main__":
    sys.exit(main())
