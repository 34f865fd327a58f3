from __future__ import annotations

import csv
import json
from pathlib import Path
from xml.etree import ElementTree

from realign_support import Command, small_corpus, write_jsonl


def test_a_learning_curve_leaves_its_draws_picture_and_sentence(
    realign: Command, tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "corpus.jsonl", small_corpus(160))
    done = realign(
        "+task=learning_curve", "model=majority", "of=stance", "metric=[accuracy]", "corpus=jsonl",
        "corpus.path=corpus.jsonl", "curve.draws=6", "curve.sizes=4", "curve.target=0.9", "folds=3",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Labels needed for accuracy 0.90: cannot be said" in done.stdout
    (run,) = tmp_path.glob("runs/learning_curve/majority/*")
    names = {"curve.json", "learning_curve.csv", "report.html", "report.md", "tables", "figures"}
    assert {f.name for f in run.iterdir()} == names
    curve = json.loads((run / "curve.json").read_text(encoding="utf-8"))
    # 120 of 160 articles carry a topic, one each; a fold of three holds out 40 of them
    sizes = [p["size"] for p in curve["points"]]
    assert sizes[-1] in (79, 80) and sizes == [sizes[-1] // 4, sizes[-1] // 2, sizes[-1]]
    with (run / "learning_curve.csv").open(newline="") as rows:
        draws = list(csv.DictReader(rows))
    assert {r["draw"] for r in draws} == set("012345") and all(
        0 <= float(r["accuracy"]) <= 1 for r in draws
    )
    ElementTree.parse(run / "figures" / "learning.svg")
    assert "80% of draws" in (run / "report.md").read_text(encoding="utf-8")
