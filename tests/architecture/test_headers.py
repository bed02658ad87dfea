"""Every answer carries the headers that keep browsers safe, and no forged request gets through."""

import re

import pytest

from app.core.ids import decode_id
from app.tickets import queries
from app.web.assets import STATIC
from app.web.guards import DEVICE, PUBLIC, SIGNED_IN, TOKEN, guard_of
from tests.api.day import make_day
from tests.client import Browser
from tests.factories.identity import make_person
from tests.pages.sending import unsafe_pages

pytestmark = [pytest.mark.slow, pytest.mark.one_database]

NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LINKS = {"link": "x", "filename": "x", "name": "x", "file_id": "0000000000001", "version": 1}
IDS = "0000000000001"
FILES = ["css/components.css", "js/app.js"]


def readable_routes(app):
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()):
            yield rule, guard_of(app, rule.endpoint)


def link_of(day):
    """Return the secret address of the day's ticket, for the pages of its holder."""
    return queries.link_of(queries.get_ticket(decode_id(day.names["ticket_id"])))


def address_of(rule, day):
    links = LINKS | {"link": link_of(day)} if rule.rule.startswith("/tickets/") else LINKS
    values = {name: day.names.get(name, links.get(name, IDS)) for name in rule.arguments}
    path = re.sub(r"<any\(\W*(\w+)[^)]*\):\w+>", r"\1", rule.rule)
    for name, value in values.items():
        for kind in ("<id:", "<int:", "<path:", "<"):
            path = path.replace(f"{kind}{name}>", str(value))
    return path


@pytest.fixture
def answers(app):
    """Return the answer of every address that can be opened, with its guard."""
    day = make_day()
    browser = Browser(app).sign_in(day.person)
    operator = Browser(app).sign_in(make_person(is_operator=True))
    found = {}
    for rule, guard in readable_routes(app):
        secret = day.scanner if guard == DEVICE else day.token
        bearer = {"Authorization": f"Bearer {secret}"} if guard in (TOKEN, DEVICE) else {}
        reader = operator if rule.rule.startswith("/admin") else browser
        found[rule.rule] = (guard, reader.get(address_of(rule, day), headers=bearer))
    assert len(found) > 80
    return found


def test_every_answer_has_the_headers(answers):
    lacking = {
        (path, name): answer.headers.get(name)
        for path, (_, answer) in answers.items()
        for name, value in NEEDED.items()
        if answer.headers.get(name) != value
    }
    assert lacking == {}


def test_every_answer_has_a_strict_policy(answers):
    for path, (_, answer) in answers.items():
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "http" not in policy, path
        if answer.mimetype == "text/html":
            for part in ("base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"):
                assert part in policy, path


def test_what_belongs_to_somebody_is_kept_by_no_cache(answers):
    shared = {
        path: answer.headers.get("Cache-Control")
        for path, (guard, answer) in answers.items()
        if guard != PUBLIC and answer.headers.get("Cache-Control") != "private, no-store"
    }
    assert shared == {}


def test_nothing_tells_the_server_s_make(answers):
    assert [path for path, (_, one) in answers.items() if "X-Powered-By" in one.headers] == []


def test_most_addresses_were_really_opened(answers):
    """The tests above say little of pages that only answered 404."""
    opened = [path for path, (_, answer) in answers.items() if answer.status_code in (200, 302)]
    assert len(opened) > len(answers) * 0.75


@pytest.mark.parametrize("name", FILES)
def test_static_files_have_them_too(client, name):
    assert (STATIC / name).exists()
    answer = client.get(f"/static/{name}")
    assert answer.status_code == 200
    assert {key: answer.headers.get(key) for key in NEEDED} == NEEDED
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"].replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({}, 400),
    ],
    ids=["another site", "a sister site", "without its token", "of an old browser"],
)
def test_a_forged_form_is_refused_everywhere(app, headers, status):
    day = make_day()
    browser = Browser(app).sign_in(day.person)
    for rule in app.url_map.iter_rules():
        if rule.rule not in {path for path, _, _ in unsafe_pages(app)}:
            continue
        answer = browser.client.post(address_of(rule, day), data={}, headers=headers)
        assert (rule.rule, answer.status_code) == (rule.rule, status)


def test_pages_for_people_send_strangers_to_sign_in(app, client):
    day = make_day()
    for rule, guard in readable_routes(app):
        if guard == SIGNED_IN:
            answer = client.get(address_of(rule, day))
            assert (answer.status_code, answer.location) == (302, "/sign-in"), rule.rule
