"""Row 53 (pretix CVE-2023-27891, Flask-Security CVE-2021-21241): forged OAuth, token by GET.

To go to a provider, to come back and to join an account takes a form of our own page; what is only
opened changes nothing and signs nobody in.
"""

import pytest

from tests.app.identity.test_openid import RETURN, go, installed, who
from tests.factories.identity import make_person
from tests.regress.everything import everything

pytestmark = pytest.mark.one_database

STEPS = ("/sign-in/openid", RETURN, "/account/join", "/sign-in/passkey", "/sign-in/passkey/options")
FORGED = {
    "no token": ({}, {}, 400),
    "a token of nobody": ({"csrf_token": "x"}, {}, 400),
    "a token of another type": ({"csrf_token": ["", ""]}, {}, 400),
    "from another site": ({}, {"Sec-Fetch-Site": "cross-site"}, 403),
    "from a sister site": ({}, {"Sec-Fetch-Site": "same-site"}, 403),
}


@pytest.fixture
def provider(app):
    yield from installed(app, "ES256")


@pytest.mark.parametrize("forged", FORGED)
@pytest.mark.parametrize("step", STEPS)
def test_a_forged_step_is_refused(provider, browser, step, forged):
    data, headers, status = FORGED[forged]
    browser.sign_in(make_person(email="ann@example.org"))
    browser.get("/home")
    before = everything()
    assert browser.client.post(step, data=data, headers=headers).status_code == status
    assert everything() == before


def test_the_way_there_begins_with_a_form(provider, browser):
    assert browser.get("/sign-in/openid").status_code == 405
    assert provider.seen == []


def test_coming_back_by_address_signs_nobody_in(provider, browser):
    sent = go(browser)
    before = everything()
    for _ in range(2):
        assert browser.get(RETURN, query_string=sent).status_code == 200
        assert browser.get(RETURN, query_string=sent | {"token": "x", "id_token": "x"}).status_code
    assert everything() == before
    assert "/token" not in provider.seen
    assert not who(browser)


def test_an_answer_for_somebody_else_makes_nobody_sign_in_as_them(provider, app, browser):
    """The victim's browser never asked, so an attacker's code is of no use there."""
    sent = go(browser)
    victim = type(browser)(app)
    assert victim.get(RETURN, query_string=sent).location == "/sign-in"
    assert victim.post(RETURN, sent, page="/sign-in").location == "/sign-in"
    assert not who(victim)
