"""The privacy tab, registration, notices and the operator's pages, as people use them."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
from flask import current_app
from sqlalchemy import select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.files import StoredFile, path_of
from app.core.ids import encode_id
from app.core.installation import Installation
from app.core.uow import unit_of_work
from app.core.work import Work
from app.identity.models import Person
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from app.privacy.models import Consent, DataExport, Erasure
from app.privacy.queries import describe_log
from app.privacy.rules.purposes import Purpose
from app.privacy.services import exporting
from app.privacy.services.erasing import is_suppressed
from app.tickets.models import Ticket
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.worker import run_jobs

WHO = {"given_name": "Zuzana", "family_name": "Šťastná", "email": "zuzana@example.org"}


@pytest.fixture
def day():
    event = make_event(state="published")
    lead = make_person()
    make_team_member(event, lead)
    return event, lead


def has_consent(person: Person, purpose: Purpose, event_id: int | None = None) -> bool:
    last = {(one.purpose, one.event_id): one.is_given for one in describe_log(person)}
    return last.get((purpose, event_id), False)


def facts(name: str) -> list[AuditEntry]:
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.name == name)))


def test_an_event_asks_people_and_they_withdraw_later(app, browser, day):
    event, lead = day
    ticket_type = make_ticket_type(event)
    browser.sign_in(lead).post(
        f"/manage/{event.slug}/privacy", {"purposes": ["photos", "passing_on"]}
    )
    guest = type(browser)(app)
    page = guest.get(f"/e/{event.slug}/register").text
    assert ("Photos and videos of this event" in page, "Exhibitors" in page) == (True, False)
    sent = WHO | {"ticket_type": encode_id(ticket_type.id), "consents": ["photos", "lead_scan"]}
    assert guest.post(f"/e/{event.slug}/register", sent).status_code == 302
    person = make_person(email=WHO["email"])
    assert has_consent(person, Purpose.PHOTOS, event.id)
    assert not has_consent(person, Purpose.PASSING_ON, event.id)
    assert not has_consent(person, Purpose.LEAD_SCAN, event.id)
    assert not has_consent(person, Purpose.PHOTOS)
    mine = type(browser)(app).sign_in(person)
    assert "while registering" in mine.get("/account/privacy").text
    answer = {"purpose": "photos", "event_id": encode_id(event.id), "is_given": ""}
    mine.post("/account/privacy/consents", answer, page="/account/privacy")
    assert not has_consent(person, Purpose.PHOTOS, event.id)
    log = db.session.scalars(select(Consent).order_by(Consent.id)).all()
    assert [(one.is_given, one.channel) for one in log] == [
        (True, "registration"),
        (False, "account"),
    ]
    assert log[0].text.text.startswith("Photos and videos of this event that show me")


def test_the_copy_is_made_downloaded_logged_and_over_after_a_day(app, browser):
    person, other = make_person(), make_person()
    browser.sign_in(person).post("/account/privacy/copy", page="/account/privacy")
    browser.post("/account/privacy/copy", page="/account/privacy")  # one at a time
    run_jobs()
    export = db.session.scalars(select(DataExport)).one()
    path = f"/account/privacy/copy/{encode_id(export.id)}/download"
    answer = browser.post(path, page="/account/privacy")
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert answer.headers["Cache-Control"] == "private, no-store"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        whole = json.loads(packed.read("data.json"))
    assert whole["person"] == encode_id(person.id)
    tables = {table["table"]: table["rows"] for table in whole["tables"]}
    assert tables["person"][0]["email"] == person.email
    assert len(facts("ExportDownloaded")) == 1
    stranger = type(browser)(app).sign_in(other)
    assert stranger.post(path, page="/account/privacy").status_code == 404
    work = encode_id(export.work_id)
    assert browser.get(f"/work/{work}/file").status_code == 404
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        browser.sign_in(person)
        assert browser.post(path, page="/account/privacy").status_code == 404


def test_the_api_gives_consents(app, client):
    person = make_person()
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    sent = {"purpose": "newsletter", "is_given": True}
    assert client.post("/api/v1/me/consents", json=sent, headers=headers).status_code == 201
    (one,) = client.get("/api/v1/me/consents", headers=headers).json
    assert (one["purpose"], one["is_given"], one["channel"]) == ("newsletter", True, "api")
    unknown = sent | {"person_id": "x"}
    assert client.post("/api/v1/me/consents", json=unknown, headers=headers).status_code == 422


def test_a_token_sees_how_far_a_copy_is_but_proves_nobody_and_gets_none(app, client):
    person = make_person()
    with unit_of_work():
        export_id = exporting.request_copy(actor_for(person)).id
    run_jobs()
    headers = {"Authorization": f"Bearer {make_api_token(person)}"}
    at = f"/api/v1/me/exports/{encode_id(export_id)}"
    assert client.get(at, headers=headers).json["state"] == "done"
    assert client.post("/api/v1/me/exports", headers=headers).status_code == 404
    assert client.post(f"{at}/download", headers=headers).status_code == 404
    page = f"/account/privacy/copy/{encode_id(export_id)}/download"
    assert client.post(page, headers=headers).status_code in (302, 401, 403)
    others = {"Authorization": f"Bearer {make_api_token(make_person())}"}
    assert client.get(at, headers=others).status_code == 404


def test_notices_name_who_the_operator_set_for_questions_of_privacy(app, browser, day):
    event, _lead = day
    paths = ("/privacy", f"/e/{event.slug}/privacy")
    assert all("privacy@example.org" not in browser.get(path).text for path in paths)
    with unit_of_work():
        db.session.add(Installation(name="Here", privacy_contact="privacy@example.org"))
    assert all("privacy@example.org" in browser.get(path).text for path in paths)


def test_somebody_closes_their_account(app, browser, day):
    event, _lead = day
    person = make_person(
        email="canary-gone@example.org", given_name="Canaria", email_confirmed_at=clock.now()
    )
    ticket = make_ticket(make_ticket_type(event), email=person.email, given_name="Canaria")
    browser.sign_in(person).post("/account/privacy/copy", page="/account/privacy")
    run_jobs()
    copy = path_of(db.session.scalars(select(StoredFile)).one())
    shown = browser.get("/account/privacy/erase").text
    assert "Erase canary-gone@example.org" in shown
    answer = browser.post("/account/privacy/erase")
    assert (answer.status_code, answer.location) == (302, "/erased")
    assert browser.get("/home").status_code == 302
    run_jobs()
    gone = db.session.get(Person, person.id)
    assert (gone.name, gone.email) == ("Former participant", f"{person.id}@erased.invalid")
    kept = db.session.get(Ticket, ticket.id)
    assert (kept.name, kept.email, kept.state) == ("Former participant", "", "cancelled")
    assert is_suppressed("Canary-Gone@example.org")
    assert not copy.exists()
    erasure = db.session.scalars(select(Erasure)).one()
    assert (erasure.address, erasure.by_id) == (None, person.id)
    assert db.session.scalars(select(Delivery)).all() == []
    mails = [one.read_text() for one in current_app.config["MAIL_FOLDER"].glob("*.eml")]
    last = [text for text in mails if "canary-gone" in text]
    assert len(last) == 1
    assert "Subject: Your account is erased" in last[0]
    assert "Canaria" not in last[0]


def test_who_alone_answers_for_something_hands_it_over_first(app, browser, day):
    event, lead = day
    organisation = make_organisation(name="Kettle works")
    make_member(organisation, lead)
    assert "Kettle works" not in browser.sign_in(lead).get("/account/privacy/erase").text
    db.session.commit()
    from app.core.uow import unit_of_work
    from app.identity.models import Membership

    with unit_of_work():
        colleague = make_person_row()
        db.session.add(
            Membership(person_id=colleague.id, organisation_id=organisation.id, role="member")
        )
    shown = browser.get("/account/privacy/erase").text
    assert "only lead of " + event.name in shown
    assert "only owner of Kettle works" in shown
    assert "Erase my account" not in shown
    assert browser.post("/account/privacy/erase").status_code == 409
    assert db.session.get(Person, lead.id).email == lead.email


def make_person_row() -> Person:
    person = Person(
        email="c@example.org", email_key="c@example.org", given_name="C", family_name="D"
    )
    db.session.add(person)
    db.session.flush()
    return person


def test_an_operator_erases_on_paper_with_a_reason(app, browser):
    operator, person = make_person(is_operator=True), make_person(email="paper@example.org")
    browser.sign_in(operator)
    short = {"email": "paper@example.org", "reason": "Letter"}
    assert browser.post("/admin/erasures", short).status_code == 422
    unknown = {"email": "who@example.org", "reason": "Letter of 3 May 2026"}
    assert browser.post("/admin/erasures", unknown).status_code == 422
    sent = {"email": "paper@example.org", "reason": "Letter of 3 May 2026"}
    assert browser.post("/admin/erasures", sent).status_code == 302
    assert db.session.get(Person, person.id).given_name == "Former"
    assert "Letter of 3 May 2026" in browser.get("/admin/erasures").text
    (entry,) = facts("PersonErased")
    assert (entry.actor_id, set(entry.payload)) == (operator.id, {"erasure_id", "person_id"})


def test_records_are_for_operators_and_owners_of_clusters(app, browser):
    cluster = make_organisation(kind="cluster")
    owner, stranger = make_member(cluster), make_member(make_organisation())
    for person, status in ((make_person(is_operator=True), 200), (owner, 200), (stranger, 404)):
        seen = type(browser)(app).sign_in(person)
        assert seen.get("/admin/records").status_code == status
        assert seen.get("/admin/records.csv").status_code == status
    text = type(browser)(app).sign_in(owner).get("/admin/records.csv").text
    assert 'ticket,"Who comes to an event' in text
    for path in ("/admin/retention", "/admin/erasures"):
        assert type(browser)(app).sign_in(owner).get(path).status_code == 404


def test_an_operator_changes_how_long_things_are_kept(app, browser):
    browser.sign_in(make_person(is_operator=True))
    page = browser.post("/admin/retention", {"table": "delivery", "days": "9999"})
    assert (page.status_code, "from 45 to 360" in page.text) == (422, True)
    assert browser.post("/admin/retention", {"table": "delivery", "days": "90"}).status_code == 302
    assert "90 days" in browser.get("/admin/retention").text


def test_the_notices_name_who_answers(app, client, day):
    event, _lead = day
    make_ticket_type(event)
    text = client.get(f"/e/{event.slug}/privacy").text
    assert event.lead_organisation.name in text
    assert "Who comes to an event" in text
    assert "article 26" not in text
    assert "Complain to the data protection authority" in client.get("/privacy").text
    assert client.get(f"/e/{make_event(state='draft').slug}/privacy").status_code == 404
    assert re.search(r'href="/e/[^"]+/privacy"', client.get(f"/e/{event.slug}/register").text)
    assert db.session.scalars(select(Work)).all() == []


def test_notices_name_each_cluster_s_contact_for_data_protection(app, browser, day):
    event, _lead = day
    cluster = event.lead_organisation
    page = f"/organisations/{encode_id(cluster.id)}/cluster"
    notice = f"/e/{event.slug}/privacy"
    assert "mailto:dpo@" not in browser.get(notice).text
    owner = type(browser)(app).sign_in(make_member(cluster))
    assert owner.post(page, {"privacy_contact": "nobody"}).status_code == 422
    assert owner.post(page, {"privacy_contact": "dpo@cluster.example"}).status_code == 302
    assert 'href="mailto:dpo@cluster.example"' in browser.get(notice).text


def test_what_tables_declare_is_told_in_the_reader_s_language(app, browser, day, monkeypatch):
    event, _lead = day
    monkeypatch.setattr("app.privacy.pages.frame.gettext", lambda text: f"<<{text}>>")
    operator = type(browser)(app).sign_in(make_person(is_operator=True))
    purpose = "Who comes to an event: badge, door and report"
    assert f"<<{purpose}>>" in operator.get("/admin/records.csv").text
    for path in ("/admin/records", "/admin/retention", f"/e/{event.slug}/privacy", "/privacy"):
        text = operator.get(path).text
        assert text.count(purpose) == text.count(f"&lt;&lt;{purpose}&gt;&gt;") > 0, path
