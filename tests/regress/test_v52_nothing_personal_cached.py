"""CVE-2023-30861, CVE-2026-27205 (Flask): a shared cache handed a session's page to others."""

import pytest

from app.web.guards import DEVICE, TOKEN
from tests.api.day import make_day
from tests.architecture.test_headers import address_of, readable_routes
from tests.client import Browser

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


def may_share(answer):
    """Whether a cache between the server and its visitors might hand an answer to another one."""
    rules = answer.headers.get("Cache-Control", "")
    if "no-store" in rules or "private" in rules:
        return False
    return "Cookie" not in answer.headers.get("Vary", "")


def test_no_cache_gives_one_visitor_what_another_got(app):
    day = make_day()
    signed_in, stranger = Browser(app).sign_in(day.person), Browser(app)
    checked, shared = 0, []
    for rule, guard in readable_routes(app):
        path = address_of(rule, day)
        secret = day.scanner if guard == DEVICE else day.token
        bearer = {"Authorization": f"Bearer {secret}"} if guard in (TOKEN, DEVICE) else {}
        first = signed_in.get(path, headers=bearer)
        checked += 1
        if may_share(first) and first.data != stranger.get(path).data:
            shared.append(rule.rule)
    print(f"{checked} routes, shared {len(shared)}")
    assert checked > 100
    assert shared == []


def test_every_answer_that_sets_the_cookie_says_so_and_is_stored_nowhere(app):
    day = make_day()
    browser = Browser(app).sign_in(day.person)
    bad = []
    for rule, guard in readable_routes(app):
        if guard in (TOKEN, DEVICE):
            continue
        answer = browser.get(address_of(rule, day))
        if "Set-Cookie" in answer.headers and not (
            "Cookie" in answer.headers.get("Vary", "")
            and "no-store" in answer.headers.get("Cache-Control", "")
        ):
            bad.append(rule.rule)
    assert bad == []
