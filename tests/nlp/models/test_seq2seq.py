"""Written summaries: nothing left unread, equal texts once, every sentence with its support."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace
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
        self.told: list[tuple[int, str, str]] = []
        self.least: list[int] = []

    def length(self, text: str) -> int:
        return len(text.split())

    def token(self, language: str) -> str:
        return {"fr": "fr_XX", "en": "en_XX"}.get(language[:2], "")

    def write(
        self, texts: Any, tokens: int, source: str = "", target: str = "", least: int = 0
    ) -> list[str]:
        self.calls.append(list(texts))
        self.least.append(least)
        self.told.append((tokens, source, target))
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


@pytest.mark.parametrize("option", ["words", "beams", "no_repeat", "window", "sentences", "share"])
def test_options_out_of_range(option: str) -> None:
    with pytest.raises(UserError, match=rf"model\.{option} is -1\. Allowed"):
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


def test_the_window_that_is_asked_for_and_the_one_a_model_has() -> None:
    generator = Generator(tiny_models.writer(), window=4096, precision="float32")
    assert generator.room == 510, "no more than it has places for, whatever its tokenizer says"
    for limits, room in (
        ({}, 1022),  # neither says, as of T5, which counts distances
        ({"max_encoder_position_embeddings": 16_384}, 16_382),  # LED
        ({"n_positions": 512}, 510),
    ):
        generator = Generator("none")
        tokenizer = SimpleNamespace(model_max_length=10**30, num_special_tokens_to_add=lambda: 2)
        generator.tokenizer = tokenizer  # type: ignore[misc]
        generator.network = SimpleNamespace(config=SimpleNamespace(**limits))  # type: ignore[misc]
        assert generator.room == room
    with pytest.raises(UserError, match=r"model\.window: 9 leaves no room for text"):
        Generator(tiny_models.writer(), window=9, precision="float32").room  # noqa: B018


def test_a_prefix_that_fills_the_window() -> None:
    model = Seq2Seq(path=tiny_models.writer(), prefix=SENTENCE * 30, precision="float32")
    with pytest.raises(UserError, match=r"model\.prefix: 'The two .* leaves no room for text"):
        model.predict([example(SENTENCE)])


def test_more_words_than_the_model_has_places_for() -> None:
    model = Seq2Seq(path=tiny_models.writer(), words=900, beams=1, precision="float32")
    (answer,) = model.predict([example(SENTENCE)])
    assert answer.outcome is Outcome.SCORED


def test_every_token_is_read_and_the_parts_come_to_fit() -> None:
    model = Seq2Seq(path=tiny_models.writer(), beams=1, window=48, precision="float32")
    generator, read = model.generator, []
    written = generator.write

    def spy(texts: list[str], *told: Any) -> list[str]:
        read.append(list(texts))
        return written(texts, *told)

    generator.write = spy  # type: ignore[method-assign]
    (answer,) = model.predict([example(LONG)])
    ids = [generator.tokenizer(part, add_special_tokens=False)["input_ids"] for part in read[0]]
    whole = generator.tokenizer(LONG, add_special_tokens=False, verbose=False)["input_ids"]
    assert [token for part in ids for token in part] == whole and len(whole) > 10 * 46
    assert all(generator.length(part) <= 46 for parts in read for part in parts)
    assert len(read[-1]) == 1 and answer.outcome is Outcome.SCORED


def test_words_asked_for_and_tokens_they_take() -> None:
    model, spy = spied(room=99, words=10)
    model.predict([example(SENTENCE)])
    assert spy.told == [(20, "", "")]
    model, spy = spied(room=99, words=10)
    spy.length = lambda text: 3 * len(text.split())  # type: ignore[method-assign]
    model.predict([example(SENTENCE)])
    assert spy.told == [(30, "", "")], "a vocabulary that cuts words small"
    model, spy = spied(room=40, words=75)
    model.predict([example(LONG)])
    assert spy.told[0][0] == 10 and spy.told[-1][0] == 150, "parts in a quarter of the window"


def test_the_fewest_words_are_asked_of_articles_that_have_more() -> None:
    model, spy = spied(room=99, least=6)
    short = example("The army left Gao.", "short")
    long, few = model.predict([example(SENTENCE, "long"), short])
    assert list(zip(spy.calls, spy.least, strict=True)) == [
        ([short.article.text], 0),
        ([SENTENCE], 6),  # a token a word
    ]
    assert long.note == "5 words, below model.least=6: no more were written" and not few.note
    model, spy = spied(least=6)
    model.predict([example(LONG)])
    assert spy.least[:-1] == [0] * (len(spy.calls) - 1) and spy.least[-1] == 6, "not of its parts"


def test_a_least_number_of_tokens_is_written() -> None:
    generator = Generator(tiny_models.writer(), 1, precision="float32")
    end = generator.network.generation_config.eos_token_id
    generator.network.final_logits_bias[:, end] = 1e4  # would stop at once
    (at_once,) = generator.write([SENTENCE], 20)
    (later,) = generator.write([SENTENCE], 20, least=12)
    assert generator.length(at_once) == 0 < 6 <= generator.length(later)


def test_texts_of_later_batches_are_not_written_again() -> None:
    model, spy = spied(room=99)
    first, second = (model.predict([example(SENTENCE, name)])[0] for name in "ab")
    assert len(spy.calls) == 1 and (second.id, second.text) == ("b", first.text)


def test_form_sentences_and_share() -> None:
    for options, text in (
        ({"form": "headline"}, "The two defence ministers signed"),
        ({"form": "bullets"}, "• The two defence ministers signed."),
        ({"share": 0.5}, "The two defence…"),
    ):
        model, _ = spied(room=99, **options)
        assert model.predict([example(SENTENCE)])[0].text == text


FRENCH = "Les deux ministres ont signé un traité avec les soldats et ne sont pas revenus."


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("", [("", "")]),
        ("article", [("en_XX", "en_XX"), ("fr_XX", "fr_XX")]),
        ("fr", [("en_XX", "fr_XX"), ("fr_XX", "fr_XX"), ("fr_XX", "fr_XX")]),
    ],
)
def test_the_language_of_each_article(language: str, told: list[tuple[str, str]]) -> None:
    model, spy = spied(room=99, language=language)
    articles = [
        Article("a", SENTENCE, language="en"), Article("b", FRENCH),  # recognised
        Article("c", "Wanajeshi waliondoka.", language="sw"), Article("d", SENTENCE, language="en"),
    ]  # fmt: skip
    answers = model.predict([Example(a.id, a) for a in articles])
    assert [languages for _, *languages in spy.told] == [list(pair) for pair in told]
    assert [a.id for a in answers] == list("abcd") and answers[0].text == answers[3].text
    if language == "article":
        assert answers[2].outcome is Outcome.FAILED
        assert answers[2].note == "the model has no token for the article's language (sw)"
    else:
        assert {a.outcome for a in answers} == {Outcome.SCORED}


def test_a_forced_language() -> None:
    token = "treaty"  # any token of the vocabulary does here
    model = Seq2Seq(path=tiny_models.writer(), language=token, precision="float32", words=6)
    assert model.predict([example(SENTENCE)])[0].text.startswith(token)
    model = Seq2Seq(path=tiny_models.writer(), language="xx_XX")
    with pytest.raises(UserError, match="has no token 'xx_XX'"):
        model.predict([example(SENTENCE)])


def test_a_multilingual_model_reads_and_writes_the_language_it_is_told() -> None:
    generator = Generator(tiny_models.polyglot(), beams=1, precision="float32")
    read: list[str] = []
    generate = generator.network.generate

    def spy(**given: Any) -> Any:
        read.append(generator.tokenizer.convert_ids_to_tokens(given["input_ids"][0])[0])
        read.append(generator.tokenizer.convert_ids_to_tokens(given["forced_bos_token_id"]))
        return generate(**given)

    generator.network.generate = spy
    source, target = generator.token("fr"), generator.token("en_XX")
    (said,) = generator.write([SENTENCE], 6, source, target)
    assert read == ["fr_XX", "en_XX"] and "en_XX" not in said
    assert generator.token("xx") == "" and generator.token("sw") == "sw_KE"


def test_options_reach_the_model() -> None:
    generator = Generator(tiny_models.writer(), 3, 2, 0.5, precision="float32")
    given: dict[str, Any] = {}
    generate = generator.network.generate
    generator.network.generate = lambda **options: given.update(options) or generate(**options)
    generator.write([SENTENCE], 6)
    found = [given[k] for k in ("num_beams", "no_repeat_ngram_size", "length_penalty")]
    assert found == [3, 2, 0.5] and given["max_new_tokens"] == 6
    assert given["min_new_tokens"] is None
    rough = Generator(tiny_models.writer(), 1, precision="bfloat16")
    assert rough.network.dtype is torch.bfloat16 and len(rough.write([SENTENCE], 6)) == 1


def test_a_tokenizer_that_needs_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from transformers import AutoTokenizer

    def refuse(*_: Any, **__: Any) -> None:  # as transformers does for M2M100 without SentencePiece
        raise ImportError(
            "\nThe tokenizer requires the SentencePiece library. Check out the page.\nRestart.\n"
        )

    monkeypatch.setattr(AutoTokenizer, "from_pretrained", refuse)
    with pytest.raises(UserError, match=r"not installed \(The tokenizer .* library\)") as caught:
        Seq2Seq(path=tiny_models.writer(), precision="float32").predict([example(SENTENCE)])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("what", ["pickle", "half"])
def test_weights_that_are_not_safe_or_not_whole(what: str, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    made = tmp_path / "model"
    shutil.copytree(tiny_models.writer(), made)
    weights = load_file(made / "model.safetensors")
    (made / "model.safetensors").unlink()
    if what == "pickle":
        torch.save(weights, made / "pytorch_model.bin")
        save_file({"x": torch.zeros(1)}, made / "other.safetensors")
    else:
        kept = {name: w for name, w in weights.items() if "decoder" not in name}
        save_file(kept, made / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(
        UserError, match=r"cannot be loaded|it lacks .* of the network's weights"
    ) as e:
        Seq2Seq(path=str(made)).predict([example(SENTENCE)])
    assert "\n" not in str(e.value)


def test_memory_that_runs_out_halves_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    generator = Generator(tiny_models.writer(), beams=1, precision="float32")
    texts = [f"{SENTENCE} {i}" for i in range(4)]
    plain, calls, real = generator.write(texts, 5), [], generator._generated

    def scarce(batch: list[str], *how: Any) -> list[str]:
        calls.append(len(batch))
        if len(batch) > 1:
            raise RuntimeError("CUDA out of memory")
        return real(batch, *how)

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
