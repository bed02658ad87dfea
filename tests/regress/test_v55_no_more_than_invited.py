"""CVE-2023-36465, CVE-2026-40869 (Decidim): accepting gave more than was offered.

Whatever is sent along, an accepted invitation gives its own role, on its own thing, to its own
receiver.
"""

import pytest

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events import queries as event_queries
from app.events import services as event_services
from app.events.models import EventPartner, TeamRole
from app.identity import services
from app.identity.models import Membership, OrganisationKind
from tests.api.program import Program
from tests.factories import saved
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import (
    actor_of,
    make_member,
    make_organisation,
    make_person,
)

MORE = {"role": "lead", "organisation_id": "0" * 13, "event_id": "0" * 13, "person_id": "0" * 13}


@pytest.fixture
def event(app):
    return make_event()


@pytest.fixture
def sent(event):
    make_team_member(event, lead := make_person())
    with unit_of_work():
        return event_services.invite_team_member(
            actor_of(lead), event.slug, email="zoe@example.org", role=TeamRole.SCANNER
        )


def roles(event):
    db.session.expire_all()
    return [str(one.role) for one in event_queries.list_team(event)]


@pytest.mark.parametrize("name", sorted(MORE))
def test_a_program_that_asks_for_more_is_refused(client, event, sent, name):
    program = Program.of(client, make_person(email="zoe@example.org"))
    path = f"/me/invitations/{encode_id(sent.id)}/accept"
    assert program.send("POST", path, json={name: MORE[name]}).status_code == 422
    assert roles(event) == ["lead"]


def test_a_form_that_asks_for_more_gets_what_was_offered(browser, event, sent):
    browser.sign_in(make_person(email="zoe@example.org"))
    path = f"/invitations/{encode_id(sent.id)}"
    assert browser.post(f"{path}/accept", MORE, page=path).status_code == 302
    assert roles(event) == ["lead", "scanner"]


def test_a_new_account_gets_what_was_offered(browser, event, sent):
    account = {"given_name": "Zoë", "family_name": "Bo", "password": "correct horse battery"}
    more = MORE | {"is_operator": "1", "email": "boss@example.org"}
    answer = browser.post(f"/invitation/{services.link_of(sent)}", account | more)
    assert answer.status_code == 302
    assert roles(event) == ["lead", "scanner"]


def test_a_place_for_one_cluster_gives_nothing_in_that_cluster(event, sent, browser):
    cluster = make_organisation(kind=OrganisationKind.CLUSTER)
    saved(lambda: EventPartner(event_id=event.id, organisation_id=cluster.id))
    guest = make_person(email="zoe@example.org")
    browser.sign_in(guest)
    path = f"/invitations/{encode_id(sent.id)}"
    browser.post(f"{path}/accept", page=path)
    assert db.session.query(Membership).filter_by(person_id=guest.id).count() == 0


def test_who_is_asked_for_a_cluster_answers_for_that_cluster_alone(browser, event, app):
    make_team_member(event, lead := make_person())
    asked = make_organisation(kind=OrganisationKind.CLUSTER, name="Nord")
    other = make_member(make_organisation(kind=OrganisationKind.CLUSTER, name="Sud"))
    with unit_of_work():
        invitation = event_services.ask_partner(actor_of(lead), event.slug, organisation="nord")
    path = f"/invitations/{encode_id(invitation.id)}/accept"
    for person, status in ((other, 404), (lead, 404), (make_member(asked), 302)):
        browser.sign_in(person)
        assert browser.post(path, MORE, page="/home").status_code == status
    assert [one.organisation_id for one in event_queries.list_partners(event)] == [asked.id]
