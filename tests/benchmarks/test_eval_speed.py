"""Speed of intervals and comparisons: ``pytest -m benchmark -s``. Nothing here asserts a time.

Targets: 10,000 paired resamples of macro-F1 at 1,000 articles in under 0.3 s on one core; at least
100 times scipy.stats.bootstrap with scikit-learn's f1_score per resample; the whole harness over
100,000 predictions in under 60 s and 2 GB.
"""

import resource
import time

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import f1_score
from threadpoolctl import threadpool_limits

from eval.harness import judge
from eval.intervals import Plan, resample
from eval.metrics.accuracy import Accuracy
from eval.metrics.balanced_accuracy import BalancedAccuracy
from eval.metrics.brier import Brier
from eval.metrics.ece import ECE
from eval.metrics.f1 import F1
from eval.metrics.indicators import gold_matrix, label_matrix
from eval.metrics.log_loss import LogLoss
from eval.metrics.mcc import MCC
from eval.metrics.overlap import Overlap
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.sample import Pair, Sample
from nlp.records import Article, Gold, Item, LabelSet, Prediction

pytestmark = pytest.mark.benchmark
LABELS = LabelSet(("a", "b", "c"), exclusive=False)


def items(n, seed):
    rng = np.random.default_rng(seed)
    truth = np.random.default_rng(0).random((n, 3)) < 0.3
    p = np.clip(np.where(truth, 0.7, 0.3) + rng.normal(0, 0.25, (n, 3)), 0, 1)
    sets = [
        [frozenset(x for x, y in zip("abc", row, strict=True) if y) for row in m]
        for m in (truth, p > 0.5)
    ]
    return [
        Item(str(i), Article(str(i), ""), str(i), Gold(gold),
             Prediction(str(i), said, dict(zip("abc", map(float, row), strict=True))))
        for i, (gold, said, row) in enumerate(zip(*sets, p, strict=True))
    ]  # fmt: skip


def timed(action, rounds=3):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("n", [1000, 100_000])
def test_paired_resamples_of_macro_f1_against_scipy_and_sklearn(n):
    one, two = items(n, 1), items(n, 2)
    pair = Pair(Sample.of(F1(), one, LABELS), Sample.of(F1(), two, LABELS))
    resamples = 10_000 if n == 1000 else 500
    with threadpool_limits(1):
        ours = timed(lambda: resample([pair], Plan(resamples))) / resamples
        gold, said = gold_matrix(one, "abc"), label_matrix(one, "abc")

        def macro(index):
            return f1_score(gold[index], said[index], average="macro")

        assert pair.a.point()[0] == pytest.approx(macro(np.arange(n)))  # the same figure
        rounds = 100 if n == 1000 else 10
        theirs = timed(
            lambda: stats.bootstrap(
                (np.arange(n),), macro, n_resamples=rounds, vectorized=False, method="percentile"
            ),
            rounds=1,
        ) / rounds  # fmt: skip
    print(
        f"\npaired macro-F1, n={n:,}: {ours * 1e6:.1f} us per resample of both runs "
        f"({ours * resamples:.3f} s for {resamples:,}); scipy + sklearn, one run: "
        f"{theirs * 1e6:.0f} us: {theirs / ours:.0f} x"
    )


def test_the_whole_harness_over_100_000_predictions():
    batch = items(100_000, 1)
    metrics = [
        F1(), F1("micro"), F1("weighted"), PerLabel(), Accuracy(), Overlap(), BalancedAccuracy(),
        MCC(), Ranking(), Brier(), LogLoss(), ECE(),
    ]  # fmt: skip
    with threadpool_limits(1):
        start = time.process_time()
        found = []
        seconds = timed(
            lambda: found.append(judge(batch, metrics, LABELS, resamples=2000)), rounds=1
        )
        processor = time.process_time() - start
    assert not found[0].left_out and all(score.n == 100_000 for score in found[0].scores)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"\n100,000 predictions, {len(metrics)} metrics, 2,000 resamples: {seconds:.1f} s ({processor:.1f} s of processor), {memory:.2f} GB"
    )
