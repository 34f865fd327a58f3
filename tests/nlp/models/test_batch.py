"""What is computed for several documents at once is what each gives alone."""

import numpy as np

from nlp.models.batch import Batch
from nlp.models.document import read
from nlp.records import Article, Example

TEXTS = [
    "The army took Kidal. The rebels left Kidal. Rain fell.",
    "Kidal votes.",
    "The army of Mali waits. Rain fell on the army. The rain stopped.",
]


def batch() -> Batch:
    examples = [Example(text, Article(text, text, language="en")) for text in TEXTS]
    return Batch([read(example) for example in examples])


def test_numbers_of_all_sentences_are_parted_by_document() -> None:
    parts = batch().parts(np.arange(7.0))
    assert [part.tolist() for part in parts] == [[0, 1, 2], [3], [4, 5, 6]]


def test_products_are_the_cosines_of_each_document() -> None:
    read_together = batch()
    found = read_together.products([[2, 0, 1], [], [1, 0]])
    for document, group, products in zip(
        read_together.documents, [[2, 0, 1], [], [1, 0]], found, strict=True
    ):
        expected = [document.unit.similarity(row).take(group).tolist() for row in group]
        assert products.tolist() == expected, "to the last digit"
    assert found[0][1, 2] > 0 == found[0][0, 1], "the first two share Kidal, the third no word"


def test_no_groups_have_no_products() -> None:
    assert [products.size for products in batch().products([(), (), ()])] == [0, 0, 0]
