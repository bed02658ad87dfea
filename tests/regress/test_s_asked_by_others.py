"""A co-organiser learnt by inviting whom others had asked, and refused attempts were free."""

import pytest

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, RateLimited
from app.core.uow import unit_of_work
from app.events import services
from app.events.models import TeamMember, TeamRole
from app.identity.models import Invitation, SignInThrottle
from app.identity.rules import Throttle
from app.identity.services import resend_invitation
from app.identity.services.throttle import key_of
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_api_token
from tests.factories.invitations import accept

TEAM = "/manage/day/team"


@pytest.fixture
def scene(app):
    return Scene()


def invite(actor, email, role=TeamRole.SCANNER, cluster=None):
    with unit_of_work():
        return services.invite_team_member(
            actor, "day", email=email, role=role, organisation_id=cluster
        )


def test_who_works_for_another_cluster_is_answered_like_a_stranger(browser, scene):
    colleague = scene.person(TeamRole.DESK, scene.event.lead_organisation)
    mate = scene.person(TeamRole.SCANNER, scene.beside)
    browser.sign_in(scene.person(TeamRole.CO_ORGANISER, scene.beside))
    came = {
        email: browser.post(TEAM, {"email": email, "role": "scanner"}).status_code
        for email in (colleague.email, "free@example.org", mate.email)
    }
    assert came == {colleague.email: 302, "free@example.org": 302, mate.email: 409}
    with pytest.raises(Conflict) as refused:
        accept(colleague, db.session.query(Invitation).filter_by(email=colleague.email).one())
    assert refused.value.code == "already_on_team"
    places = db.session.query(TeamMember).filter_by(person_id=colleague.id)
    assert [one.role for one in places] == [TeamRole.DESK]


def test_whom_the_lead_asks_for_the_same_cluster_is_not_told_either(scene):
    desk = invite(scene.lead, "zoe@example.org", TeamRole.DESK, scene.beside.id)
    own = invite(scene.co, "zoe@example.org")
    assert desk.organisation_id == own.organisation_id == scene.beside.id
    for actor, role in ((scene.lead, TeamRole.REPORT_READER), (scene.co, TeamRole.CO_ORGANISER)):
        with pytest.raises(Conflict) as refused:
            invite(actor, "zoe@example.org", role, scene.beside.id)
        assert refused.value.code == "already_invited"


def attempts_of(actor):
    key = key_of(Throttle.INVITATION, str(actor.person_id))
    db.session.expire_all()
    row = db.session.get(SignInThrottle, key)
    return row.failures if row else 0


def test_an_attempt_that_is_refused_counts_once_like_one_that_goes(scene):
    sent = invite(scene.co, "one@example.org")
    mate = scene.person(TeamRole.SCANNER, scene.beside)
    for email in ("one@example.org", mate.email):
        with pytest.raises(Conflict):
            invite(scene.co, email)
    assert attempts_of(scene.co) == 3
    with unit_of_work():
        resend_invitation(scene.co, sent.id)
    assert attempts_of(scene.co) == 4


def test_refused_attempts_without_end_wait(scene):
    mate = scene.person(TeamRole.SCANNER, scene.beside)
    with unit_of_work():
        key = key_of(Throttle.INVITATION, str(scene.co.person_id))
        now = clock.now()
        db.session.add(SignInThrottle(key=key, failures=50, failed_at=now, open_at=now))
    with pytest.raises(Conflict):
        invite(scene.co, mate.email)
    with pytest.raises(RateLimited):
        invite(scene.co, mate.email)
    assert attempts_of(scene.co) == 51


def test_a_program_that_repeats_its_key_is_counted_too(client, scene):
    person = scene.person(TeamRole.CO_ORGANISER, scene.beside)
    mate = scene.person(TeamRole.SCANNER, scene.beside)
    headers = {"Authorization": f"Bearer {make_api_token(person)}", "Idempotency-Key": "a"}
    sent = {"email": mate.email, "role": "scanner"}
    answer = client.post("/api/v1/events/day/team", json=sent, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (409, "already_on_team")
    key = key_of(Throttle.INVITATION, str(person.id))
    assert db.session.get_one(SignInThrottle, key).failures == 1
