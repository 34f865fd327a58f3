"""A report of 1,000 and of 10,000 articles: its size, how long it takes to make and open, how fast it filters."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from report_support import item, whole

from eval.report import page

pytestmark = [pytest.mark.benchmark, pytest.mark.browser]
DATA = Path(__file__).resolve().parents[2] / "data" / "corpus"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# a click, and the frame that shows what it did
CLICK = """async (selector) => {
  const start = performance.now();
  document.querySelector(selector).click();
  await new Promise(r => requestAnimationFrame(() => setTimeout(r)));
  return performance.now() - start;
}"""
SEARCH = """async (words) => {
  const box = document.getElementById('q'), count = document.getElementById('count'), before = count.textContent;
  const start = performance.now();
  box.value = words; box.dispatchEvent(new Event('input'));
  while (count.textContent === before) await new Promise(r => setTimeout(r, 2));
  await new Promise(r => requestAnimationFrame(() => setTimeout(r)));
  return performance.now() - start;
}"""


def articles(count: int) -> list[Any]:
    names = (DATA / "en.jsonl", DATA / "fr.jsonl")
    rows = [json.loads(x) for n in names for x in n.read_text(encoding="utf-8").splitlines()]
    return [
        item(i, "mp"[i % 2], "mp"[(i + (i % 5 == 0)) % 2], p=0.51 + (i % 48) / 100,
             text=f"{i}. {row['text']}", title=f"{row['title']} {i}", outlet=row["outlet"])
        for i in range(count)
        for row in [rows[i % len(rows)]]
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1_000, 10_000])
def test_a_report_of_many_articles(tmp_path: Path, size: int) -> None:
    sync_api = pytest.importorskip("playwright.sync_api")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    items, started = articles(size), time.perf_counter()
    value = whole({"mine": items})
    made, started = time.perf_counter() - started, time.perf_counter()
    text = page.page(value)
    rendered = time.perf_counter() - started
    file = tmp_path / "report.html"
    file.write_text(text, encoding="utf-8")
    with sync_api.sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        tab = browser.new_context(offline=True).new_page()
        tab.set_default_timeout(120_000)
        started = time.perf_counter()
        tab.goto(file.as_uri())
        tab.wait_for_selector("#article h3")
        readable = time.perf_counter() - started
        tab.wait_for_selector("html[data-ready]", state="attached")
        searchable = time.perf_counter() - started
        facets = [f"#facet-{f} .chip" for f in ("outcome", "gold", "predicted", "worth")]
        clicks = sorted(tab.evaluate(CLICK, f) for f in facets for _ in range(2))
        searches = [tab.evaluate(SEARCH, w) for w in ("harbour", "gendarmes port", "zzzz")]
        count = tab.locator("#count").inner_text()
        browser.close()
    assert count.startswith(f"0 of {size:,}")
    print(
        f"\n{size} articles, {sum(len(i.article.text) for i in items) / 1e6:.1f} MB of text:"
        f" judged and built {made:.1f} s, page {rendered:.1f} s, file {len(text) / 1e6:.1f} MB;"
        f" readable after {readable:.1f} s, searchable after {searchable:.1f} s; filter {clicks[-1]:.0f} ms"
        f" at most (median {clicks[len(clicks) // 2]:.0f}), search {max(searches):.0f} ms at most,"
        " 80 ms of it waiting for the typist"
    )
