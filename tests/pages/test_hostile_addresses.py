"""Whatever an address asks for after its question mark, the page answers it, and never crashes."""

import random
from urllib.parse import urlencode

import pytest

from tests.api.day import make_day
from tests.client import Browser
from tests.conftest import IS_LONG
from tests.pages.sending import HOSTILE, fill_address, pages_to_read, some_of

pytestmark = pytest.mark.slow
ASKED = ("add", "challenge", "check", "cursor", "limit", "next", "page", "phase", "q", "state")
ASKED_TOO = ("step", "theme", "type", "kind", "layout", "endpoint", "_method", "slug")


@pytest.fixture
def day(app):
    return make_day()


@pytest.mark.parametrize("kind", HOSTILE)
def test_no_page_breaks(app, day, kind):
    value = HOSTILE[kind]
    browser = Browser(app).sign_in(day.person)
    draw = random.Random(kind)
    seen = set()
    for rule, endpoint in some_of(sorted(pages_to_read(app)), list(HOSTILE).index(kind)):
        names = (*ASKED, *ASKED_TOO)
        one = draw.choice(names)
        queries = dict.fromkeys(names, value), {one: value}, {"page": value}
        for query in queries if IS_LONG else draw.sample(queries, 1):
            address = f"{fill_address(rule, day.names)}?{urlencode(query, errors='surrogatepass')}"
            status = browser.client.get(address).status_code
            assert (status < 500, endpoint) == (True, endpoint)
            seen.add(status)
    assert 200 in seen
