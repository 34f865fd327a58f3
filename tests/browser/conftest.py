"""A real browser with the network off; every test here is marked 'browser' and skipped without one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from report_support import item, whole

from eval.report import page as renderer
from eval.report.value import Report

try:
    from playwright import sync_api
except ImportError:  # the browser extra is not installed: the tests say so and are skipped
    sync_api = None  # type: ignore[assignment]
CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for one in items:
        if here in one.path.parents:
            one.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if sync_api is None:
        pytest.skip("playwright is not installed (extra: browser)")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Open = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Open a report from disk, offline; the test fails if it asks for anything or complains."""
    contexts, troubles, asked = [], [], []

    def go(report: Report | Path, *, ready: bool = True, **more: Any) -> Any:
        path = report if isinstance(report, Path) else tmp_path / "report.html"
        if isinstance(report, Report):
            path.write_text(renderer.page(report), encoding="utf-8")
        context = chromium.new_context(
            offline=True, **{"viewport": {"width": 1280, "height": 900}, **more}
        )
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        tab.on(
            "console", lambda m: troubles.append(m.text) if m.type in ("error", "warning") else None
        )
        tab.on("pageerror", lambda e: troubles.append(str(e)))
        tab.on("dialog", lambda d: troubles.append(f"dialog: {d.message}"))
        tab.on("request", lambda r: asked.append(r.url))
        tab.goto(path.as_uri())
        if ready:
            tab.wait_for_selector("html[data-ready]", state="attached")
        return tab

    yield go
    for context in contexts:
        context.close()
    assert troubles == []
    assert [url for url in asked if not url.startswith("file://")] == []


@pytest.fixture(scope="session")
def run_report() -> Report:
    """A run of 240 examples, two outlets, two annotators who disagree once."""
    return _run(240)


@pytest.fixture(scope="session")
def small_report() -> Report:
    """The same with 60 examples, for checks that take their time over every element."""
    return _run(60)


def _run(size: int) -> Report:
    items = [
        item(i, "mp"[i % 2], "mp"[(i % 2) ^ (i < 30)], p=0.51 + (i % 48) / 100,
             text=f"Zoé walked to the harbour on day {i}. The café was shut. " * 4,
             outlet=("Echo", "Herald")[i % 3 == 0])
        for i in range(size)
    ]  # fmt: skip
    votes = {"A": {i.id: i.gold for i in items}, "B": {i.id: i.gold for i in items}}
    votes["B"]["e40"] = items[41].gold
    return whole({"mine": items, "same": items}, votes=votes)
