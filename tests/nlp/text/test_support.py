import pytest

from nlp.records import Support
from nlp.text.support import best, checked

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


def test_names_and_numbers_are_looked_for_in_title_and_text() -> None:
    found = checked("The army of Mali left Kidal with 40 men.", SOURCE, "Rain in Mali", "en")
    assert SOURCE[found.start : found.end] == "The army left Kidal."
    assert found.missing == ("40",)


def test_a_negation_is_looked_for_in_the_supporting_sentences() -> None:
    source = "It rained. The army of Mali left Kidal on Monday. Nobody was hurt in all of Gao."
    found = checked("The army of Mali did not leave Kidal on Monday.", source, "", "en")
    assert (found.missing, found.doubtful) == (("“not”",), True)
    assert not checked("Nobody was hurt in Gao.", source, "", "en").doubtful
    assert checked("Not so.", source, "", "en").missing == (), "nothing supports it as it is"


@pytest.mark.parametrize(
    ("support", "doubtful"),
    [
        (Support(0, 9, 0.5), False),
        (Support(0, 9, 0.49), True),
        (Support(0, 9, 1.0, ("Paris",)), True),
        (Support(-1, -1, 0.0), True),
    ],
)
def test_doubtful(support: Support, doubtful: bool) -> None:
    assert support.doubtful is doubtful
