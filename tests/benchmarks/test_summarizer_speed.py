"""Documents per second of our summarizers as ratios to sumy's LexRank, on one core, in one run.

``pytest -m benchmark -s tests/benchmarks/test_summarizer_speed.py`` prints a table; times are never
asserted. Ours include sentence splitting and tokenising; sumy gets the split sentences, a plain
tokenizer and no stemmer. Articles are composed here: sentences of about 20 words, as many to an article
as in the English MasakhaNEWS articles (their 5, 20, 40, 60, 80 and 95% quantiles).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

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


def seconds(work: Callable[[], object], repeats: int = 9) -> float:
    """Return the best of several timings, in CPU seconds: other work on the machine does not count."""
    timings = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        timings.append(time.process_time() - start)
    return min(timings)


def sumy_lexrank(texts: list[str]) -> Callable[[], None]:
    """Return sumy's LexRank over already split sentences."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence
    from sumy.summarizers.lex_rank import LexRankSummarizer

    class Words:
        def to_words(self, sentence: str) -> tuple[str, ...]:
            return tuple(words(sentence))

    summarize = LexRankSummarizer()
    summarize.stop_words = stopwords("en")
    split_texts = [[text[start:end] for start, end in split(text, "en")] for text in texts]

    def run() -> None:
        for sentences in split_texts:
            paragraph = Paragraph([Sentence(sentence, Words()) for sentence in sentences])
            summarize(ObjectDocumentModel([paragraph]), 3)

    return run


def test_summarizers_against_sumy() -> None:
    texts = [compose(size, seed) for seed in range(10) for size in SIZES]
    examples = [
        Example(str(i), Article(str(i), text, language="en")) for i, text in enumerate(texts)
    ]
    basics = seconds(lambda: [words(text[a:b]) for text in texts for a, b in split(text, "en")])
    peer = seconds(sumy_lexrank(texts), repeats=5)
    print(f"\n{'sumy LexRank':24s}{len(texts) / peer:8.0f} documents/s")
    print(f"{'split + tokenise':24s}{len(texts) / basics:8.0f} documents/s {peer / basics:6.1f} ×")
    for model in (Lead(), Salience(), TextRank(), LexRank()):
        took = seconds(lambda model=model: model.predict(examples))  # type: ignore[misc]
        name = type(model).__name__
        assert all(answer.summary for answer in model.predict(examples)), name
        print(f"{name:24s}{len(texts) / took:8.0f} documents/s {peer / took:6.1f} ×")


def test_time_grows_with_length_not_its_square() -> None:
    print()
    for model in (Salience(), TextRank(), LexRank()):
        rates = []
        for sentences in (25, 250, 2500):
            article = Article("a", compose(sentences, 1), language="en")
            took = seconds(lambda model=model, a=article: model.predict([Example("a", a)]))  # type: ignore[misc]
            assert len(model.predict([Example("a", article)])[0].text.split()) <= 75
            rates.append(f"{1e6 * took / len(article.text.split()):7.2f}")
        print(
            f"{type(model).__name__:12s} µs per word at 500, 5,000 and 50,000 words: {' '.join(rates)}"
        )
