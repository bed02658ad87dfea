"""Sign-in at another provider: the whole way round over HTTP, and every lie refused."""

import re
from html import unescape

import httpx
import pytest
from joserfc.jwk import RSAKey

from app.core.db import db
from app.identity import openid, queries
from app.identity.models import ExternalIdentity, Person
from tests.app.identity.provider import CLIENT, SECRET, serve_provider
from tests.app.identity.test_second_step import turn_on
from tests.client import Browser
from tests.factories.identity import make_person

RETURN = "/sign-in/openid/return"
REFUSED = "could not be checked"


@pytest.fixture(params=["RS256", "ES256"])
def provider(request, app):
    yield from installed(app, request.param)


@pytest.fixture
def one_provider(app):
    yield from installed(app, "RS256")


def installed(app, algorithm):
    """Set a provider up in the application for the time of a test."""
    names = ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "NAME", "TRUSTED")
    before = {f"OIDC_{name}": app.config[f"OIDC_{name}"] for name in names}
    with serve_provider(algorithm) as provider:
        values = (provider.issuer, CLIENT, SECRET, "Campus", False)
        app.config.update(dict(zip(before, values, strict=True)))
        openid.forget()
        yield provider
        app.config.update(before)
        openid.forget()


def go(browser):
    """Go to the provider and come back; return the parameters that it sent along."""
    page = browser.post("/sign-in/openid", page="/sign-in")
    assert page.status_code == 200, page.text
    found = re.search(r'content="0; url=([^"]+)"', page.text)
    assert found
    url = unescape(found[1])
    back = httpx.get(url).headers["Location"]
    assert back.startswith("http://localhost" + RETURN)
    return dict(httpx.URL(back).params)


def come_back(browser, sent):
    page = browser.get(RETURN, query_string=sent)
    assert page.status_code == 200
    return browser.post(RETURN, sent, page="/sign-in")


def sign_in(browser):
    return come_back(browser, go(browser))


def who(browser):
    return browser.get("/profile").status_code == 200


def test_an_unknown_person_gets_an_account(provider, browser):
    answer = sign_in(browser)
    assert answer.location == "/home"
    person = queries.find_person_by_email("ann@example.org")
    assert (person.given_name, person.family_name, person.password_hash) == ("Ann", "Other", None)
    assert person.email_confirmed_at is not None
    assert who(browser)


def test_next_time_the_account_is_known_by_its_subject(provider, app, browser):
    sign_in(browser)
    provider.claims |= {"email": "new@example.org", "email_verified": False}
    assert sign_in(Browser(app)).location == "/home"
    assert db.session.query(Person).count() == 1


def test_a_known_address_is_joined_after_its_owner_signed_in(one_provider, app, browser):
    person = make_person(email="ann@example.org")
    answer = sign_in(browser)
    assert answer.location == "/sign-in"
    assert not who(browser)
    assert db.session.query(ExternalIdentity).count() == 0
    asked = browser.get("/sign-in").text
    assert "There is an account with ann@example.org here." in asked
    assert "Campus opens it from then on." in asked
    assert 'value="ann@example.org"' in asked
    # The owner signs in as before; what waits to be joined stays in their browser.
    browser.sign_in(person)
    assert browser.post("/account/join").location == "/account/security"
    assert queries.find_external_identity(one_provider.issuer, "s-1").person_id == person.id
    assert sign_in(Browser(app)).location == "/home"


def test_somebody_else_cannot_join_it(one_provider, browser):
    make_person(email="ann@example.org")
    sign_in(browser)
    browser.sign_in(make_person())
    browser.post("/account/join")
    assert db.session.query(ExternalIdentity).count() == 0


def test_a_trusted_provider_opens_a_known_address_at_once(one_provider, app, browser):
    app.config["OIDC_TRUSTED"] = True
    person = make_person(email="ann@example.org")
    assert sign_in(browser).location == "/home"
    assert queries.find_external_identity(one_provider.issuer, "s-1").person_id == person.id


@pytest.mark.parametrize("said", [False, None, "true", 1])
def test_an_address_that_nobody_checked_is_refused(one_provider, app, browser, said):
    app.config["OIDC_TRUSTED"] = True
    make_person(email="ann@example.org")
    one_provider.bent = {"email_verified": said}
    assert "has not checked your e-mail address" in sign_in(browser).text
    assert not who(browser)


def test_the_second_step_is_asked_for_here_too(one_provider, app, browser):
    app.config["OIDC_TRUSTED"] = True
    person = make_person(email="ann@example.org")
    turn_on(queries.actor_for(person))
    assert sign_in(browser).location == "/sign-in/code"
    assert not who(browser)


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another"},
        {"aud": [CLIENT, "another"]},  # and no word on whom it was made for
        {"aud": [CLIENT, "another"], "azp": "another"},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"iss": None},
        {"exp": 1},
        {"exp": None},
        {"iat": 4_000_000_000},
        {"sub": None},
        {"at_hash": "AAAA"},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_is_refused(one_provider, browser, bent):
    one_provider.bent = bent
    answer = sign_in(browser)
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert db.session.query(Person).count() == 0


def test_a_token_signed_by_somebody_else_is_refused(one_provider, browser):
    one_provider.signs_with = RSAKey.generate_key(2048, {"kid": one_provider.key.kid})
    assert REFUSED in sign_in(browser).text


def test_our_own_secret_signs_nothing(one_provider, browser):
    assert not any(name.startswith("HS") or name == "none" for name in openid.ALGORITHMS)


@pytest.mark.parametrize("state", ["another", None, ""])
def test_an_answer_to_another_browser_is_refused(one_provider, browser, state):
    one_provider.returned = {"state": state}
    assert REFUSED in sign_in(browser).text


def test_an_answer_works_in_the_browser_that_asked_only(one_provider, app, browser):
    sent = go(browser)
    other = Browser(app)
    assert other.post(RETURN, sent, page="/sign-in").location == "/sign-in"
    go(other)
    assert REFUSED in other.post(RETURN, sent, page="/sign-in").text


def test_an_answer_works_once(one_provider, browser):
    sent = go(browser)
    come_back(browser, sent)
    browser.post("/sign-out", page="/home")
    assert browser.post(RETURN, sent, page="/sign-in").location == "/sign-in"
    assert not who(browser)


@pytest.mark.parametrize("iss", ["https://evil.example", None], ids=str)
def test_a_mix_up_of_providers_is_noticed(one_provider, browser, iss):
    one_provider.metadata = {"authorization_response_iss_parameter_supported": True}
    one_provider.returned = {"iss": iss}
    assert REFUSED in sign_in(browser).text
    assert "/token" not in one_provider.seen  # the code was given to nobody


def test_a_provider_that_names_itself_is_believed(one_provider, browser):
    one_provider.metadata = {"authorization_response_iss_parameter_supported": True}
    one_provider.returned = {"iss": one_provider.issuer}
    assert sign_in(browser).location == "/home"


def test_a_description_of_another_issuer_is_refused(one_provider, browser):
    one_provider.metadata = {"issuer": "https://evil.example"}
    assert REFUSED in browser.post("/sign-in/openid", page="/sign-in").text


def test_a_provider_that_is_away_is_told_in_words(one_provider, browser):
    one_provider.is_away = True
    answer = browser.post("/sign-in/openid", page="/sign-in")
    assert answer.status_code == 422
    assert "did not answer" in answer.text


def test_a_refusal_there_is_told_in_words(one_provider, browser):
    one_provider.returned = {"code": None, "error": "access_denied"}
    assert "did not sign you in" in sign_in(browser).text


def test_what_is_published_is_kept_and_a_new_key_is_found(one_provider, app, browser):
    sign_in(browser)
    sign_in(Browser(app))
    assert one_provider.seen.count("/keys") == 1
    assert one_provider.seen.count("/.well-known/openid-configuration") == 1
    one_provider.renew_key()
    openid.LOOKED_AGAIN_AFTER, before = 0.0, openid.LOOKED_AGAIN_AFTER
    try:
        assert sign_in(Browser(app)).location == "/home"
    finally:
        openid.LOOKED_AGAIN_AFTER = before
    assert one_provider.seen.count("/keys") == 2


def test_an_address_may_come_beside_the_token(one_provider, browser):
    one_provider.bent = {"email": None, "email_verified": None}
    assert sign_in(browser).location == "/home"
    assert queries.find_person_by_email("who@example.org") is not None


def test_what_is_said_beside_the_token_is_of_the_same_person(one_provider, browser):
    one_provider.bent = {"email": None, "sub": "s-2"}
    assert REFUSED in sign_in(browser).text


def test_the_last_way_in_stays(one_provider, browser):
    sign_in(browser)
    one = db.session.query(ExternalIdentity).one()
    browser.post(f"/account/external/{encode(one.id)}/remove", page="/account/security")
    assert db.session.query(ExternalIdentity).count() == 1


def test_without_a_provider_there_is_no_such_page(app, browser):
    assert "openid" not in browser.get("/sign-in").text
    assert browser.post("/sign-in/openid", page="/sign-in").status_code == 404


def encode(value):
    from app.core.ids import encode_id

    return encode_id(value)
