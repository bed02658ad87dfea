"""Row 54 (pretix, pretalx): whoever sent X-Forwarded-For chose the address that was believed."""

from pathlib import Path

import pytest
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.db import db
from app.identity.models import ApiToken, SignInThrottle, WebSession
from tests.factories.identity import make_api_token, make_person

REAL, SPOOFED = "192.0.2.77", "203.0.113.9"


@pytest.fixture(params=[0, 1])
def proxies(request, app):
    """Serve as if that many proxies stood before; one that stands there adds the real address."""
    plain, count = app.wsgi_app, request.param
    if count:
        app.wsgi_app = ProxyFix(plain, x_for=count, x_proto=count, x_host=0)
    yield count
    app.wsgi_app = plain


def asked_from(proxies, spoofed):
    """Return what a request looks like of somebody who sends a forged address along."""
    forged = [spoofed] if spoofed else []
    sent = ", ".join([*forged, *([REAL] if proxies else [])])
    peer = "10.0.0.1" if proxies else REAL
    headers = {"X-Forwarded-For": sent} if sent else {}
    return {"headers": headers, "environ_base": {"REMOTE_ADDR": peer}}


def test_the_network_that_is_noted_of_a_token_is_the_real_one(client, proxies):
    secret = make_api_token(make_person())
    asked = asked_from(proxies, SPOOFED)
    asked["headers"]["Authorization"] = f"Bearer {secret}"
    assert client.get("/api/v1/me", **asked).status_code == 200
    assert db.session.query(ApiToken).one().used_from == "192.0.2.0/24"


def test_the_throttle_counts_the_real_address_however_many_are_made_up(app, proxies):
    for number in range(3):
        client = app.test_client()
        asked = asked_from(proxies, f"203.0.113.{number}")
        page = client.get("/sign-in", **asked).text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, "email": "nobody@example.org", "password": "x"}
        client.post("/sign-in", data=form, **asked)
    counted = sorted(row.failures for row in db.session.query(SignInThrottle))
    assert counted == [3, 3, 3]
    assert db.session.query(WebSession).count() == 0


def test_nothing_but_the_settings_says_how_many_proxies_there_are():
    source = Path("config.py").read_text()
    assert source.count('"PROXIES"') == 1
