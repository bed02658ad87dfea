"""CVE-2021-30185 (Indico), CVE-2022-24181 (OJS): a visitor's `Host` stood in the links of mails."""

import re

import pytest

import config
from app.core.db import db
from app.identity import services
from app.identity.models import MailLink
from app.notifications.models import Delivery
from tests.factories.identity import make_person
from tests.worker import run_jobs

EVIL = "evil.example"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/password/forgotten", "/api/v1/me", "/health"])
@pytest.mark.parametrize("host", [EVIL, f"{EVIL}:80", "localhost.evil.example", "127.0.0.1@evil"])
def test_a_foreign_host_is_refused(client, path, host):
    assert client.get(path, headers={"Host": host}).status_code == 400
    assert client.get(path, headers={"Host": "localhost"}).status_code != 400


def test_who_forwards_a_host_is_not_believed(client):
    for name in ("X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-Host"):
        answer = client.get("/home", headers={name: f"host={EVIL}"})
        assert (answer.location, EVIL in answer.text) == ("/sign-in", False)


def test_every_mailed_link_begins_with_our_own_address(app, browser):
    person = make_person(email="known@example.org")
    forged = {"X-Forwarded-Host": EVIL, "X-Forwarded-Proto": "http", "Origin": "null"}
    for path in ("/sign-in/link", "/password/forgotten"):
        for address in (person.email, "nobody@example.org"):
            browser.post(path, {"email": address}, headers=forged)
    names = {"given_name": "A", "family_name": "B", "password": "correct horse battery"}
    for address in (person.email, "new@example.org"):
        browser.post("/sign-up", names | {"email": address}, headers=forged)
    browser.sign_in(person)
    for address in ("other@example.org", "new@example.org"):
        browser.post("/account/email", {"email": address}, headers=forged)
    run_jobs(app)
    db.session.rollback()
    link = db.session.query(MailLink).filter_by(email="other@example.org").one()
    browser.post(f"/account/email/{services.text_of(link)}", headers=forged)
    run_jobs(app)
    db.session.rollback()

    letters = db.session.query(Delivery).all()
    assert len({one.template for one in letters}) == 7
    for letter in letters:
        links = re.findall(r"https?://[^\s\"<>]+", letter.text + letter.html)
        assert links
        assert [one for one in links if not one.startswith("http://localhost/")] == []
        assert EVIL not in letter.text + letter.html


@pytest.mark.parametrize(
    ("given", "url", "names"),
    [
        ("", "https://day.example.org", ["day.example.org", "localhost", "127.0.0.1"]),
        ("", "https://day.example.org:8443/x", ["day.example.org", "localhost", "127.0.0.1"]),
        ("a.example, b.example,", "https://day.example.org", ["a.example", "b.example"]),
    ],
    ids=["by the base URL", "with a port", "given"],
)
def test_the_names_of_a_server_follow_its_settings(given, url, names):
    assert config._hosts(given, url) == names
