"""What articles, labels, outlets and notes say is shown as text, and runs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hostile import HOSTILE
from report_support import item, mixed, record, whole

from eval.report.text import visible
from eval.report.value import Report

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def poisoned() -> Report:
    bad = list(HOSTILE.values())
    items = [
        item(i, "m", "p", p=0.9, text=f"{b} and then some.", title=b, outlet=b, section=b, date=b)
        for i, b in enumerate(bad)
    ]
    items += mixed(n=40, wrong=4)[len(items) :]
    prediction = replace(items[0].prediction, note=HOSTILE["script"])
    items[0] = replace(items[0], prediction=prediction)
    about = record(label_names={"mines": HOSTILE["handler"], "ports": HOSTILE["closing"]})
    about["corpus"] |= {"name": HOSTILE["style"], "notes": bad}
    about |= {"voters": HOSTILE["link"], "command": HOSTILE["attribute"]}
    votes = {HOSTILE["script"]: {i.id: i.gold for i in items}, "B": {i.id: i.gold for i in items}}
    return whole({"mine": items}, about, votes)


def test_nothing_runs_and_nothing_is_added(opened: Open, poisoned: Report) -> None:
    tab = opened(poisoned)
    for k in range(len(HOSTILE)):
        tab.locator("#list button").nth(k).click()
        tab.wait_for_timeout(30)
        for mark in tab.locator("#article mark").all()[:1]:
            mark.hover()
    assert tab.evaluate("typeof window.pwned") == "undefined"
    assert (
        tab.evaluate("document.querySelectorAll('img, iframe, object, embed, base, form').length")
        == 0
    )
    assert tab.evaluate("document.querySelectorAll('style').length") == 1
    assert tab.evaluate("document.querySelectorAll('script:not([type])').length") == 1
    hrefs = tab.evaluate(
        "[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))"
    )
    assert all(h.startswith("#") for h in hrefs)
    assert tab.locator("#article").is_visible()  # '</style>body{display:none}' hid nothing


def test_it_is_read_as_it_was_written(opened: Open, poisoned: Report) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    tab = opened(poisoned)
    places = [r.title for r in poisoned.browser.readings]  # type: ignore[union-attr]
    for kind, bad in HOSTILE.items():
        tab.locator("#list button").nth(places.index(bad)).click()
        heading, body = tab.locator("#article h3"), tab.locator("#article .text")
        expect(heading, kind).to_have_js_property("textContent", visible(bad))
        told = body.evaluate(
            "e => { const c = e.cloneNode(true); c.querySelectorAll('.k').forEach(k => k.remove()); return c.textContent; }"
        )
        assert told.startswith(visible(bad)), kind


def test_the_policy_stops_a_script_that_would_slip_through(
    chromium: Any, tmp_path: Any, poisoned: Report
) -> None:
    from eval.report import page

    file = tmp_path / "report.html"
    text = page.page(poisoned).replace(
        "</main>", "<script>window.pwned = 9</script><img src=x onerror='window.pwned = 8'></main>"
    )
    file.write_text(text, encoding="utf-8")
    context = chromium.new_context(offline=True)
    tab = context.new_page()
    complaints: list[str] = []
    tab.on("console", lambda m: complaints.append(m.text))
    tab.goto(file.as_uri())
    tab.wait_for_selector("html[data-ready]", state="attached")
    assert tab.evaluate("typeof window.pwned") == "undefined"
    assert any("Content Security Policy" in c for c in complaints)
    context.close()


def test_a_megabyte_on_one_line_keeps_the_page_usable(opened: Open) -> None:
    items = mixed(n=30)
    items[0] = item(0, "m", "p", p=0.95, text="x" * 1_000_000, title="y" * 10_000)
    tab = opened(whole({"mine": items}), viewport={"width": 390, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
    assert "980,000" in tab.locator("#article").inner_text().replace("980000", "980,000")
