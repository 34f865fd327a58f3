import pytest

from nlp.text.support import best

SOURCE = "It rained. The army left Kidal. Gao was calm. The army left Kidal again."


@pytest.mark.parametrize(
    ("sentence", "place", "share"),
    [
        ("The army left Kidal.", "The army left Kidal.", 1.0),
        ("The army left Gao.", "The army left Kidal. Gao was calm.", 1.0),
        ("Rebels left Gao.", "The army left Kidal. Gao was calm.", 2 / 3),
        ("Mali votes.", "", 0.0),
        ("", "", 0.0),
    ],
)
def test_best(sentence: str, place: str, share: float) -> None:
    found = best(sentence, SOURCE, "en")
    assert (SOURCE[found.start : found.end] if found.end > 0 else "") == place
    assert found.share == pytest.approx(share)
