"""From the first look to the first useful page in two minutes, passkey and paste included."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, CDPSession, Page, expect

from app.core.db import db
from app.identity.models import Passkey, WebSession
from tests.browser.fixtures import watch
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event
from tests.journeys.mailbox import confirmation_of
from tests.journeys.walk import PASSWORD, Walker

ALLOWED = 120  # seconds
EMAIL = "jone@example.org"
TYPED = {
    "Given name": "Jonė",
    "Family name": "Žukauskaitė",
    "E-mail": EMAIL,
    "Password": PASSWORD,
    "Name of the organisation": "Šaltis AI",
}
CHOSEN = {"What it is": "sme", "Country": "LT"}
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
# The desk's browser is one that lists no passkeys under a field: there the button is what is left.
NO_OFFER = "PublicKeyCredential.isConditionalMediationAvailable = async () => false;"
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture
def named_server(app: Flask, server: str) -> Iterator[str]:
    """Return the server's address with a name, for passkeys belong to no number."""
    address = server.replace("127.0.0.1", "localhost")
    app.config["BASE_URL"] = address
    yield address
    app.config["BASE_URL"] = server


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, chromium: Browser, named_server: str) -> Iterator[Page]:
    """Return a page of a desk's size and one of a phone's, with a clipboard."""
    context = chromium.new_context(base_url=named_server, viewport=SIZES[request.param])
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=named_server)
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    problems = watch(opened)
    yield opened
    context.close()
    assert problems == []


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """Give the browser a device that makes passkeys and checks its owner's finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made: dict[str, Any] = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, made["authenticatorId"]


def paste(page: Page, label: str, text: str) -> None:
    """Paste into a field as people do who keep their data elsewhere."""
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    field = page.get_by_label(label)
    field.focus()
    page.keyboard.press("Control+V")
    expect(field).to_have_value(text)


def sign_up(walker: Walker) -> None:
    """Create an account on one page, and confirm it on the page that the mail leads to."""
    page = walker.page
    page.goto("/sign-up")
    for label, text in TYPED.items():
        paste(page, label, text)
    for label, value in CHOSEN.items():
        page.get_by_label(label).select_option(value=value)
    walker.press("Create account")
    page.wait_for_url("**/mailed")
    page.goto(confirmation_of(EMAIL))
    walker.press("Confirm and sign in")
    page.wait_for_url("**/home")


def sign_in(walker: Walker) -> None:
    """Sign in with the passkey: by the button at a desk, from the address field on a phone."""
    page = walker.page
    is_desk = page.viewport_size == SIZES["desk"]
    if is_desk:
        page.add_init_script(NO_OFFER)
    page.goto("/sign-in")
    if is_desk:
        walker.press("Sign in with a passkey")
    page.wait_for_url("**/home")


def test_an_sme_is_in_within_two_minutes(app: Flask, page: Page, axe: Callable[[Page], None]):
    event = make_event(name="Cold Chain Day")
    make_challenge(event, title="Colder with less", who_may_apply=["sme"])
    make_challenge(event, title="For laboratories", who_may_apply=["research"])
    walker = Walker(page, axe)
    session, device = plug_in(page)
    began = monotonic()

    sign_up(walker)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Challenges that you can answer")
    expect(main).to_contain_text("Colder with less")
    expect(main).not_to_contain_text("For laboratories")

    walker.press("Add a passkey")
    page.wait_for_url("**/account/passkeys/new")
    walker.press("Add passkey")
    page.wait_for_url("**/account/security")
    expect(main).to_contain_text("not used yet")
    assert len(session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"])

    page.locator("summary.profile").click()
    walker.press("Sign out")
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    sign_in(walker)
    expect(main).to_contain_text("Colder with less")

    seconds = monotonic() - began
    print(f"sign-up to the first useful page, passkey and paste included: {seconds:.1f} s")
    assert seconds < ALLOWED
    assert db.session.query(Passkey).one().sign_count > 0
    assert {row.way for row in db.session.query(WebSession)} == {"sign_up", "passkey"}


AUTOCOMPLETE = {
    "/sign-up": {
        "f-given_name": "given-name",
        "f-family_name": "family-name",
        "f-email": "username",
        "f-password": "new-password",
    },
    "/sign-in": {"f-email": "username webauthn", "f-password": "current-password"},
}


@pytest.mark.parametrize("path", AUTOCOMPLETE)
def test_password_managers_know_the_fields(client, path):
    text = client.get(path).text
    for name, token in AUTOCOMPLETE[path].items():
        field = text.partition(f'id="{name}"')[2].partition(">")[0]
        assert f'autocomplete="{token}"' in field, name
