"""Written summaries: nothing left unread, equal texts once, every sentence with its support."""

from __future__ import annotations

from typing import Any

import pytest
import tiny_models

from nlp.errors import UserError
from nlp.models.generator import Generator
from nlp.models.seq2seq import Seq2Seq
from nlp.records import Article, Example, Outcome

torch = pytest.importorskip("torch")

SENTENCE = "The two defence ministers signed a treaty."
LONG = " ".join(f"{SENTENCE[:-1]} on day {i}." for i in range(60))


def example(text: str, name: str = "x") -> Example:
    return Example(name, Article(name, text, language="en"))


class Spy(Generator):
    """Reads 20 words at most, writes the first five words it reads, and keeps what it was given."""

    def __init__(self, room: int = 20) -> None:
        super().__init__("none")
        self.room = room  # type: ignore[misc]
        self.calls: list[list[str]] = []

    def length(self, text: str) -> int:
        return len(text.split())

    def write(self, texts: Any, tokens: int) -> list[str]:
        self.calls.append(list(texts))
        return [" ".join(text.split()[:5]).rstrip(".") + "." for text in texts]


def spied(room: int = 20, **options: Any) -> tuple[Seq2Seq, Spy]:
    model, spy = Seq2Seq(**options), Spy(room)
    model.generator = spy  # type: ignore[misc]
    return model, spy


def test_a_long_article_is_read_whole_in_parts_that_fit() -> None:
    model, spy = spied()
    (answer,) = model.predict([example(LONG)])
    assert " ".join(spy.calls[0]) == LONG, "every word was read, in order"
    assert all(len(chunk.split()) <= 20 for call in spy.calls for chunk in call)
    assert all(chunk.startswith("The two") for chunk in spy.calls[0]), "cut between sentences"
    assert len(spy.calls) > 1 and answer.outcome is Outcome.SCORED and answer.cut == 0


def test_a_sentence_longer_than_the_window_is_cut_between_words() -> None:
    model, spy = spied()
    text = "word " * 99 + "end"
    model.predict([example(text)])
    assert " ".join(spy.calls[0]) == text


def test_equal_texts_are_written_once_and_order_is_kept() -> None:
    model, spy = spied(room=99)
    texts = ["Rain fell on Gao.", "", "The army left.", "Rain fell on Gao."]
    answers = model.predict([example(t, str(i)) for i, t in enumerate(texts)])
    assert spy.calls == [["Rain fell on Gao.", "The army left."]]
    assert [a.text for a in answers] == [
        "Rain fell on Gao.",
        "",
        "The army left.",
        "Rain fell on Gao.",
    ]
    assert (answers[1].outcome, answers[1].note) == (Outcome.FAILED, "the article has no text")


def test_every_sentence_comes_with_its_support() -> None:
    model, _ = spied(room=99)
    text = "The army left Kidal town yesterday. Rain fell."
    (answer,) = model.predict([example(text)])
    assert answer.summary[0].start == -1, "written, not copied"
    support = answer.summary[0].support
    assert support is not None and (answer.summary[0].score, support.missing) == (1.0, ())
    assert text[support.start : support.end] == "The army left Kidal town yesterday."


@pytest.mark.parametrize("option", ["words", "beams", "no_repeat", "window"])
def test_options_out_of_range(option: str) -> None:
    with pytest.raises(UserError, match=rf"model\.{option}: -1 is too small"):
        Seq2Seq(**{option: -1})


def test_the_same_as_transformers_called_by_hand() -> None:
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    generator = Generator(tiny_models.writer(), beams=2, precision="float32")
    texts = [SENTENCE, "The harvest was good.", SENTENCE]
    found = generator.write(texts, tokens=8)
    tokenizer = AutoTokenizer.from_pretrained(generator.path)
    network = AutoModelForSeq2SeqLM.from_pretrained(generator.path)
    for text, ours in zip(texts, found, strict=True):
        read = tokenizer(text, return_tensors="pt")
        written = network.generate(
            input_ids=read["input_ids"], num_beams=2, no_repeat_ngram_size=3, max_new_tokens=8
        )
        assert ours == tokenizer.decode(written[0], skip_special_tokens=True).strip()


def test_the_window_is_the_smallest_that_anyone_names() -> None:
    assert Generator(tiny_models.writer(), precision="float32").room == 94  # 96, less two marks
    assert Generator(tiny_models.writer(), window=30, precision="float32").room == 28


def test_a_forced_language() -> None:
    token = "treaty"  # any token of the vocabulary does here
    said = Generator(tiny_models.writer(), language=token, precision="float32").write([SENTENCE], 6)
    assert said[0].startswith(token)
    with pytest.raises(UserError, match="has no token 'xx_XX'"):
        Generator(tiny_models.writer(), language="xx_XX", precision="float32").write([SENTENCE], 6)


def test_memory_that_runs_out_halves_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = Generator(tiny_models.writer(), beams=1, precision="float32")
    texts = [f"{SENTENCE} {i}" for i in range(4)]
    plain, calls, real = generator.write(texts, 5), [], generator._generated

    def scarce(batch: list[str], tokens: int) -> list[str]:
        calls.append(len(batch))
        if len(batch) > 1:
            raise RuntimeError("CUDA out of memory")
        return real(batch, tokens)

    monkeypatch.setattr(generator, "_generated", scarce)
    assert generator.write(texts, 5) == plain and calls[0] == 4
    monkeypatch.setattr(generator, "_generated", lambda *_: (_ for _ in ()).throw(MemoryError()))
    with pytest.raises(UserError, match="Out of memory on one text"):
        generator.write(texts[:1], 5)


@pytest.mark.parametrize(
    ("path", "says"),
    [
        (None, "No weights given"),
        ("nowhere/at/all", "not found"),
        ("encoder", "cannot be loaded"),  # it has no decoder and cannot generate
    ],
)
def test_models_that_cannot_write(path: str | None, says: str) -> None:
    where = tiny_models.encoder() if path == "encoder" else path
    with pytest.raises(UserError, match=says):
        Seq2Seq(path=where).predict([example(SENTENCE)])
