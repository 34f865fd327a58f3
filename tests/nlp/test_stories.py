"""Stories, on wire copy simulated from composed text: re-headlined, cut, edited, on top of new paragraphs."""

import random
from itertools import combinations

import pytest

from nlp.records import Article
from nlp.stories import group

VOCABULARY = [
    f"{a}{b}{c}"
    for a in ("ba", "ka", "mo", "ti", "su")
    for b in ("ra", "lo", "ni", "de")
    for c in "aeioun"
]


def paragraph(rng: random.Random, words: int) -> str:
    return " ".join(rng.choices(VOCABULARY, k=words)).capitalize() + "."


def article(rng: random.Random) -> list[str]:
    return [paragraph(rng, rng.randint(30, 60)) for _ in range(rng.randint(6, 10))]


def edited(rng: random.Random, text: str, every: int) -> str:
    words = text.split()
    for i in range(rng.randrange(every), len(words), every):
        words[i] = rng.choice(VOCABULARY)
    return " ".join(words)


def wire_copies(rng: random.Random, original: list[str]) -> dict[str, str]:
    half = len(original) // 2
    return {
        "same": "\n".join(original),
        "cut by half": "\n".join(original[:half]),
        "new top": "\n".join([paragraph(rng, 50), *original]),
        "new top and cut": "\n".join([paragraph(rng, 50), *original[1 : half + 1]]),
        "copy-edited": edited(rng, "\n".join(original), 20),
        "upper case": "\n".join(original).upper(),
    }


def simulated() -> tuple[list[Article], list[str]]:
    """Return articles and their true stories: 60 stories, half of them with a rival on the same event.

    A rival has its own text but repeats one of eight paragraphs, a quotation, from the first.
    """
    rng = random.Random(7)
    articles, truth = [], []
    for story in range(60):
        original = article(rng)
        texts = list(wire_copies(rng, original).values())
        names = [f"s{story}"] * len(texts)
        if story % 2:
            texts.append("\n".join([*article(rng), original[2]]))
            names.append(f"rival{story}")
        for text, name in zip(texts, names, strict=True):
            articles.append(Article(f"a{len(articles)}", text))
            truth.append(name)
    order = rng.sample(range(len(articles)), len(articles))
    return [articles[i] for i in order], [truth[i] for i in order]


def test_precision_and_recall_of_pairs() -> None:
    articles, truth = simulated()
    found = group(articles)
    pairs = list(combinations(range(len(articles)), 2))
    together = {p for p in pairs if found[p[0]] == found[p[1]]}
    same = {p for p in pairs if truth[p[0]] == truth[p[1]]}
    assert len(together & same) / len(together) >= 0.99
    assert len(together & same) / len(same) >= 0.99


@pytest.mark.parametrize(
    "change", ["cut by half", "new top", "new top and cut", "copy-edited", "upper case"]
)
def test_each_kind_of_copy_is_found(change: str) -> None:
    rng = random.Random(3)
    original = article(rng)
    copy = wire_copies(rng, original)[change]
    other = "\n".join(article(rng))
    articles = [Article("x", other), Article("first", "\n".join(original)), Article("copy", copy)]
    assert group(articles) == ["x", "first", "first"]


def test_story_is_named_after_its_first_member() -> None:
    rng = random.Random(5)
    text = "\n".join(article(rng))
    articles = [Article(name, text) for name in ("c", "a", "b")]
    assert group(articles) == ["c", "c", "c"]
    assert group(articles[::-1]) == ["b", "b", "b"]


def test_a_shared_footer_joins_nothing() -> None:
    rng = random.Random(9)
    footer = paragraph(rng, 40)
    articles = [Article(str(i), "\n".join([*article(rng), footer])) for i in range(300)]
    assert group(articles) == [str(i) for i in range(300)]


def test_a_long_chain_of_versions_is_one_story() -> None:
    rng = random.Random(11)
    paragraphs = article(rng) + article(rng)
    versions = ["\n".join(paragraphs[i : i + 6]) for i in range(len(paragraphs) - 5)]
    assert set(group([Article(str(i), text) for i, text in enumerate(versions)])) == {"0"}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], []),
        ([""], ["0"]),
        (["", ""], ["0", "1"]),
        (["Rain fell.", "Rain fell."], ["0", "0"]),
        (["Rain fell.", "Snow fell."], ["0", "1"]),
        (
            [
                "The army left on Monday, he said.",
                "The army left on Monday, he said. Rain fell. " * 9,
            ],
            ["0", "1"],
        ),
        (["一" * 50, "一" * 50], ["0", "0"]),
    ],
)
def test_short_and_empty(texts: list[str], expected: list[str]) -> None:
    assert group([Article(str(i), text) for i, text in enumerate(texts)]) == expected


def test_threshold_is_the_shared_part_of_the_shorter_article() -> None:
    # 100 distinct words shared, 100 own words each: 96 of 196 shingles are shared, 0.49.
    words = [f"w{i}" for i in range(300)]
    one, other = " ".join(words[:200]), " ".join(words[:100] + words[200:])
    articles = [Article("a", one), Article("b", other)]
    assert group(articles, threshold=0.48) == ["a", "a"]
    assert group(articles, threshold=0.50) == ["a", "b"]


@pytest.mark.benchmark
def test_scales() -> None:
    import time

    rng = random.Random(1)
    for size in (2_000, 20_000):
        articles = [Article(str(i), " ".join(rng.choices(VOCABULARY, k=400))) for i in range(size)]
        start = time.process_time()
        found = group(articles)
        print(f"\n{size} articles of 400 words: {time.process_time() - start:.1f} s")
        assert len(set(found)) == size  # drawn apart, so each is a story of its own
