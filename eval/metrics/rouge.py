"""ROUGE-1, -2, -L and -Lsum: overlap of a summary with reference summaries (Lin 2004).

ROUGE-N: precision = shared n-grams / n-grams of the summary, recall = shared n-grams / n-grams of the
reference, F1 = 2 P R / (P + R). ROUGE-L: the same with the longest common subsequence of words; -Lsum takes
the union of those of each sentence.

``tokenizer='unicode'`` (default) counts lower-cased words of any language, with French elisions and
apostrophes split, and finds sentences for Lsum itself. ``tokenizer='google'`` gives the digits of
rouge-score, ASCII letters and digits only, sentences on separate lines, stemming on request. Tokens
become single characters of one string, so n-grams are slices and rapidfuzz finds subsequences.

>>> Rouge(tokenizer="google").pair("the cat sat", "the cat ran")["rouge1"].f
0.6666666666666666
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import ClassVar, NamedTuple

import numpy as np

from eval.metrics.lcs import longest, union_hits
from eval.metrics.porter import stem
from eval.scores import Column, Mean, answered
from nlp.errors import UserError, did_you_mean
from nlp.records import Item
from nlp.text.sentences import split
from nlp.text.tokens import words

KINDS = ("rouge1", "rouge2", "rougeL", "rougeLsum")
# Any UTF-8 byte that is no ASCII letter or digit becomes a space: rouge-score's tokens, faster.
_PARTED = bytes(b if chr(b).isalnum() and b < 128 else 32 for b in range(256))
_CODES = 100_000  # distinct forms before starting over; a text may add a million more


class Overlap(NamedTuple):
    """Precision, recall and F1 of one comparison, each in [0, 1]."""

    precision: float
    recall: float
    f: float


_NOTHING = Overlap(0.0, 0.0, 0.0)


class Rouge(Mean):
    """ROUGE F1 and recall of summaries; values per item, averaged.

    ``kinds``: any of rouge1, rouge2, … rouge9, rougeL, rougeLsum. ``references``: with several,
    'max' takes the one with the best F1 (as rouge-score), 'mean' averages. ``stemmer`` (Porter,
    English) needs ``tokenizer='google'``.
    """

    name: ClassVar[str] = "rouge"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)

    def __init__(
        self,
        kinds: Sequence[str] = KINDS,
        tokenizer: str = "unicode",
        stemmer: bool = False,
        references: str = "max",
    ) -> None:
        """Store the options; raises UserError for unknown ones."""
        for kind in kinds:
            if not re.fullmatch(r"rouge([1-9]|L|Lsum)", kind):
                raise UserError(f"metric rouge: unknown kind {kind!r}.{did_you_mean(kind, KINDS)}")
        _one_of("tokenizer", tokenizer, ("unicode", "google"))
        _one_of("references", references, ("max", "mean"))
        if stemmer and tokenizer != "google":
            raise UserError("metric rouge: stemmer=true needs tokenizer=google.")
        self.kinds, self.tokenizer = tuple(kinds), tokenizer
        self.stemmer, self.references = stemmer, references
        self._orders = [(kind, int(kind[5:]) if kind[5:].isdigit() else 0) for kind in self.kinds]
        self._codes = _Codes(stemmed=stemmer)

    def outputs(self) -> list[Column]:
        """Return F1 and recall of each kind."""
        return [Column(f"{kind}_{part}") for kind in self.kinds for part in ("f", "recall")]

    def values(self, item: Item) -> list[float]:
        """Return the item's F1 and recall of each kind over its references; NaN without any."""
        if not item.gold.references:
            return [np.nan] * (2 * len(self.kinds))
        text = "\n".join(s.text for s in item.prediction.summary) if answered(item) else ""
        language = item.article.language
        found = [self.pair(r, text, language) for r in item.gold.references]
        return [value for kind in self.kinds for value in self._over_references(found, kind)]

    def pair(self, reference: str, summary: str, language: str = "") -> dict[str, Overlap]:
        """Return the overlap of one summary with one reference, for each kind."""
        self._codes.make_room()
        gold, said = self._lines(reference, language), self._lines(summary, language)
        a, b = "".join(gold), "".join(said)
        found = {}
        for kind, n in self._orders:
            if n:
                found[kind] = _overlap(_shared(a, b, n), len(a) - n + 1, len(b) - n + 1)
            else:
                lines = kind == "rougeLsum" and (len(gold) > 1 or len(said) > 1)
                hits = union_hits(gold, said) if lines else longest(a, b)
                found[kind] = _overlap(hits, len(a), len(b))
        return found

    def settings(self) -> dict[str, str]:
        """Return tokenizer, stemming, treatment of several references, sentences of Lsum."""
        lines = "newline" if self.tokenizer == "google" else "sentences"
        return {
            "tok": self.tokenizer,
            "stem": "porter" if self.stemmer else "no",
            "refs": self.references,
            "lsum": lines,
        }

    def _over_references(
        self, found: Sequence[dict[str, Overlap]], kind: str
    ) -> tuple[float, float]:
        overlaps = [one[kind] for one in found]
        if self.references == "max":
            best = max(overlaps, key=lambda o: o.f)
            return best.f, best.recall
        return (
            sum(o.f for o in overlaps) / len(overlaps),
            sum(o.recall for o in overlaps) / len(overlaps),
        )

    def _lines(self, text: str, language: str) -> list[str]:
        """Return one string per sentence, one character per token."""
        if self.tokenizer == "google":
            raw = text.lower().encode("utf-8", "surrogatepass").split(b"\n")
            return [self._codes.text(line.translate(_PARTED).split()) for line in raw if line]
        lines = [x for x in text.split("\n") if x]
        spans = [x[start:end] for x in lines for start, end in split(x, language)]
        return [self._codes.text(words(x, language)) for x in spans]


class _Codes(dict[str | bytes, str]):
    """Memo from a token to its character: tokens of the same form get the same character."""

    def __init__(self, stemmed: bool) -> None:
        self._stemmed = stemmed
        self._forms: dict[str | bytes, str] = {}

    def __missing__(self, token: str | bytes) -> str:
        form = token
        if self._stemmed and isinstance(token, bytes) and len(token) > 3:
            form = stem(token.decode()).encode()
        code = self[token] = self._forms.setdefault(form, chr(len(self._forms)))
        return code

    def text(self, tokens: Sequence[str] | Sequence[bytes]) -> str:
        """Return one character per token."""
        return "".join(map(self.__getitem__, tokens))

    def make_room(self) -> None:
        """Start over before code points run out; never within one comparison."""
        if len(self._forms) > _CODES:
            self.clear()
            self._forms.clear()


def _overlap(hits: int, of_gold: int, of_said: int) -> Overlap:
    if not hits:
        return _NOTHING
    precision, recall = hits / of_said, hits / of_gold
    return Overlap(precision, recall, 2 * precision * recall / (precision + recall))


def _shared(a: str, b: str, n: int) -> int:
    """Return how many n-grams two coded texts share, each as often as in the poorer text."""
    if n == 1:  # a common subsequence of sorted texts is what they share
        return longest("".join(sorted(a)), "".join(sorted(b)))
    grams_a = [a[i : i + n] for i in range(len(a) - n + 1)]
    grams_b = [b[i : i + n] for i in range(len(b) - n + 1)]
    once_a, once_b = set(grams_a), set(grams_b)
    common = once_a & once_b
    if not common or len(once_a) == len(grams_a) or len(once_b) == len(grams_b):
        return len(common)  # none occurs twice on one side
    times_a, times_b = Counter(grams_a), Counter(grams_b)
    return sum(min(times_a[gram], times_b[gram]) for gram in common)


def _one_of(option: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        raise UserError(f"metric rouge: {option} is {value!r}.{did_you_mean(value, allowed)}")
