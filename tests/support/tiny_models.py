"""Models small enough for tests, with tokenizers of their own: made here, once per session, never downloaded.

``options(NAME)`` returns what a model's YAML leaves open (weights, an address), for suites that build every
model a user can name; models that leave nothing open get {}.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fake_endpoint import FakeEndpoint, chat, decisions, summary
from realign_support import small_corpus

BOOK = Path(__file__).resolve().parents[2] / "data" / "codebook.yaml"
CHAT_TEMPLATE = (
    "{% for message in messages %}<s>{{ message['role'] }}: {{ message['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant: {% endif %}"
)


def options(name: str) -> dict[str, Any]:
    """Return the options that a model needs to run in a test; skip where its packages are absent."""
    return dict(_OPEN[name]()) if name in _OPEN else {}


@cache
def folder() -> Path:
    made = Path(tempfile.mkdtemp(prefix="realign-tiny-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


@cache
def encoder() -> str:
    """A BERT of one layer that knows the words of the small corpus; it has no classification head."""
    return _bert("encoder", "BertModel")


@cache
def nli() -> str:
    """The same with an untrained NLI head."""
    sides = {0: "CONTRADICTION", 1: "NEUTRAL", 2: "ENTAILMENT"}
    return _bert("nli", "BertForSequenceClassification", num_labels=3, id2label=sides)


@cache
def chatter() -> str:
    """A causal language model with a chat template; what it says is noise."""
    transformers = pytest.importorskip("transformers")
    tokenizer = _tokenizer("bytes")
    tokenizer.chat_template = CHAT_TEMPLATE
    _seed()
    config = transformers.LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=16, intermediate_size=16, num_hidden_layers=1,
        num_attention_heads=1, max_position_embeddings=8192, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    return _saved("chatter", transformers.LlamaForCausalLM(config), tokenizer)


@cache
def writer() -> str:
    """A BART of one layer that reads 96 tokens; what it writes is noise."""
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizer = _tokenizer("words")
    _seed()
    config = transformers.BartConfig(
        vocab_size=len(tokenizer), d_model=16, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=16,
        decoder_ffn_dim=16, encoder_attention_heads=1, decoder_attention_heads=1, max_position_embeddings=512,
        pad_token_id=tokenizer.pad_token_id, bos_token_id=tokenizer.cls_token_id, init_std=1.0,
        eos_token_id=tokenizer.sep_token_id, decoder_start_token_id=tokenizer.sep_token_id,
        forced_eos_token_id=None,
    )  # fmt: skip
    return _saved("writer", transformers.BartForConditionalGeneration(config), tokenizer)


@cache
def polyglot() -> str:
    """An mBART-50 of one layer with the language tokens of the real one; what it writes is noise."""
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    words = ["▁the", "▁two", "▁defence", "▁ministers", "▁signed", "▁a", "▁treaty", "."]
    vocabulary = [(piece, 0.0) for piece in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer = transformers.MBart50Tokenizer(
        vocab=[*vocabulary, *((word, -1.0) for word in words)]
    )
    _seed()
    config = transformers.MBartConfig(
        vocab_size=len(tokenizer), d_model=16, encoder_layers=1, decoder_layers=1, encoder_ffn_dim=16,
        decoder_ffn_dim=16, encoder_attention_heads=1, decoder_attention_heads=1, max_position_embeddings=64,
        forced_eos_token_id=None,
    )  # fmt: skip
    return _saved("polyglot", transformers.MBartForConditionalGeneration(config), tokenizer)


@cache
def endpoint() -> FakeEndpoint:
    """A server on this machine that gives sensible answers."""
    pytest.importorskip("openai")
    server = FakeEndpoint({"/v1/chat/completions": chat, "/v1/systemone": decisions})
    atexit.register(server.close)
    return server


@cache
def summarizing_endpoint() -> FakeEndpoint:
    """A server on this machine that summarizes."""
    pytest.importorskip("openai")
    server = FakeEndpoint({"/v1/chat/completions": summary})
    atexit.register(server.close)
    return server


def _bert(name: str, kind: str, **head: Any) -> str:
    pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    tokenizer = _tokenizer("words")
    _seed()
    config = transformers.BertConfig(
        vocab_size=len(tokenizer), hidden_size=24, intermediate_size=24, num_hidden_layers=1,
        num_attention_heads=2, max_position_embeddings=96, pad_token_id=tokenizer.pad_token_id, **head,
    )  # fmt: skip
    return _saved(name, getattr(transformers, kind)(config), tokenizer)


def _saved(name: str, network: Any, tokenizer: Any) -> str:
    from transformers.utils import logging

    logging.disable_progress_bar()
    where = folder() / name
    network.save_pretrained(where)
    tokenizer.save_pretrained(where)
    return str(where)


def _seed() -> None:
    import torch

    torch.manual_seed(0)


def _tokenizer(kind: str) -> Any:
    """Return a trained tokenizer of words (BERT's frame) or of bytes (no unknown characters)."""
    from tokenizers import (
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
        trainers,
    )
    from transformers import PreTrainedTokenizerFast

    texts = [*(str(row["text"]) for row in small_corpus(24)), BOOK.read_text(encoding="utf-8")]
    if kind == "bytes":
        made = Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        made.decoder = decoders.ByteLevel()
        alphabet = pre_tokenizers.ByteLevel.alphabet()
        made.train_from_iterator(
            texts,
            trainers.BpeTrainer(
                vocab_size=2000,
                special_tokens=["<s>", "</s>"],
                initial_alphabet=alphabet,
                show_progress=False,
            ),
        )
        made.add_tokens(["Yes", "No"])
        return PreTrainedTokenizerFast(
            tokenizer_object=made, bos_token="<s>", eos_token="</s>", pad_token="</s>"
        )
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    words = set(re.findall(r"\w+|[^\w\s]", " ".join(texts).lower()))
    letters = sorted({letter for word in words for letter in word})
    pieces = [*special, *letters, *(f"##{x}" for x in letters), *sorted(words - set(letters))]
    known = {
        piece: i for i, piece in enumerate(pieces)
    }  # not trained: training breaks ties by chance
    made = Tokenizer(models.WordPiece(known, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]",
        model_max_length=96, model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )  # fmt: skip


_EXACT = {"precision": "float32"}
_OPEN: dict[str, Callable[[], dict[str, Any]]] = {
    "hf_finetune": lambda: {
        "path": encoder(),
        "epochs": 1,
        "rate": 1e-3,
        "checkpoints": "none",
        **_EXACT,
    },
    "nli_zeroshot": lambda: {"path": nli(), **_EXACT},
    "llm": lambda: {"endpoint": endpoint().address, "name": "fake", "cache": "none"},
    "llm_summary": lambda: {
        "endpoint": summarizing_endpoint().address,
        "name": "fake",
        "cache": "none",
    },
    "llm_decision": lambda: {"endpoint": endpoint().address, "name": "fake", "cache": "none"},
    "seq2seq": lambda: {"path": writer(), "words": 12, "beams": 2, "precision": "float32"},
    "llm_local": lambda: {"path": chatter(), **_EXACT},
}
