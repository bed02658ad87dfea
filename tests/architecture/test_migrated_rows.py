"""What migrations make of rows that are there already, up and down."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app.core.db import db
from app.core.uow import unit_of_work
from app.events import services
from app.events.models import TeamRole
from app.identity import queries
from app.identity.models import Invitation, Person
from app.tickets.models import Ticket
from tests.app.tickets.two_clusters import Scene
from tests.factories.identity import make_person

pytestmark = pytest.mark.slow


def invite(actor, role, cluster=None):
    with unit_of_work():
        services.invite_team_member(
            actor, "day", email="zoe@example.org", role=role, organisation_id=cluster
        )


def asked(scene):
    with db.engine.connect() as connection:
        found = connection.execute(text("SELECT role, organisation_id FROM invitation"))
        return sorted((role, who == scene.lead_id) for role, who in found)


def test_invitations_of_several_roles_and_clusters_go_down_to_the_earliest(empty_database):
    upgrade()
    scene = Scene()
    invite(scene.lead, TeamRole.DESK, scene.beside.id)
    invite(scene.co, TeamRole.SCANNER)
    invite(scene.lead, TeamRole.REPORT_READER)
    db.session.remove()
    assert asked(scene) == [("desk", False), ("report_reader", True), ("scanner", False)]
    downgrade(revision="0034_sealed_answers")
    assert asked(scene) == [("desk", False), ("report_reader", True)]
    downgrade(revision="0032_reach")
    assert asked(scene) == [("desk", False)]
    upgrade()
    assert asked(scene) == [("desk", False)]


OLD, KEPT = "Zoe@BÜCHER.example", "Zoe@xn--bcher-kva.example"


def test_addresses_kept_in_the_form_before_are_found_again(empty_database, caplog):
    upgrade()
    scene = Scene()
    person = make_person(email=OLD, email_key=OLD.casefold())
    plain = make_person(email="Plain@Example.org", email_key="plain@example.org")
    ticket = scene.ticket(scene.beside.id, email=OLD)
    invite(scene.co, TeamRole.SCANNER)
    with unit_of_work():
        sent = db.session.query(Invitation).one()
        sent.email, sent.email_key = OLD, OLD.casefold()
    first = make_person(email="a@xn--bcher-kva.example", email_key="a@xn--bcher-kva.example")
    second = make_person(email="a@bücher.example", email_key="a@bücher.example")
    people = [one.id for one in (person, plain, first, second)]
    ticket_id = ticket.id
    db.session.remove()
    downgrade(revision="0035_own_roles")
    upgrade()
    found = queries.find_person_by_email(OLD)
    assert found is not None
    assert (found.id, found.email, found.email_key) == (people[0], KEPT, KEPT.casefold())
    assert db.session.get_one(Ticket, ticket_id).email == KEPT
    assert db.session.query(Invitation).one().email_key == KEPT.casefold()
    left = [db.session.get_one(Person, one).email for one in people[1:]]
    assert left == ["Plain@Example.org", "a@xn--bcher-kva.example", "a@bücher.example"]
    assert f"person {people[3]} keeps its address" in caplog.text
