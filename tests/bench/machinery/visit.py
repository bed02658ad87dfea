"""The first visit to a page with a real browser and nothing in its cache."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, sync_playwright

PHONE = {"width": 360, "height": 740}
SHIFT = """() => new Promise(done => {
  let sum = 0;
  const add = list => list.forEach(one => { sum += one.value; });
  new PerformanceObserver(list => add(list.getEntries()))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 500);
})"""


@dataclass(frozen=True)
class Visit:
    """What a first visit costs the visitor: all that is sent, and how far the page moves."""

    sent: int
    shift: float


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium."""
    path = os.environ.get("INNODAY_CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def first_visits(port: int, paths: Mapping[str, str]) -> dict[str, Visit]:
    """Visit every page once, each with an empty cache, as a phone."""
    with open_browser() as browser:
        return {name: _visit(browser, f"http://127.0.0.1:{port}{paths[name]}") for name in paths}


def _visit(browser: Browser, url: str) -> Visit:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    sizes: list[int] = []
    wire = context.new_cdp_session(page)
    wire.on("Network.loadingFinished", _adding_to(sizes))
    wire.send("Network.enable")
    page.goto(url, wait_until="networkidle")
    shift = float(page.evaluate(SHIFT))
    context.close()
    return Visit(sum(sizes), shift)


def _adding_to(sizes: list[int]) -> Callable[[Any], None]:
    return lambda told: sizes.append(int(told["encodedDataLength"]))
