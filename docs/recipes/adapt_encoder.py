"""A small encoder of our own: the embedded MiniLM adapted to news, by telling whose headline is whose.

Each headline must find a passage of its own article among those of its batch, all of one language (in-batch
negatives with softmax: Henderson et al. 2017, van den Oord et al. 2018). Passages are drawn anew in every
epoch, and only the last layers learn; a few minutes on one processor core. Articles whose hash is labelled
under ``data/annotations`` are left out, so that they stay unseen for evaluation; ``--bundled`` adds the
bundled articles, which must then not be evaluated.

    python docs/recipes/adapt_encoder.py ../shared/corpora adapted
    python -m nlp.run +task=topic model=encoder_lr model.encoder=adapted
    python -m eval.compare runs/topic/encoder_lr/A runs/topic/encoder_lr/B

What came of it stands in ``docs/recipes/README.md``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from tqdm import tqdm

from nlp.models.encoder import Encoder
from nlp.models.transformer import all_cores, arithmetic
from nlp.paths import DATA
from nlp.records import Article
from nlp.text.normalize import normalize

_SHARPNESS = 20.0  # of cosines before the softmax, as sentence-transformers has it
_PASSAGE = 50  # words
_LONGEST = 96  # tokens


def articles(corpora: Path, *, bundled: bool) -> list[Article]:
    """Return the articles to learn from: with a headline, not labelled, each once."""
    labelled = {
        row["sha256"]
        for file in sorted((DATA / "annotations").glob("masakhanews-??.jsonl"))
        for row in _rows(file)
    }
    found = {a.digest: a for a in _read(corpora, bundled=bundled) if a.title and a.text}
    return [article for digest, article in found.items() if digest not in labelled]


def batches(known: list[Article], batch: int, dice: random.Random) -> list[list[Article]]:
    """Return batches of one language each, in random order; what fills no batch waits an epoch."""
    made = []
    for language in sorted({a.language for a in known}):
        own = [a for a in known if a.language == language]
        own = dice.sample(own, len(own))
        made += [own[k : k + batch] for k in range(0, len(own) - batch + 1, batch)]
    return dice.sample(made, len(made))


def adapt(encoder: Encoder, known: list[Article], told: argparse.Namespace) -> None:
    """Let headlines find their articles, with a learning rate that falls to 0."""
    network = encoder.network.float().train()
    network.requires_grad_(False)
    free = [p for layer in network.encoder.layer[-told.layers :] for p in layer.parameters()]
    for parameter in free:
        parameter.requires_grad_(True)
    optimizer = torch.optim.AdamW(free, lr=told.rate, weight_decay=0.01)
    dice = random.Random(told.seed)
    torch.manual_seed(told.seed)
    plan = [b for _ in range(told.epochs) for b in batches(known, told.batch, dice)]
    with all_cores(), tqdm(plan, desc="adapting", mininterval=10) as bar:
        for step, batch in enumerate(bar):
            titles = _embed(encoder, [a.title for a in batch])
            passages = _embed(encoder, [_passage(a.text, dice) for a in batch])
            own = torch.arange(len(batch), device=titles.device)
            loss = torch.nn.functional.cross_entropy(_SHARPNESS * titles @ passages.T, own)
            loss.backward()
            optimizer.param_groups[0]["lr"] = told.rate * (1 - step / len(plan))
            optimizer.step()
            optimizer.zero_grad()
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    network.eval()


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, adapt and save."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path, help="folder with masakhanews/ and orangesum_fr/")
    parser.add_argument("folder", type=Path, help="where the adapted encoder goes")
    parser.add_argument(
        "--bundled", action="store_true", help="learn from the bundled articles too"
    )
    parser.add_argument("--layers", type=int, default=3, help="how many of the last layers learn")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--rate", type=float, default=5e-5)
    parser.add_argument("--seed", type=int, default=0)
    told = parser.parse_args(arguments)
    encoder = Encoder()
    known = articles(told.corpora, bundled=told.bundled)
    print(f"{len(known)} articles", flush=True)
    adapt(encoder, known, told)
    encoder.network.save_pretrained(told.folder)
    encoder._tokenizer.save_pretrained(told.folder)
    limits = Path(encoder.place) / "sentence_bert_config.json"
    if limits.is_file():
        shutil.copy(limits, told.folder)


def _read(corpora: Path, *, bundled: bool) -> Iterator[Article]:
    for name, language in (("eng", "en"), ("fra", "fr")):
        for row in _rows(corpora / "masakhanews" / f"{name}.jsonl"):
            yield _article(row["headline"], row["text"], language)
    for row in _rows(corpora / "orangesum_fr" / "titles.jsonl"):
        yield _article(row["summary"], row["document"], "fr")
    for language in ("en", "fr") if bundled else ():
        for row in _rows(DATA / "corpus" / f"{language}.jsonl"):
            yield _article(row["title"], row["text"], language)


def _article(title: str, text: str, language: str) -> Article:
    return Article("", normalize(text), normalize(title), language)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    for line in file.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def _passage(text: str, dice: random.Random) -> str:
    words = text.split()
    start = dice.randrange(max(1, len(words) - _PASSAGE))
    return " ".join(words[start : start + _PASSAGE])


def _embed(encoder: Encoder, texts: list[str]) -> Any:
    """Return (texts, dimensions) vectors of length 1, with their gradient."""
    network, cut = encoder.network, {"truncation": True, "max_length": _LONGEST, "padding": True}
    batch = encoder._tokenizer(texts, return_tensors="pt", **cut).to(network.device)
    device, precision = arithmetic("auto")
    with torch.autocast(device, torch.bfloat16, enabled=precision == "bfloat16"):
        states = network(**batch).last_hidden_state.float()
    mask = batch["attention_mask"][..., None]
    return torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)


if __name__ == "__main__":
    main()
