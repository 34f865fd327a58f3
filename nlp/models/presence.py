"""From sentences to the article, by the codebook's presence rule: the lead says so, or enough of the body does.

Title with lead, and the mean of the strongest sentences, as many as the rule asks for, are two ways to carry a
label; either is enough. A stance needs two sentences: one loaded word is none (codebook, holder rule 5).
``margins(reading, odds, book, exclusive=False)``
"""

from __future__ import annotations

import numpy as np

from nlp.codebook import Codebook
from nlp.models.calibration import Margins
from nlp.models.reading import Reading

_STANCE = 2  # sentences


def margins(reading: Reading, odds: Margins, book: Codebook, *, exclusive: bool) -> Margins:
    """Return (examples, labels) margins from the log-odds of all units (units, labels)."""
    each = zip(reading.apart(odds), reading.units, strict=True)
    return np.array([present(own, u[0].field == "title", book, exclusive) for own, u in each])


def present(odds: Margins, titled: bool, book: Codebook, exclusive: bool) -> Margins:
    """Return each label's margin from the log-odds of one article's units (units, labels)."""
    rule = book.presence
    body = odds[1:] if titled and len(odds) > 1 else odds
    share = int(np.ceil(rule.min_share * len(body)))
    enough = _STANCE if exclusive else max(rule.min_sentences, share)
    strongest = np.sort(body, axis=0)[-enough:].mean(0)
    lead = (odds[0] + body[: rule.lead_sentences].max(0)) / 2
    return np.asarray(np.logaddexp(strongest, lead))
