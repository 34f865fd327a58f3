from nlp.models.random import Random
from nlp.records import Article, Example

TEXT = " ".join(f"Sentence {i} stands here." for i in range(50))


def draw(seed: int, *ids: str) -> list[str]:
    examples = [Example(i, Article(i, TEXT)) for i in ids]
    return [p.text for p in Random(words=20, seed=seed).predict(examples)]


def test_the_draw_hangs_on_seed_and_id_alone() -> None:
    assert draw(0, "a", "b") == [*draw(0, "a"), *draw(0, "b")]
    assert len({*draw(0, "a", "b"), *draw(1, "a", "b")}) == 4


def test_every_sentence_is_as_likely() -> None:
    # 5 of 50 sentences per draw: a sentence is drawn in 1 of 10. Of 2,000 draws: 200 ± 4 × 13.4.
    examples = [Example(str(i), Article("a", TEXT)) for i in range(2000)]
    drawn = [s.start for p in Random(words=20).predict(examples) for s in p.summary]
    times = [drawn.count(start) for start in set(drawn)]
    assert len(times) == 50 and min(times) > 146 and max(times) < 254
