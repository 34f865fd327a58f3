"""Fine-tuning of any encoder: the pieces of an article are classified, then pooled to the article.

Weights come from a folder or the hub (AutoModelForSequenceClassification). Sentences are packed into pieces of
up to ``window`` tokens, so nothing of a long article is cut; stance is asked with the topic's proposition as
second text. A fifth of the stories is held out: its loss stops the training, its margins teach calibration and
thresholds. Evidence: in the piece that speaks most for a label, the sentences that do so when read alone.
``python -m nlp.run +task=topic model=hf_finetune model.path=FOLDER``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models import calibration, resume
from nlp.models.beginnings import beginnings
from nlp.models.calibration import Answers, Margins
from nlp.models.finetuning import Plan, Training
from nlp.models.inner_folds import inner_folds, refuse_one_answer
from nlp.models.learned import Learned
from nlp.models.objective import Taught
from nlp.models.pieced import Asked, alone
from nlp.models.pooling import pool
from nlp.models.sequences import SequenceClassifier
from nlp.models.storage import Arrays
from nlp.models.transformer import place
from nlp.models.vocabulary import Ints
from nlp.records import Example, Gold, LabelSet

_PARTS = 5  # one of which is held out
_NETWORK = "network"


class HFFinetune(Learned):
    """A fine-tuned sequence classifier over pieces.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: propositions, and the words near which stance is read.
    path
        Folder or hub id of the encoder to start from.
    pooling
        ``learned`` (between mean and maximum over pieces, per label) or ``max``.
    epochs, patience
        Most epochs, and epochs without a better held-out loss before stopping.
    rate
        Highest learning rate (AdamW; short warm-up, then linearly down).
    batch
        Articles per step; their gradients are accumulated over passes of at most ``tokens`` tokens.
    balance
        Let rare labels weigh as much as frequent ones.
    window, tokens
        Tokens per piece, and per pass (halved when memory runs out).
    characters
        Read only so much of each article, in training too; 0 reads everything. Answers on longer
        articles are marked as truncated and say how much was cut.
    precision
        ``auto`` (bfloat16 where the machine computes in it), ``float32`` or ``bfloat16``.
    checkpoints
        Folder for stopped trainings to resume from; '' is the user's cache folder, 'none' keeps nothing.
    seed
        Seed of the new head, the held-out part, the order and dropout.
    """

    places: ClassVar[tuple[str, ...]] = ("codebook", "path", "checkpoints", "precision", "tokens")

    def __init__(
        self,
        codebook: str,
        path: str | None = None,
        pooling: str = "learned",
        epochs: int = 10,
        patience: int = 2,
        rate: float = 3e-5,
        batch: int = 16,
        balance: bool = True,
        window: int = 512,
        tokens: int = 16_384,
        characters: int = 0,
        precision: str = "auto",
        checkpoints: str = "",
        seed: int = 0,
    ) -> None:
        self.codebook = codebook
        self.path = path
        self.pooling = pooling
        self.epochs = epochs
        self.patience = patience
        self.rate = rate
        self.batch = batch
        self.balance = balance
        self.window = window
        self.tokens = tokens
        self.characters = characters
        self.precision = precision
        self.checkpoints = checkpoints
        self.seed = seed

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Train on four fifths of the stories; stop, calibrate and set thresholds on the others.

        Raises
        ------
        UserError
            For missing weights, options out of range, articles of one story or answer, or a broken training.
        """
        assert labels is not None, "a classification task names its labels"
        examples = beginnings(examples, self.characters)
        reading = self.prepare(examples, labels, load(self.codebook))
        answers = np.array([[n in (g.labels or ()) for n in labels.names] for g in gold])
        train, held = _parts(examples, gold, self.seed)
        self.arrays_ = self._learn(reading, train, gold, answers)
        margins = _pooled([reading.logits[i] for i in held], self.arrays_)
        self.calibration_ = calibration.learn(margins, answers[held], exclusive=labels.exclusive)
        return self

    @property
    def imbalance(self) -> str:
        """What is done about rare labels, as reports tell it."""
        return "capped" if self.balance else "calibrated"

    @property
    def meter_(self) -> dict[str, int]:
        """How many numbers were learned."""
        return {"parameters": self.network_.parameters + self.arrays_["sharpness"].size}

    def save(self, folder: Path) -> None:
        """Write what was learned: calibration and pooling, and the whole network beside them."""
        super().save(folder)
        self.network_.save(folder / _NETWORK)

    def load(self, folder: Path) -> Self:
        """Become the model that was saved by an instance with the same options; ``path`` is not needed.

        Raises
        ------
        UserError
            When the folder holds another model, another codebook, or damaged files.
        """
        where = place(str(folder / _NETWORK), "stored model", "the fine-tuned network")
        self.network_ = SequenceClassifier(where, None, self.window, self.tokens, self.precision)
        return super().load(folder)

    def _prepare(self, examples: Sequence[Example]) -> Asked:
        where = place(self.path, "model.path", "an encoder to fine-tune")
        if self.pooling not in ("learned", "max"):
            raise UserError(f"model.pooling is {self.pooling!r}. Allowed: learned, max.")
        for option in ("epochs", "patience", "rate", "batch", "window", "tokens"):
            if getattr(self, option) <= 0:
                raise UserError(f"model.{option} is {getattr(self, option)}. Allowed: above 0.")
        names = self.labels_.names
        self.network_ = SequenceClassifier(
            where, names, self.window, self.tokens, self.precision, self.seed
        )
        return self._read(examples)

    def _read(self, examples: Sequence[Example]) -> Asked:
        return Asked(examples, self.network_, self.book_)

    def _learn(self, reading: Asked, rows: Ints, gold: Sequence[Gold], answers: Answers) -> Arrays:
        others = np.setdiff1d(np.arange(len(answers)), rows)
        train, held = (
            Taught([reading.sequences[i] for i in part], answers[part], self.labels_.exclusive)
            for part in (rows, others)
        )
        plan = Plan(
            self.epochs, self.rate, self.batch, self.patience, self.balance, self.pooling, self.seed
        )
        training = Training(self.network_, train, held, plan)
        texts = (train.rows, held.rows, answers.tolist())
        key = resume.key_of(training.parameters(), plan, self.network_.arithmetic, *texts)
        training.run(resume.Resume(self.checkpoints, key))
        self.history_ = training.history
        return {"sharpness": training.sharpness.detach().cpu().numpy()}

    def _margins(self, reading: Asked, contributions: Margins, arrays: Arrays) -> Margins:
        return _pooled(reading.logits, arrays)

    def _contributions(self, reading: Asked, arrays: Arrays) -> Margins:
        """Return how units speak for labels when read alone; the least for those that need not be asked."""
        table = self.calibration_.probabilities(_pooled(reading.logits, arrays))
        wanted: dict[tuple[int, int], str] = {}
        for example, label in zip(*np.nonzero(self.calibration_.chosen(table)), strict=True):
            question = reading.questions[example]
            pieces = reading.pieces(example, self.network_.room(question))
            piece = pieces[int(reading.logits[example][:, label].argmax())]
            wanted |= {(int(example), u): question for u in reading.read_in(example, piece)}
        starts = np.cumsum([0, *map(len, reading.units)])
        found = np.full((len(reading.flat), len(self.labels_.names)), -np.inf)
        asked = [(e, u, question) for (e, u), question in wanted.items()]
        found[[starts[e] + u for e, u, _ in asked]] = alone(reading, asked)
        return found

    def _content(self) -> dict[str, Any]:
        return {"history": self.history_}

    def _restore(self, content: Mapping[str, Any]) -> None:
        self.history_ = list(content["history"])
        if self.arrays_["sharpness"].shape != (len(self.labels_.names),):
            raise ValueError("pooling and labels differ in size")
        if self.network_.names != list(self.labels_.names):
            raise ValueError(f"the head's labels are {', '.join(self.network_.names)}")


def _pooled(logits: Sequence[Margins], arrays: Arrays) -> Margins:
    """Return (examples, labels) margins from each example's (pieces, labels) logits."""
    import torch

    flat = torch.tensor(np.concatenate(logits))
    return np.asarray(pool(flat, [len(each) for each in logits], torch.tensor(arrays["sharpness"])))


def _parts(examples: Sequence[Example], gold: Sequence[Gold], seed: int) -> tuple[Ints, Ints]:
    """Return the indices to train on and those to hold out; stories stay whole."""
    refuse_one_answer(gold)
    fold = inner_folds(examples, gold, _PARTS, seed)
    return np.flatnonzero(fold != 0), np.flatnonzero(fold == 0)
