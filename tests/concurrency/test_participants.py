"""Two people open one mailed invitation in the same moment: one of them is registered."""

from collections import Counter

import pytest

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.uow import unit_of_work
from app.events.queries import get_event
from app.support import services
from app.support.models import ParticipantInvitation
from app.support.queries.participants import link_of
from app.tickets.models import Quota, Ticket
from app.tickets.rules.attendees import Attendee
from tests.app.tickets.two_clusters import Scene
from tests.concurrency.test_members import at_once

pytestmark = pytest.mark.slow


@pytest.fixture
def scene(app):
    scene = Scene()
    with unit_of_work():
        services.invite_participants(scene.co, get_event("day"), "ewa@example.org")
    return scene


def invitation():
    db.session.rollback()
    return db.session.query(ParticipantInvitation).one()


def registering(scene, keys):
    """Return what registers by the one link, with a key of its own for each."""
    link, kind = link_of(invitation()), scene.kind.id

    def register(key):
        guest = Attendee(ticket_type=kind, given_name="Ewa", email="x@example.org", country="PL")
        return lambda: services.register_invited(ANONYMOUS, link, guest, client_key=key)

    return [register(key) for key in keys]


def test_of_twenty_registrations_by_one_link_one_is_made(app, scene):
    works = registering(scene, [f"key{n}" for n in range(20)])
    found = at_once(app, *works)
    assert (found["done"], sum(found.values())) == (1, 20)
    db.session.rollback()
    assert db.session.query(Ticket).count() == 1
    assert invitation().ticket_id == db.session.query(Ticket).one().id
    assert [one.taken for one in db.session.query(Quota)] in ([], [1])


def test_one_form_sent_ten_times_at_once_is_answered_alike(app, scene):
    assert at_once(app, *registering(scene, ["same"] * 10)) == Counter(done=10)
    db.session.rollback()
    assert db.session.query(Ticket).count() == 1


def test_of_a_withdrawal_and_a_registration_at_once_one_holds(app, scene):
    withdraw = invitation().id
    found = at_once(
        app,
        *registering(scene, ["one"]),
        lambda: services.withdraw_invitation(scene.co, get_event("day"), withdraw),
    )
    assert found == {"done": 1, "participant_invitation_over": 1}
    held, tickets = invitation(), db.session.query(Ticket).count()
    assert (tickets, held.withdrawn_at is None) in ((1, True), (0, False))
