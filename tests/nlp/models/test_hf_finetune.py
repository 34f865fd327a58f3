"""Fine-tuning on tiny networks made here: gradients against autograd, stopping, resuming, storing, mistakes."""

import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_models
from realign_support import small_corpus

from nlp.corpus.table import from_rows
from nlp.errors import UserError
from nlp.models import resume
from nlp.models.finetuning import Plan, Training, _pace
from nlp.models.hf_finetune import HFFinetune
from nlp.models.objective import Taught, _parts
from nlp.models.sequences import SequenceClassifier
from nlp.models.transformer import batches
from nlp.tasks.stance import Stance
from nlp.tasks.topic import Topic

torch = pytest.importorskip("torch")

BOOK = str(Path(__file__).resolve().parents[3] / "data" / "codebook.yaml")
COLUMNS = {
    n: n for n in ("id", "text", "title", "language", "date", "topics", "stance", "references")
}
PLAN = Plan(epochs=3, rate=1e-3, batch=4, patience=3, balance=True, pooling="learned", seed=0)


def material(task, n=24):
    made = task(BOOK)
    articles, labels = from_rows(
        [(row, f"made:{i}") for i, row in enumerate(small_corpus(n))], COLUMNS, "en"
    )
    return (*made.examples(articles, {a.article: a for a, _ in labels}), made.labels)


def model(**options):
    given = {
        "path": tiny_models.encoder(),
        "epochs": 2,
        "rate": 3e-3,
        "precision": "float32",
        "checkpoints": "none",
    }
    return HFFinetune(BOOK, **given | options)


def taught(network, counts, exclusive=False, seed=0):
    """Return made-up articles of so many pieces each."""
    dice = np.random.default_rng(seed)
    rows = [
        [network.row(dice.integers(4, 200, dice.integers(2, 30)).tolist()) for _ in range(c)]
        for c in counts
    ]
    answers = dice.random((len(counts), 2)) < 0.5
    return Taught(
        rows, np.stack([answers[:, 0], ~answers[:, 0]], 1) if exclusive else answers, exclusive
    )


def network(tokens=16_384, dropout=0.0, seed=0):
    made = SequenceClassifier(
        tiny_models.encoder(), ["a", "b"], tokens=tokens, precision="float32", seed=seed
    )
    for part in made.network.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = dropout
    made.network.train()
    return made


def gradients(training):
    return {n: p.grad.clone() for n, p in training.parameters().items() if p.grad is not None}


@pytest.mark.parametrize("exclusive", [False, True])
@pytest.mark.parametrize("tokens", [30, 64, 200])
def test_gradients_do_not_depend_on_the_passes(tokens, exclusive):
    counts = [1, 3, 7, 2]
    found = []
    for size in (10**6, tokens):
        net = network(size)
        data = taught(net, counts, exclusive)
        training = Training(net, data, data, PLAN)
        loss = training.objective.add(data, range(4), size)
        found.append((loss, gradients(training)))
    (loss, whole), (other, parts) = found
    assert other == pytest.approx(loss, rel=1e-5)
    assert whole.keys() == parts.keys() and len(whole) > 10
    for name, gradient in whole.items():
        assert torch.allclose(gradient, parts[name], atol=1e-6), name


def test_dropout_is_thrown_again_in_the_second_sweep():
    """The reference keeps the whole graph of both passes, under the same random numbers."""
    net = network(tokens=40, dropout=0.3)
    data = taught(net, [4])
    training = Training(net, data, data, PLAN)
    passes = list(batches([len(row.ids) for row in data.rows[0]], 40))
    assert len(passes) > 1
    torch.manual_seed(7)
    training.objective.add(data, [0], 40)
    cached = gradients(training)
    training.optimizer.zero_grad()
    torch.manual_seed(7)
    outputs = [(batch, net.forward([data.rows[0][k] for k in batch])) for batch in passes]
    order = [k for batch, _ in outputs for k in batch]
    logits = torch.cat([out for _, out in outputs])[np.argsort(order)]
    training.objective.loss(logits, data, [0], 1).backward()
    for name, gradient in gradients(training).items():
        assert torch.allclose(gradient, cached[name], atol=1e-6), name


def test_parts_hold_whole_articles():
    net = network(tokens=60)
    data = taught(net, [1, 1, 1, 9, 2, 1])
    parts = list(_parts(data, range(6), 60))
    assert sorted(i for part in parts for i in part) == list(range(6))
    for part in parts:
        rows = [row for i in part for row in data.rows[i]]
        assert len(part) == 1 or len(rows) * max(len(r.ids) for r in rows) <= 60


def test_weights_by_hand():
    answers = np.array([[1, 1], [0, 1], [0, 1], [0, 0]], bool)
    # label a: 3 negatives to 1 positive; label b: 1 to 3
    assert Taught([], answers, False).weights() == pytest.approx([3, 1 / 3])
    one_of = np.array([[1, 0]] * 3 + [[0, 1]], bool)
    # 4 examples, 2 labels: 4 / (2 * 3) and 4 / (2 * 1)
    assert Taught([], one_of, True).weights() == pytest.approx([2 / 3, 2])
    assert Taught([], np.zeros((100, 1), bool), False).weights() == pytest.approx([10])
    plain = training_of(Plan(**vars(PLAN) | {"balance": False}))
    assert plain.objective.weights.tolist() == [1, 1] != training_of().objective.weights.tolist()


def test_the_rate_goes_up_and_down():
    paces = [_pace(i / 100) for i in range(1, 101)]
    assert max(paces) == pytest.approx(1, abs=2e-3) and np.argmax(paces) in (8, 9, 10)
    assert paces[0] == pytest.approx(0.1) and 0 < paces[-1] < 0.01


@pytest.mark.slow
@pytest.mark.parametrize("pooling", ["learned", "max"])
def test_it_learns_what_is_there(pooling):
    examples, gold, labels = material(Topic)
    fitted = model(pooling=pooling, epochs=45, patience=45, batch=4).fit(examples, gold, labels)
    losses = [entry["loss"] for entry in fitted.history_]
    assert losses[-1] < 0.5 * losses[0]
    answers = fitted.predict(examples)
    for name in labels.names:
        there, absent = ([p.scores[name] for p, g in zip(answers, gold, strict=True) if (name in g.labels) is side]
                         for side in (True, False))  # fmt: skip
        assert np.mean([[t > a for a in absent] for t in there]) > 0.9, "area under the ROC curve"


def scripted(monkeypatch, losses):
    """Let the held-out losses be these."""
    given = iter(losses)
    monkeypatch.setattr(Training, "_held_loss", lambda self, epoch: next(given))


def training_of(plan=PLAN, seed=0):
    net = network(seed=seed)
    net.network.eval()
    return Training(net, taught(net, [1, 2, 1, 3, 1, 1]), taught(net, [1, 1], seed=1), plan)


def test_it_stops_early_and_keeps_the_best(monkeypatch):
    scripted(monkeypatch, [0.5, 0.4, 0.6, 0.7, 0.1])
    training = training_of(Plan(**vars(PLAN) | {"epochs": 9, "patience": 2}))
    copies, copied = [], Training._copied
    monkeypatch.setattr(Training, "_copied", lambda self: copies.append(copied(self)) or copies[-1])
    training.run(resume.Resume("none", "x"))
    assert [entry["held_out"] for entry in training.history] == [0.5, 0.4, 0.6, 0.7]
    best = copies[2]  # before training, after the first and after the second epoch
    assert all(torch.equal(p.detach(), best[n]) for n, p in training.parameters().items())


def test_a_loss_that_is_no_number_stops_with_the_reason():
    training = training_of()
    training.network.network.classifier.weight.data.fill_(math.nan)
    with pytest.raises(
        UserError, match=r"the loss is nan in epoch 1, step 1\. Lower model\.rate \(now 0\.001\)"
    ):
        training.run(resume.Resume("none", "x"))


def test_memory_that_runs_out_halves_the_passes(monkeypatch):
    training, forward = training_of(), SequenceClassifier.forward

    def small(self, rows):
        if len(rows) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(self, rows)

    monkeypatch.setattr(SequenceClassifier, "forward", small)
    training.run(resume.Resume("none", "x"))
    assert training.tokens < 16_384 and len(training.history) == 3
    monkeypatch.setattr(SequenceClassifier, "forward", lambda self, rows: small(self, rows * 3))
    with pytest.raises(UserError, match="Out of memory on one piece"):
        training_of().run(resume.Resume("none", "x"))


def test_an_interrupted_training_goes_on_as_if_it_had_not_been(tmp_path, monkeypatch):
    whole = training_of()
    whole.run(resume.Resume("none", "x"))
    save = resume.Resume.save

    def stopped(self, *state):
        save(self, *state)
        raise KeyboardInterrupt

    kept = resume.Resume(str(tmp_path), "job")
    for epochs in (1, 2):
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(resume.Resume, "save", stopped)
            training_of().run(kept)
        assert [p.name for p in kept.folder.iterdir()] == [f"epoch-{epochs:04d}"]
    last = training_of()
    last.run(kept)
    assert last.history == whole.history
    for name, parameter in whole.parameters().items():
        assert torch.equal(parameter, last.parameters()[name]), name
    assert not kept.folder.exists(), "nothing is left when it is done"


@pytest.mark.parametrize("name", ["network.safetensors", "optimizer.safetensors", "state.json"])
def test_a_damaged_checkpoint_is_begun_again(tmp_path, monkeypatch, name):
    kept = resume.Resume(str(tmp_path), "job")
    monkeypatch.setattr(resume.Resume, "done", lambda self: None)
    training_of(Plan(**vars(PLAN) | {"epochs": 1})).run(kept)
    (kept.folder / "epoch-0001" / name).write_bytes(b"torn")
    training = training_of()
    assert kept.load(training.parameters(), training.optimizer) is None


def test_checkpoints_hold_nothing_that_can_run(tmp_path, monkeypatch):
    monkeypatch.setattr(resume.Resume, "done", lambda self: None)
    training_of().run(resume.Resume(str(tmp_path), "job"))
    assert {p.suffix for p in tmp_path.rglob("*") if p.is_file()} == {".json", ".safetensors"}


def test_keys_tell_trainings_apart():
    one, other = training_of(), training_of(seed=1)
    assert resume.key_of(one.parameters(), PLAN) == resume.key_of(training_of().parameters(), PLAN)
    assert resume.key_of(one.parameters(), PLAN) != resume.key_of(other.parameters(), PLAN)
    assert resume.key_of(one.parameters(), PLAN) != resume.key_of(one.parameters(), PLAN, 1)


def test_long_articles_are_read_to_the_end():
    examples, gold, labels = material(Topic)
    fitted = model(epochs=1).fit(examples, gold, labels)
    reading = fitted._read(examples)
    for number, article in enumerate(e.article for e in examples):
        tokens = [i for piece in reading.pieces(number, fitted.network_.room()) for i in piece.ids]
        assert len(reading.sequences[number]) > 1, "longer than the window of this network"
        assert tokens == [
            i for ids in fitted.network_.ids([article.title, *_sentences(article)]) for i in ids
        ]


def _sentences(article):
    from nlp.text.sentences import split

    return [article.text[s:e] for s, e in split(article.text, article.language)]


def test_a_stored_model_needs_no_weights_beside_it(tmp_path):
    examples, gold, labels = material(Stance)
    fitted = model().fit(examples, gold, labels)
    fitted.save(tmp_path / "m")
    loaded = model(path=None).load(tmp_path / "m")
    assert loaded.predict(examples) == fitted.predict(examples)
    assert loaded.history_ == fitted.history_ and loaded.thresholds_ == fitted.thresholds_


def stored(tmp_path):
    examples, gold, labels = material(Topic)
    model(epochs=1).fit(examples, gold, labels).save(tmp_path / "m")
    return tmp_path / "m"


def test_a_wrong_head_is_refused(tmp_path):
    folder = stored(tmp_path)
    for names in (["a", "b", "c"], ["a", "b"]):
        config = json.loads((folder / "network" / "config.json").read_text())
        config |= {
            "id2label": dict(enumerate(names)),
            "label2id": {n: i for i, n in enumerate(names)},
        }
        (folder / "network" / "config.json").write_text(json.dumps(config))
        with pytest.raises(UserError) as caught:
            model(epochs=1).load(folder)
        assert "\n" not in str(caught.value)
    shutil.rmtree(folder / "network")
    with pytest.raises(UserError, match="not found"):
        model(epochs=1).load(folder)


def test_pooling_of_another_size_is_refused(tmp_path):
    from safetensors.numpy import save_file

    folder = stored(tmp_path)
    save_file({"sharpness": np.ones(2, np.float32)}, folder / "arrays.safetensors")
    with pytest.raises(UserError, match="differ in size"):
        model(epochs=1).load(folder)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": None}, "Name an encoder to fine-tune: model.path=FOLDER"),
        ({"path": "no/such/folder"}, "not found"),
        ({"pooling": "mean"}, "Allowed: learned, max"),
        ({"epochs": 0}, "model.epochs is 0. Allowed: above 0"),
        ({"rate": -1.0}, "model.rate is -1.0"),
        ({"precision": "int4"}, "Allowed: auto, float32, bfloat16"),
        ({"window": 9}, "has no room for an article"),
    ],
)
def test_bad_options_are_one_line(options, words):
    examples, gold, labels = material(Topic)
    with pytest.raises(UserError) as caught:
        model(**options).fit(examples, gold, labels)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_articles_that_teach_nothing():
    examples, gold, labels = material(Topic)
    with pytest.raises(UserError, match="carry the same answer"):
        model().fit(examples, [gold[0]] * len(gold), labels)
    with pytest.raises(UserError, match="belong to one story"):
        model().fit([examples[0]] * 4, gold[:4], labels)


@pytest.mark.slow
def test_bfloat16_trains(tmp_path):
    examples, gold, labels = material(Topic)
    fitted = model(precision="bfloat16", epochs=20, patience=20, batch=4).fit(
        examples, gold, labels
    )
    # 0.55 to 0.65 of the first loss, as the tiny tokenizer falls out; 1 when nothing is learned
    assert fitted.history_[-1]["loss"] < 0.8 * fitted.history_[0]["loss"]


def test_from_the_command_line_without_weights(realign):
    done = realign("+task=topic", "model=hf_finetune")
    assert done.returncode == 2 and "Traceback" not in done.stderr
    assert "model.path=FOLDER" in done.stderr and len(done.stderr.strip().splitlines()) == 1
