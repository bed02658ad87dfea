"""People who sit down at browsers of their own."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from app.identity.models import Person
from tests.browser.fixtures import DESK, watch
from tests.journeys.walk import Walker


@pytest.fixture
def sit_down(
    chromium: Browser,
    server: str,
    axe: Callable[[Page], None],
    signed_in_as: Callable[[Page, Person], Page],
) -> Iterator[Callable[..., Walker]]:
    """Return a way for one more person to open a browser, signed in if one is named.

    Each has cookies of their own; what a page complains about fails the test in the end.
    """
    opened = []

    def new_walker(person: Person | None = None) -> Walker:
        context = chromium.new_context(base_url=server, viewport=DESK, reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(10_000)
        opened.append((context, watch(page)))
        return Walker(page if person is None else signed_in_as(page, person), axe)

    yield new_walker
    for context, problems in opened:
        context.close()
        assert problems == []
