"""Sentence boundaries of news against those of other splitters: F1 on the labelled hard sets, and speed.

``pytest -m benchmark -s tests/benchmarks/test_sentences.py`` prints a table; peers that are not installed are
left out (pip install sentencex blingfire pysbd syntok spacy). Figures are printed, not asserted. The hard sets
were written for our rules, the second part of each before anyone saw what they make of it: judge by that part.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path

import pytest

from nlp.text.sentences import split

pytestmark = pytest.mark.benchmark

HERE = Path(__file__).resolve().parents[1] / "nlp" / "text"
SIGNS = {"|": " ", "¶": "\n", "‖": "", "↵": "\n"}
Splitter = Callable[[str], set[int]]
Cases = list[tuple[str, set[int]]]


def cases(lines: Iterable[str]) -> Cases:
    """Return (text, offsets at which a sentence other than the last ends)."""
    found = []
    for line in lines:
        text, ends = "", set()
        for char in line:
            if char in "|¶‖":
                ends.add(len(text))
            text += SIGNS.get(char, char)
        found.append((text, ends))
    return found


def parts(language: str) -> list[Cases]:
    """Return the hard set's cases by part; comments part them."""
    lines = (HERE / f"boundaries_{language}.txt").read_text("utf-8").splitlines()
    kept = groupby(filter(None, lines), key=lambda line: line.startswith("#"))
    return [cases(part) for is_comment, part in kept if not is_comment]


def ends(sentences: Iterable[str], text: str) -> set[int]:
    """Return where sentences given as texts end, other than the last."""
    at, found = 0, set()
    for sentence in filter(None, map(str.strip, sentences)):
        if (place := text.find(sentence, at)) >= 0:
            at = place + len(sentence)
            found.add(at)
    return found - {len(text)}


def splitters(language: str) -> Iterator[tuple[str, Splitter]]:
    yield "ours", lambda text: {end for _, end in split(text, language)} - {len(text)}
    if find_spec("sentencex"):
        import sentencex

        yield "sentencex", lambda text: ends(sentencex.segment(language, text), text)
    if find_spec("blingfire"):
        import blingfire

        yield "blingfire", lambda text: ends(blingfire.text_to_sentences(text).split("\n"), text)
    if find_spec("pysbd"):
        import pysbd

        segmenter = pysbd.Segmenter(language=language, clean=False)
        yield "pysbd", lambda text: ends(segmenter.segment(text), text)
    if find_spec("syntok"):
        from syntok.segmenter import analyze

        yield (
            "syntok",
            lambda text: (
                {s[-1].offset + len(s[-1].value) for p in analyze(text) for s in map(list, p)}
                - {len(text)}
            ),
        )
    if find_spec("spacy"):
        import spacy

        pipeline = spacy.blank(language)
        pipeline.add_pipe("sentencizer")
        yield "spaCy sentencizer", lambda text: ends((s.text for s in pipeline(text).sents), text)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_f1_beside_other_splitters(language: str) -> None:
    for number, asked in enumerate(found := parts(language), 1):
        print(f"\n{language}, part {number}: {sum(len(e) for _, e in asked)} boundaries")
        for name, splitter in splitters(language):
            answers = [splitter(text) for text, _ in asked]
            print(f"  {name:20s}{measured(asked, answers)}")
            inside = zip(answers, asked, strict=True)
            assert all(0 < end <= len(text) for ends, (text, _) in inside for end in ends), name
    texts = [text for asked in found for text, _ in asked]
    for name, splitter in splitters(language):
        start = time.process_time()
        count = sum(len(splitter(text)) + 1 for _ in range(5) for text in texts)
        print(f"  {name:20s}{count / (time.process_time() - start):10,.0f} sentences/s")


def measured(asked: Cases, answers: Sequence[set[int]]) -> str:
    given = [(labels, found) for (_, labels), found in zip(asked, answers, strict=True)]
    right = sum(len(a & b) for a, b in given)
    false = sum(len(b - a) for a, b in given)
    missed = sum(len(a - b) for a, b in given)
    f1 = 2 * right / (2 * right + false + missed)
    return f"F1 {f1:.3f}  right {right:3d}  false {false:3d}  missed {missed:3d}"
