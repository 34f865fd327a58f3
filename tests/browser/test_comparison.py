"""The comparison and the index, used in a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from report_support import mixed, record

from eval.compare import compare
from eval.report import compared, listing, page
from nlp.records import Item

Open = Callable[..., Any]


@dataclass(frozen=True)
class Run:
    path: Path
    record: dict[str, Any]
    items: list[Item]
    main: None = None


def runs(root: Path = Path("runs")) -> list[Run]:
    out = []
    for name, wrong in (("good", 4), ("poor", 40), ("close", 5)):
        about = record(model=name, seconds=1.0 + wrong)
        about["config"] = {**about["config"], "model": {"depth": wrong}}
        out.append(Run(root / name / "1", about, mixed(n=80, wrong=wrong, text=name and "")))
    return out


def test_what_one_finds_and_another_misses_can_be_read(opened: Open) -> None:
    made = runs()
    tab = opened(compared.report(compare(made, resamples=300), made, "en"))
    tab.locator("#facet-right button", has_text="good").click()
    tab.locator("#facet-wrong button", has_text="poor").click()
    # good errs on the first 4, poor on the first 40: 36 are left
    assert tab.locator("#count").inner_text().startswith("36 of 80")
    assert (
        tab.locator("#figure-pairs svg.small").is_visible()
        and tab.locator("#figure-cost-seconds svg").is_visible()
    )
    assert "model.depth" in tab.locator("#table-configs").inner_text()


def test_the_index_leads_to_the_reports(opened: Open, tmp_path: Path) -> None:
    made = runs(tmp_path)
    for run in made:
        run.path.mkdir(parents=True)
        (run.path / "report.html").write_text("<title>here</title>", encoding="utf-8")
    index = tmp_path / "index.html"
    index.write_text(page.page(listing.report(made, tmp_path, "en")), encoding="utf-8")
    tab = opened(index)
    tab.locator("main a", has_text="poor/1").click()
    assert tab.title() == "here"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_comparison(opened: Open, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    made = runs()
    tab = opened(compared.report(compare(made, resamples=300), made, "en"), color_scheme=scheme)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = axe.run(tab)
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]] == []
