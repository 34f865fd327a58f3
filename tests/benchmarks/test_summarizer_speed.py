"""Documents per second of our summarizers as ratios to sumy's LexRank, on one core, in one run.

``pytest -m benchmark -s tests/benchmarks/test_summarizer_speed.py`` prints a table; times are never
asserted. Ours include sentence splitting and tokenising; sumy gets the split sentences, a plain
tokenizer and no stemmer. Articles are composed here: sentences of about 20 words, as many to an article
as in the English MasakhaNEWS articles (their 5, 20, 40, 60, 80 and 95% quantiles). Where those articles
lie beside the project, the same is timed on every fifteenth of them, in English and French.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from nlp.models.lead import Lead
from nlp.models.lexrank import LexRank
from nlp.models.salience import Salience
from nlp.models.textrank import TextRank
from nlp.records import Article, Example
from nlp.text.sentences import split
from nlp.text.tokens import stopwords, words

pytestmark = pytest.mark.benchmark

SIZES = (4, 11, 20, 27, 37, 54)
NEWS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "masakhanews"


def compose(sentences: int, seed: int) -> str:
    """Return an article: function words between Zipf-distributed content words, as in news."""
    rng = random.Random(seed)
    common = sorted(stopwords("en"))
    topic = [
        f"{rng.choice('bdfgklmnprst')}{rng.choice('aeiou')}{rng.getrandbits(20):x}"
        for _ in range(1500)
    ]
    weights = [1 / (rank + 3) for rank in range(len(topic))]
    lines = []
    for _ in range(sentences):
        length = rng.randint(10, 30)
        content = rng.choices(topic, weights, k=length)
        chosen = [rng.choice(common) if rng.random() < 0.45 else word for word in content]
        lines.append(" ".join(chosen).capitalize() + ".")
    return " ".join(lines)


def articles(kind: str) -> list[Article]:
    """Return composed articles, or real ones in the language ``kind`` (ISO 639-3)."""
    if kind == "composed":
        texts = [compose(size, seed) for seed in range(10) for size in SIZES]
        return [Article(str(i), text, language="en") for i, text in enumerate(texts)]
    if not (file := NEWS / f"{kind}.jsonl").is_file():
        pytest.skip(f"no MasakhaNEWS beside the project: {file.name}")
    lines = file.read_text(encoding="utf-8").splitlines()[::15]
    return [Article(str(i), json.loads(x)["text"], language=kind[:2]) for i, x in enumerate(lines)]


def fastest(works: Mapping[str, Callable[[], object]], rounds: int = 9) -> dict[str, float]:
    """Return the best of several timings of each, in CPU seconds: other work on the machine does not count.

    Each round times all of them, so that all meet the same quiet and busy moments.
    """
    best = dict.fromkeys(works, float("inf"))
    for _ in range(rounds):
        for name, work in works.items():
            start = time.process_time()
            work()
            best[name] = min(best[name], time.process_time() - start)
    return best


def sumy_lexrank(read: list[Article]) -> Callable[[], None]:
    """Return sumy's LexRank over already split sentences of articles in one language."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Words:
        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(words(sentence))

    summarize = LexRankSummarizer()
    summarize.stop_words = stopwords(read[0].language)
    split_texts = [sentences(article) for article in read]

    def run() -> None:
        for lines in split_texts:
            paragraph = Paragraph([Sentence(line, Words()) for line in lines])
            summarize(ObjectDocumentModel([paragraph]), 3)

    return run


def sentences(article: Article) -> list[str]:
    return [article.text[start:end] for start, end in split(article.text, article.language)]


@pytest.mark.parametrize("kind", ["composed", "eng", "fra"])
def test_summarizers_against_sumy(kind: str) -> None:
    read = articles(kind)
    examples = [Example(article.id, article) for article in read]
    models = {type(m).__name__: m for m in (Lead(), Salience(), TextRank(), LexRank())}
    for name, model in models.items():
        assert all(answer.summary for answer in model.predict(examples)), name
    took = fastest(
        {
            "sumy LexRank": sumy_lexrank(read),
            "split + tokenise": lambda: [words(line) for a in read for line in sentences(a)],
            **{name: partial(model.predict, examples) for name, model in models.items()},
        }
    )
    print(f"\n{kind}: {len(read)} articles; × sumy; time as a multiple of split + tokenise")
    for name, spent in took.items():
        rate, ratio = len(read) / spent, took["sumy LexRank"] / spent
        multiple = spent / took["split + tokenise"]
        print(f"{name:24s}{rate:8.0f} documents/s {ratio:6.1f} × {multiple:6.2f}")


def test_time_grows_with_length_not_its_square() -> None:
    print()
    for model in (Salience(), TextRank(), LexRank()):
        rates = []
        for sentences in (25, 250, 2500):
            article = Article("a", compose(sentences, 1), language="en")
            work = partial(model.predict, [Example("a", article)])
            assert len(work()[0].text.split()) <= 75
            [took] = fastest({"": work}).values()
            rates.append(f"{1e6 * took / len(article.text.split()):7.2f}")
        print(
            f"{type(model).__name__:12s} µs per word at 500, 5,000 and 50,000 words: {' '.join(rates)}"
        )
