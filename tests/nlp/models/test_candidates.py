import numpy as np
import pytest

from nlp.models.candidates import copying, leaning, within
from nlp.models.document import Document, read
from nlp.records import Article, Example

TEXT = (
    "The army of Mali took the town of Kidal on Monday. Just so. It had left the town of Kidal last year."
    " GAO, Mali — The army of Mali took the town of Kidal on Monday."
)


def document(**meta: object) -> Document:
    return read(Example("x", Article("a", TEXT, language="en", meta=meta)))


def test_scraps_lean_and_pronouns_where_asked() -> None:
    # 11, 2, 9 and 14 words: the median is 10, a quarter of it 2.5.
    assert leaning(document(), False) == [False, True, False, False]
    assert leaning(document(), True) == [False, True, True, False]


def test_in_a_digest_no_scrap_leans() -> None:
    several = document(parts=[{"start": 0}, {"start": TEXT.index("GAO")}])
    assert not any(leaning(several, False))


def test_a_copy_under_a_dateline_is_a_copy() -> None:
    found = copying(document(), lambda row: np.zeros(4))
    assert found(0).tolist() == [1, 0, 0, 1]
    assert found(2).tolist() == [0, 0, 1, 0], "it has fewer words, not those of the others"


@pytest.mark.parametrize("row", [0, 1, 2, 3])
def test_similarities_known_beforehand_and_others(row: int) -> None:
    read_once, near = document(), [3, 0]
    cosines = np.stack([read_once.unit.similarity(i) for i in range(4)])
    similarity = within(read_once, near, cosines[np.ix_(near, near)])
    assert similarity(row).tolist() == cosines[row, near].tolist()
