import pytest

from nlp.models.lead import Lead
from nlp.records import Article, Example

TEXT = "Rain fell. The town of Gao flooded. It ended. Nobody was hurt."


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (2, "Rain fell."),
        (4, "Rain fell. It ended."),
        (7, "Rain fell. The town of Gao flooded."),
        (9, "Rain fell. The town of Gao flooded. It ended."),
        (100, TEXT),
    ],
)
def test_lead(words: int, expected: str) -> None:
    assert Lead(words=words).predict([Example("x", Article("a", TEXT))])[0].text == expected
