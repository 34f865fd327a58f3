"""Fine-tuning and prediction in tokens/s beside the plain Hugging Face Trainer, on a freshly made BERT.

Articles have 20 to 500 tokens; both sides see one piece an article, batches of 16, no evaluation. On a processor
the network is small and seconds are those of its cores (others may be at work on it); on a card it is of base
size, seconds are the clock's, and the share of the measured bfloat16 matrix peak is printed too. ``pytest -m benchmark -s tests/benchmarks/test_transformer_speed.py``
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nlp.models.finetuning import Plan, Training
from nlp.models.objective import Taught
from nlp.models.resume import Resume
from nlp.models.sequences import Row, SequenceClassifier
from nlp.models.transformer import all_cores

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")
pytestmark = pytest.mark.benchmark

CARD = torch.cuda.is_available()
SIZE = {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072} if CARD else {
    "hidden_size": 128, "num_hidden_layers": 4, "num_attention_heads": 4, "intermediate_size": 512}  # fmt: skip
ARTICLES, BATCH, LABELS, WORDS = (2048 if CARD else 48), 16, 3, 1000
PLAN = Plan(epochs=1, rate=1e-4, batch=BATCH, patience=9, balance=False, pooling="max", seed=0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A network with random weights and a tokenizer of ``WORDS`` words."""
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    where = tmp_path_factory.mktemp("bert")
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    known = {w: i for i, w in enumerate([*special, *(f"w{k}" for k in range(WORDS))])}
    made = Tokenizer(models.WordLevel(known, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    transformers.PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]", model_max_length=512,
    ).save_pretrained(where)  # fmt: skip
    torch.manual_seed(0)
    config = transformers.BertConfig(vocab_size=len(known), num_labels=LABELS, **SIZE)
    config.problem_type = "multi_label_classification"
    transformers.BertForSequenceClassification(config).save_pretrained(where)
    return where


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    dice = np.random.default_rng(0)
    lengths = np.clip(dice.lognormal(5.3, 0.6, ARTICLES), 20, 500).astype(int)
    bodies = [dice.integers(4, WORDS, n).tolist() for n in lengths]
    return [Row([2, *body, 3], [0] * (len(body) + 2)) for body in bodies]


def answers(count: int) -> np.ndarray:
    return np.random.default_rng(1).random((count, LABELS)) > 0.5


def seconds(work: Callable[[], object]) -> float:
    if CARD:
        torch.cuda.synchronize()
    clock = time.perf_counter if CARD else time.process_time
    began = clock()
    work()
    if CARD:
        torch.cuda.synchronize()
    return clock() - began


def trainer(folder: Path, rows: list[Row], precision: str, scratch: Path) -> Any:
    """The peer as it comes: random batches, padded to their longest."""
    truth = answers(len(rows)).astype(np.float32)
    data = [{"input_ids": r.ids, "labels": a} for r, a in zip(rows, truth, strict=True)]
    return transformers.Trainer(
        model=transformers.AutoModelForSequenceClassification.from_pretrained(folder),
        args=transformers.TrainingArguments(
            output_dir=str(scratch), num_train_epochs=1, per_device_train_batch_size=BATCH,
            per_device_eval_batch_size=BATCH, learning_rate=1e-4, bf16=precision == "bfloat16",
            use_cpu=not CARD, save_strategy="no", logging_strategy="no", report_to=[], disable_tqdm=True,
        ),
        train_dataset=data,
        data_collator=transformers.DataCollatorWithPadding(
            transformers.AutoTokenizer.from_pretrained(folder)
        ),
    )  # fmt: skip


def training(folder: Path, rows: list[Row], precision: str) -> Training:
    names = [str(k) for k in range(LABELS)]
    network = SequenceClassifier(str(folder), names, precision=precision)
    taught = Taught([[r] for r in rows], answers(len(rows)), exclusive=False)
    held = Taught([[rows[0]]], answers(1), exclusive=False)
    return Training(network, taught, held, PLAN)


def peak() -> float:
    """Return the bfloat16 matrix products a second that the card is measured to do, in FLOP/s."""
    a, b = (torch.randn(8192, 8192, device="cuda", dtype=torch.bfloat16) for _ in range(2))
    for _ in range(5):
        a @ b
    took = seconds(lambda: [a @ b for _ in range(50)])
    return float(50 * 2 * 8192**3 / took)


def work(rows: list[Row], passes: int) -> float:
    """Return FLOP for all tokens: two per weight and token, and attention; thrice that to train."""
    hidden, layers, inner = (
        SIZE[k] for k in ("hidden_size", "num_hidden_layers", "intermediate_size")
    )
    weights = layers * (4 * hidden**2 + 2 * hidden * inner)
    return float(
        sum(passes * (2 * weights * n + 4 * layers * hidden * n * n) for n in map(len, ids(rows)))
    )


def ids(rows: list[Row]) -> Iterator[list[int]]:
    return (row.ids for row in rows)


def told(
    what: str, tokens: int, theirs: float, ours: float, flop: float, most: float | None
) -> None:
    share = f"   {flop / ours / most:.0%} of the measured peak" if most else ""
    print(
        f"\n{what:22} Trainer {tokens / theirs:9,.0f} tokens/s   ours {tokens / ours:9,.0f} tokens/s"
        f"   {theirs / ours:4.2f} x{share}"
    )


@pytest.mark.parametrize("precision", ["float32", "bfloat16"])
def test_against_the_trainer(folder: Path, rows: list[Row], tmp_path: Path, precision: str) -> None:
    tokens = sum(map(len, ids(rows)))
    most = peak() if CARD and precision == "bfloat16" else None
    peer = trainer(folder, rows, precision, tmp_path)
    mine = training(folder, rows, precision)
    with all_cores():
        theirs = seconds(peer.train)
    ours = seconds(lambda: mine.run(Resume("none", "x")))
    told(f"fine-tuning, {precision}", tokens, theirs, ours, work(rows, 3), most)
    with all_cores():
        theirs = seconds(lambda: peer.predict(peer.train_dataset))
    found: list[np.ndarray] = []
    ours = seconds(lambda: found.append(mine.network.logits(rows)))
    told(f"prediction, {precision}", tokens, theirs, ours, work(rows, 1), most)
    assert found[0].shape == (len(rows), LABELS) and np.isfinite(found[0]).all()


def test_the_share_of_a_cards_peak() -> None:
    if not CARD:
        pytest.skip("no CUDA device here: tokens/s above are of this processor")
    assert peak() > 1e12
