"""Stories: articles that carry the same copy, found by the word sequences they share.

A wire story runs under new headlines, cut, or below a new first paragraph. Two articles belong to one
story when they share enough of the shorter one's five-word shingles (containment, Broder 1997); groups
are the connected components. Candidates come from a sample of hashed shingles (Manku et al. 2007 give
the setting), are then checked exactly, and no step compares all pairs: 100,000 articles take about a minute.

>>> from nlp.records import Article
>>> copy = "The army said on Monday that it had taken the town after three days of heavy fighting."
>>> group([Article("a", copy), Article("b", "Rain fell."), Article("c", copy.upper())])
['a', 'b', 'a']
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlp.records import Article
from nlp.text.tokens import words

_SHINGLE = 5  # words
_SAMPLE = 8  # long articles offer every eighth shingle (by hash) as a candidate key
_SHORT = 256  # shingles: shorter articles offer all
_FEWEST = 12  # shared shingles below which containment is chance or a stock phrase
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)

_Hashes = NDArray[np.uint64]


def group(articles: Sequence[Article], threshold: float = 0.4) -> list[str]:
    """Return one story id per article: the id of the first article of its story.

    ``threshold`` is the least share, in (0, 1], of the shorter article's distinct shingles that the
    longer one must contain. Deterministic; articles without words are stories of their own.
    """
    codes: dict[str, int] = {}
    leader = list(range(len(articles)))

    def find(i: int) -> int:
        while leader[i] != i:
            leader[i] = i = leader[leader[i]]
        return i

    @lru_cache(maxsize=4096)
    def hashes(i: int) -> _Hashes:
        return _shingles(articles[i].text, codes)

    for i, j in _candidates([_sample(_shingles(a.text, codes)) for a in articles]):
        first, second = sorted((find(i), find(j)))
        if first != second and _same_copy(hashes(i), hashes(j), threshold):
            leader[second] = first
    return [articles[find(i)].id for i in range(len(articles))]


def _shingles(text: str, codes: dict[str, int]) -> _Hashes:
    """Return the sorted distinct hashes of all runs of five words; one hash for a shorter text.

    ``codes`` remembers the code of each word met so far.
    """
    tokens = words(text)
    for token in set(tokens).difference(codes):
        codes[token] = zlib.crc32(token.encode("utf-8", "surrogatepass"))
    values = np.fromiter(map(codes.__getitem__, tokens), np.uint64, len(tokens))
    runs = max(len(tokens) - _SHINGLE + 1, min(len(tokens), 1))
    mixed = np.zeros(runs, np.uint64)
    for offset in range(min(_SHINGLE, len(tokens))):
        mixed = (mixed + values[offset : offset + runs]) * _MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _sample(hashes: _Hashes) -> _Hashes:
    """Return the hashes that an article offers for finding candidates."""
    return hashes if len(hashes) <= _SHORT else hashes[hashes % np.uint64(_SAMPLE) == 0]


def _candidates(samples: list[_Hashes]) -> list[tuple[int, int]]:
    """Return pairs of articles that share sampled hashes, those that share most first.

    Each hash links neighbours in its list of articles, not all pairs: copies of one story still
    chain together, and a stock phrase in 10,000 articles costs 10,000 links.
    """
    keys = np.concatenate([*samples, np.zeros(0, np.uint64)])
    owners = np.repeat(np.arange(len(samples)), [len(sample) for sample in samples])
    order = np.argsort(keys, kind="stable")  # stable: owners ascend within one key
    keys, owners = keys[order], owners[order]
    same = np.flatnonzero(keys[1:] == keys[:-1])
    links, counts = np.unique(owners[same] * len(samples) + owners[same + 1], return_counts=True)
    lengths = np.array([len(sample) for sample in samples])
    first, second = np.divmod(links, max(len(samples), 1))
    likely = counts >= np.minimum(2, np.minimum(lengths[first], lengths[second]))
    best = np.argsort(-counts[likely], kind="stable")
    return list(zip(first[likely][best].tolist(), second[likely][best].tolist(), strict=True))


def _same_copy(one: _Hashes, other: _Hashes, threshold: float) -> bool:
    """Whether the shorter of two articles is contained in the other to the given share."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    longer = max(len(one), len(other))
    return shared >= threshold * min(len(one), len(other)) and shared >= min(_FEWEST, longer)
