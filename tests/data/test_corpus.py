"""The bundled corpus and the standoff labels keep what their datasheet says."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from nlp import datasheet
from nlp.codebook import load
from nlp.records import Article
from nlp.stories import group
from nlp.text.normalize import normalize
from nlp.text.page import read_page

DATA = Path(__file__).resolve().parents[2] / "data"
TOPICS = ("defence_cooperation", "post_colonial_realignment", "mercenary_activity")
Row = dict[str, Any]


@cache
def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


@cache
def corpus() -> dict[str, Row]:
    return {r["id"]: r for name in ("corpus/en.jsonl", "corpus/fr.jsonl") for r in rows(name)}


def gold() -> dict[str, Row]:
    return {r["article"]: r for r in rows("annotations/adjudicated.jsonl")}


def design() -> dict[str, Row]:
    return {r["article"]: r for r in rows("annotations/design.jsonl")}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def grams(text: str, n: int) -> set[tuple[str, ...]]:
    tokens = words(text)
    return {tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1)}


def test_size_language_and_length() -> None:
    languages = Counter(r["language"] for r in corpus().values())
    assert languages["en"] >= 240 and languages["fr"] >= 80 and len(corpus()) >= 320
    for row in corpus().values():
        assert 120 <= len(row["text"].split()) <= 700, row["id"]
        assert row["text"] == normalize(row["text"]) and row["title"] == normalize(row["title"])
        assert row["outlet"] and row["genre"] and row["style"] and row["region"] and row["place"]
        assert "1960-01-01" <= row["date"] <= "2025-12-31", row["id"]


def test_hard_by_design() -> None:
    labels = gold()
    assert labels.keys() == corpus().keys() == design().keys()
    none = [i for i, r in labels.items() if not r["topics"]]
    assert len(none) >= 0.4 * len(labels)
    kinds = Counter(design()[i].get("kind") for i in none)
    easy = {"general_news", "passing_mention", None}
    assert sum(n for kind, n in kinds.items() if kind not in easy) >= 90
    assert len(kinds.keys() - easy) >= 8 and kinds["passing_mention"] >= 20
    for topic in TOPICS:
        assert sum(topic in r["topics"] for r in labels.values()) >= 80
    assert sum(len(r["topics"]) >= 2 for r in labels.values()) >= 60


def test_positives_without_the_obvious_words() -> None:
    obvious = {
        "defence_cooperation": r"defen[cs]e (cooperation|pact|agreement)|military (cooperation|pact|ties|base)|coopération (militaire|de défense)|accords? de défense",
        "post_colonial_realignment": r"coloni|sovereign|souverain|métropole",
        "mercenary_activity": r"mercenar|mercenair|wagner|contractor|private (military|army)|société militaire",
    }
    for topic, pattern in obvious.items():
        texts = [
            f"{corpus()[i]['title']} {corpus()[i]['text']}"
            for i, r in gold().items()
            if topic in r["topics"]
        ]
        without = sum(not re.search(pattern, text, re.IGNORECASE) for text in texts)
        assert without >= 0.15 * len(texts), f"{topic}: {without} of {len(texts)}"


def test_stance() -> None:
    count = Counter((t, s) for r in gold().values() for t, s in r["stance"].items())
    for topic in TOPICS:
        assert count[topic, "favour"] >= 20 and count[topic, "against"] >= 20
    attributed = [(i, a) for i, r in gold().items() for a in r["attributed"]]
    assert len(attributed) >= 350 and all(a["holder"] for _, a in attributed)
    quarrels = {
        i
        for i, a in attributed
        for j, b in attributed
        if i == j and a["topic"] == b["topic"] and a["label"] != b["label"]
    }
    against_outlet = {
        i for i, a in attributed if gold()[i]["stance"][a["topic"]] not in ("neutral", a["label"])
    }
    assert len(quarrels) >= 40 and len(against_outlet) >= 20


def test_wide() -> None:
    some = corpus().values()
    assert {r["region"] for r in some} >= {"africa", "asia", "pacific", "americas", "europe"}
    assert len({r["date"][:3] for r in some}) == 7  # decades: 1960s to 2020s
    sahel = sum(bool(re.search(r"Mali|Burkina|Niger\b|Russi|Mosco", r["place"])) for r in some)
    assert sahel <= 0.25 * len(some)
    genres = "wire_report feature editorial op_ed communique state_media ngo_report interview brief live_blog newsletter transcript"
    assert {r["genre"] for r in some} == set(genres.split())
    styles = {r["style"] for r in some}
    furnished = {r["style"] for r in some if "page" in r}
    assert len(styles) >= 12 and len(furnished) >= len(styles) / 3


def test_page_furniture_is_marked_and_the_reader_takes_it_off() -> None:
    marked = removed = prose = kept = 0
    for row in (r for r in corpus().values() if "page" in r):
        lines = [row["page"][s:e] for s, e in row["furniture"]]
        assert all("\n" not in line for line in lines)
        body = read_page(row["title"] + "\n\n" + row["page"]).body
        left = {normalize(line) for line in body.splitlines()}
        marked += len(lines)
        removed += sum(normalize(line) not in left for line in lines)
        sentences = [p for p in row["text"].splitlines() if len(p.split()) > 12]
        prose += len(sentences)
        kept += sum(p in left for p in sentences)
    assert kept / prose > 0.98, f"{prose - kept} of {prose} paragraphs lost"
    assert removed / marked > 0.75, f"{marked - removed} of {marked} furniture lines left"


def test_wire_copy_and_distinct_stories() -> None:
    some = list(corpus().values())
    versions = Counter(r["wire"] for r in some if r["wire"])
    assert len(versions) >= 30 and all(2 <= n <= 5 for n in versions.values())
    stories = group([Article(r["id"], r["text"]) for r in some])
    pairs = {(r["wire"] or r["id"], story) for r, story in zip(some, stories, strict=True)}
    assert len(pairs) == len({wire for wire, _ in pairs}) == len({story for _, story in pairs})


def assert_spans(row: Row, text: str, title: str) -> None:
    for span in row["evidence"] + row["attributed"]:
        whole = title if span["field"] == "title" else text
        assert 0 <= span["start"] < span["end"] <= len(whole)
        assert whole[span["start"] : span["end"]].strip()
    for topic, label in row["stance"].items():
        labels = {e["label"] for e in row["evidence"]}
        assert topic in labels, f"{topic} without evidence"
        assert label == "neutral" or f"{topic}={label}" in labels


def test_labels_are_the_codebooks_and_spans_are_exact(codebook: str) -> None:
    book = load(codebook)
    for identifier, row in gold().items():
        assert set(row["topics"]) == set(row["stance"]) <= set(book.topic_ids)
        assert set(row["stance"].values()) <= set(book.stance_labels)
        assert_spans(row, corpus()[identifier]["text"], corpus()[identifier]["title"])


def test_references_are_in_their_own_words() -> None:
    for identifier, row in gold().items():
        source = grams(corpus()[identifier]["title"], 9) | grams(corpus()[identifier]["text"], 9)
        kinds = Counter(r["kind"] for r in row["references"])
        assert kinds == {"headline": 2, "abstract": 2}
        for reference in row["references"]:
            n = len(reference["text"].split())
            assert n <= 14 if reference["kind"] == "headline" else 40 <= n <= 70
            assert not grams(reference["text"], 9) & source, (identifier, reference["text"])


def test_raw_votes_are_kept_and_every_change_has_a_reason() -> None:
    votes: dict[str, dict[str, Row]] = {}
    for row in rows("annotations/votes.jsonl"):
        votes.setdefault(row["article"], {})[row["annotator"]] = row
    for identifier, row in gold().items():
        both = votes[identifier]
        assert set(both) == {"A", "B"} and row["inclusion"] == 1.0
        assert all(c["reason"] for c in row.get("changes", []))
        for topic in TOPICS:
            said = {v["presence"][topic]["present"] for v in both.values()}
            changed = any(topic in c["what"] for c in row.get("changes", []))
            assert said == {topic in row["topics"]} or changed


def test_nothing_is_taken_from_the_public_corpora(shared: Path) -> None:
    ours = set().union(*(grams(r["text"], 12) for r in corpus().values()))
    for path in sorted((shared / "corpora").rglob("*.jsonl")) + sorted(
        (shared / "seed").glob("*.txt")
    ):
        for line in path.read_text(encoding="utf-8").splitlines():
            texts = _texts(json.loads(line)) if path.suffix == ".jsonl" and line.strip() else [line]
            for text in texts:
                found = ours & grams(text, 12)
                assert not found, f"{path.name}: {' '.join(sorted(found)[0])}"


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [t for v in value for t in _texts(v)] if isinstance(value, list) else []


def standoff() -> list[Row]:
    return rows("annotations/masakhanews-en.jsonl") + rows("annotations/masakhanews-fr.jsonl")


def test_standoff_labels_hold_no_text() -> None:
    assert len(standoff()) >= 400 and {r["language"] for r in standoff()} == {"en", "fr"}
    votes = [r for x in ("en", "fr") for r in rows(f"annotations/masakhanews-{x}-votes.jsonl")]
    assert len(votes) == 2 * len(standoff())
    for row in [*standoff(), *votes]:
        assert re.fullmatch(r"[0-9a-f]{64}", row["sha256"])
        assert not {"text", "title", "headline", "references", "quote"} & row.keys()
        assert all(len(a["holder"].split()) <= 14 for a in row["attributed"])
    strata = Counter((r["language"], r["stratum"], r["inclusion"]) for r in standoff())
    assert {(s, p == 1.0) for _, s, p in strata} == {("screen", True), ("random", False)}
    # Horvitz-Thompson: inverse probabilities add up to the number of articles in the population.
    for language, population in (("en", 1707), ("fr", 824)):
        total = sum(1 / r["inclusion"] for r in standoff() if r["language"] == language)
        assert total == pytest.approx(population, rel=0.001)


def test_standoff_labels_find_their_texts(shared: Path) -> None:
    found = {}
    for name in ("eng", "fra"):
        for line in (
            (shared / f"corpora/masakhanews/{name}.jsonl").read_text(encoding="utf-8").splitlines()
        ):
            row = json.loads(line)
            text = normalize(row["text"])
            found[Article("", text).digest] = (text, normalize(row["headline"]))
    for row in standoff():
        assert_spans(row, *found[row["sha256"]])


def test_the_datasheet_is_fresh() -> None:
    assert datasheet.main(["--check"]) == 0, "stale: run python -m nlp.datasheet"


def story_folds() -> tuple[list[Row], list[str]]:
    some = list(corpus().values())
    return some, [r["wire"] or r["id"] for r in some]


def cross_validated(
    texts: list[str], truth: list[list[int]], stories: list[str]
) -> list[list[int]]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GroupKFold
    from sklearn.multiclass import OneVsRestClassifier
    from sklearn.pipeline import make_pipeline

    said: list[list[int]] = [[] for _ in texts]
    for train, test in GroupKFold(5).split(texts, groups=stories):
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            OneVsRestClassifier(LogisticRegression(C=10, class_weight="balanced", max_iter=500)),
        )
        model.fit([texts[i] for i in train], [truth[i] for i in train])
        for i, labels in zip(test, model.predict([texts[i] for i in test]), strict=True):
            said[i] = list(labels)
    return said


def test_the_first_eight_words_give_nothing_away() -> None:
    some, stories = story_folds()
    truth = [[int(t in gold()[r["id"]]["topics"]) for t in TOPICS] for r in some]
    openings = [" ".join(r["text"].split()[:8]) for r in some]
    said = cross_validated(openings, truth, stories)
    for k, topic in enumerate(TOPICS):
        right = sum(t[k] == s[k] for t, s in zip(truth, said, strict=True)) / len(some)
        majority = 1 - sum(t[k] for t in truth) / len(some)
        assert right <= majority + 0.05, (
            f"{topic}: {right:.2f} against a majority of {majority:.2f}"
        )


def test_length_gives_nothing_away() -> None:
    from sklearn.metrics import roc_auc_score

    some, _ = story_folds()
    lengths = [len(r["text"].split()) for r in some]
    for topic in TOPICS:
        auc = roc_auc_score([topic in gold()[r["id"]]["topics"] for r in some], lengths)
        assert 0.3 <= auc <= 0.7, f"{topic}: length alone reaches AUC {auc:.2f}"


def test_no_stock_phrase_runs_through_a_cell() -> None:
    by_story: dict[tuple[str, ...], set[str]] = {}
    for row in corpus().values():
        for gram in grams(row["text"], 6):
            by_story.setdefault(gram, set()).add(row["wire"] or row["id"])
    worst = max(by_story.items(), key=lambda pair: len(pair[1]))
    assert len(worst[1]) <= 8, f"{' '.join(worst[0])!r} stands in {len(worst[1])} stories"


def test_a_bag_of_words_is_not_enough() -> None:
    from sklearn.metrics import f1_score

    some, stories = story_folds()
    truth = [[int(t in gold()[r["id"]]["topics"]) for t in TOPICS] for r in some]
    said = cross_validated([f"{r['title']}\n{r['text']}" for r in some], truth, stories)
    score = f1_score(truth, said, average="macro", zero_division=0)
    assert 0.3 < score < 0.9, f"macro-F1 {score:.2f}"


def test_consecutive_ids_are_not_versions_of_one_story() -> None:
    for name in ("corpus/en.jsonl", "corpus/fr.jsonl"):
        beside = sum(a["wire"] != "" and a["wire"] == b["wire"] for a, b in pairwise(rows(name)))
        assert beside <= 5
