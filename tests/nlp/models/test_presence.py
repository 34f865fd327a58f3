"""From sentences to the article: the codebook's presence rule on log-odds, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from trained_support import BOOK

from nlp.codebook import load
from nlp.models.presence import present


def margin(odds: list[float], titled: bool = True, exclusive: bool = False) -> float:
    return float(present(np.array(odds)[:, None], titled, load(BOOK), exclusive)[0])


def test_the_lead_or_enough_of_the_body() -> None:
    # title 2, body 1 0 -1 -2: lead = (2 + max(1, 0)) / 2 = 1.5; three strongest of the body = (1 + 0 - 1) / 3 = 0
    assert margin([2, 1, 0, -1, -2]) == pytest.approx(np.logaddexp(0.0, 1.5))


def test_without_a_title_the_first_sentence_opens() -> None:
    # body 2 1 0: lead = (2 + max(2, 1)) / 2 = 2; strongest three = 1
    assert margin([2, 1, 0], titled=False) == pytest.approx(np.logaddexp(1.0, 2.0))


def test_a_long_article_needs_its_share() -> None:
    # 40 sentences: 15% are six, of which three say so: (3 × 4 - 3 × 4) / 6 = 0; the lead is silent
    odds = [-4.0] * 38 + [4.0] * 3
    assert margin(odds) == pytest.approx(np.logaddexp(0.0, -4.0))


def test_two_sentences_make_a_stance() -> None:
    # title -1, body 3 1 -5: the two strongest = 2; lead = (-1 + 3) / 2 = 1
    assert margin([-1, 3, 1, -5], exclusive=True) == pytest.approx(np.logaddexp(2.0, 1.0))
