"""Chromium and what it needs: a live server, pages of a desk and of a phone, axe, a camera."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from app.identity.models import Person
from tests.browser.camera import camera_arguments, write_video
from tests.browser.live import serve, sign_in
from tests.worker import run_jobs

ROOT = Path(__file__).parent.parent.parent
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = (
    "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)"
)
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
PAUSE = 0.2  # seconds between looks for background work
ALWAYS = ["--no-sandbox", "--disable-dev-shm-usage"]

Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def launch(playwright: Playwright) -> Iterator[Launch]:
    """Return a way to start Chromium with further arguments; all are closed at the end."""
    path = os.environ.get("INNODAY_CHROMIUM") or shutil.which("chromium")
    started: list[Browser] = []

    def start(*arguments: str) -> Browser:
        browser = playwright.chromium.launch(executable_path=path, args=[*ALWAYS, *arguments])
        started.append(browser)
        return browser

    yield start
    for browser in started:
        browser.close()


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Browser:
    """Return the Chromium that most tests share."""
    return launch()


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """Return the address of the application, served on the database of the tests."""
    with serve(app) as address:
        yield address


@pytest.fixture
def worker(app: Flask, server: str) -> Iterator[None]:
    """Let background work happen beside the server, in a thread; what fails fails the test."""
    done, errors = Event(), []

    def work() -> None:
        with app.app_context():
            while not done.wait(PAUSE):
                errors.extend(run_jobs(app, may_fail=True))

    thread = Thread(target=work, daemon=True)
    thread.start()
    yield
    done.set()
    thread.join()
    assert errors == []


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """Return a fresh page of a desk's size; script errors and CSP violations fail the test."""
    with_context = chromium.new_context(viewport=DESK, base_url=server)
    yield from watched(with_context)


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Page]:
    """Return a fresh page of a phone's size that is touched, watched like `page`."""
    settings: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    yield from watched(chromium.new_context(**settings, base_url=server))


@pytest.fixture
def camera_phone(launch: Launch, server: str, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """Return a maker of phones whose camera sees the given pictures, each for some seconds."""
    opened: list[tuple[Browser, BrowserContext, list[str]]] = []

    def make(*pictures: Image.Image, seconds: float = 2) -> Page:
        video = write_video(tmp_path / f"camera{len(opened)}.y4m", pictures, seconds=seconds)
        browser = launch(*camera_arguments(video))
        settings: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
        context = browser.new_context(**settings, base_url=server, permissions=["camera"])
        page = context.new_page()
        opened.append((browser, context, watch(page)))
        return page

    yield make
    for browser, context, problems in opened:
        context.close()
        browser.close()
        assert problems == []


@pytest.fixture
def signed_in_as(app: Flask, server: str) -> Callable[[Page, Person], Page]:
    """Return a way to sign a person in on a page's browser without the sign-in page."""

    def sign(page: Page, person: Person) -> Page:
        sign_in(app, page.context, person, server)
        return page

    return sign


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check that axe finds nothing on a page as it stands."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text() + ";0")
        found = page.evaluate(RUN_AXE, TAGS)
        said = [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
        assert said == [], page.url

    return check


def watched(context: BrowserContext) -> Iterator[Page]:
    """Give a context's page; fail afterwards if a script failed or a policy was violated."""
    page = context.new_page()
    problems = watch(page)
    yield page
    context.close()
    assert problems == []


def watch(page: Page) -> list[str]:
    """Return the list that script errors and policy violations of a page are added to."""
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))

    def note(message: Any) -> None:
        if "Content Security Policy" in message.text:
            problems.append(message.text)

    page.on("console", note)
    return problems
