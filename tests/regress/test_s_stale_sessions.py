"""A session left open for days gave leads away and closed accounts without asking who is there."""

from datetime import timedelta

import pytest

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.ids import encode_id
from app.events.models import EventPartner, TeamMember, TeamRole
from app.identity.models import Invitation, Organisation, Person
from app.web.login import SECRET
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.identity import make_person, make_session_secret

LONG_AGO = timedelta(days=3)


def left_open(app, person):
    browser = Browser(app)
    secret = make_session_secret(person, proved_at=clock.now() - LONG_AGO)
    with browser.client.session_transaction() as session:
        session[SECRET] = secret
    return browser


def is_asked(browser, path, form):
    before = db.session.query(AuditEntry).count()
    page = browser.post(path, form, page="/profile").text
    return "Is it you?" in page and db.session.query(AuditEntry).count() == before


def test_a_lead_proves_again_before_the_team_or_the_partners_change(app):
    scene = Scene()
    lead = scene.person(TeamRole.LEAD, db.session.get(Organisation, scene.lead_id))
    seat = db.session.query(TeamMember).filter_by(role=TeamRole.CO_ORGANISER).one().id
    partner = db.session.query(EventPartner).filter_by(organisation_id=scene.beside.id).one().id
    browser = left_open(app, lead)
    invited = {"email": "mate@example.org", "role": "lead"}
    for path, form in (
        ("/team", invited),
        (f"/team/{encode_id(seat)}", {"role": "lead"}),
        (f"/partners/{encode_id(partner)}/remove", {}),
    ):
        assert is_asked(browser, f"/manage/day{path}", form), path
    assert browser.get("/manage/day/team").status_code == 200
    assert Browser(app).sign_in(lead).post("/manage/day/team", invited).status_code == 302
    assert db.session.query(Invitation).count() == 1


@pytest.mark.parametrize("act", ["", "/enable", "/end-sessions"])
def test_an_operator_proves_again_before_an_account_is_closed_opened_or_signed_out(app, act):
    operator, person = make_person(is_operator=True), make_person()
    path, form = (
        f"/admin/people/{encode_id(person.id)}{act}",
        {"reason": "They asked for it on paper"},
    )
    assert is_asked(left_open(app, operator), path, form)
    fresh = Browser(app).sign_in(operator)
    assert fresh.post(path, form, page="/profile").status_code == 302
    db.session.expire_all()
    assert (db.session.get(Person, person.id).disabled_at is not None) == (act == "")
