"""Whoever registered with somebody's address agreed in their name, even against their refusal."""

import pytest
from flask import current_app
from sqlalchemy import select

from app.core.authz import ANONYMOUS
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.policies import EVERYBODY
from app.events.queries import get_event
from app.privacy.models import AskedConsent
from app.privacy.queries import describe_log
from app.privacy.rules.purposes import Channel, Purpose
from app.tickets import services
from app.tickets.models import Ticket
from app.tickets.queries import AttendeeFilter, list_agreed, list_attendees
from app.tickets.rules.attendees import Attendee
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories import saved
from tests.factories.identity import actor_of, make_person

ADDRESS = "zuzana@example.org"
PHOTOS = Purpose.PHOTOS


@pytest.fixture
def scene(app):
    scene = Scene()
    saved(lambda: AskedConsent(event_id=scene.event.id, purpose=PHOTOS))
    return scene


def register(scene, actor=ANONYMOUS, **more):
    values = {"given_name": "Zuzana", "email": ADDRESS, "country": "PL", "consents": (PHOTOS,)}
    attendee = Attendee(ticket_type=scene.kind.id, **values)
    with current_app.test_request_context(), unit_of_work():  # the words have a language
        services.register(actor, get_event("day"), attendee, **more)


def told(scene, person):
    """Return what counts: in the list of the event, and in the account."""
    return listed(scene), [one.is_given for one in describe_log(person)]


def listed(scene):
    """Return whether the holder of the last ticket with the address is listed as agreeing."""
    agreed = list_agreed(scene.event.id)
    wanted = AttendeeFilter(agrees_to=PHOTOS)
    found = {one.id for one in list_attendees(scene.event.id, wanted, seen=EVERYBODY)}
    assert found == {ticket_id for ticket_id, purposes in agreed.items() if PHOTOS in purposes}
    ticket_ids = select(Ticket.id).where(Ticket.email == ADDRESS).order_by(Ticket.id.desc())
    return db.session.scalars(ticket_ids).first() in found


@pytest.mark.parametrize("who", ["nobody known", "somebody else"])
def test_nobody_agrees_for_whoever_has_an_account(scene, who):
    person = make_person(email=ADDRESS)
    register(scene, ANONYMOUS if who == "nobody known" else actor_of(make_person()))
    assert told(scene, person) == (False, [])


def test_a_refusal_stays_whoever_registers_with_the_address(app, scene):
    person = make_person(email=ADDRESS)
    register(scene, actor_of(person))
    assert told(scene, person) == (True, [True])
    no = {"purpose": PHOTOS.value, "event_id": encode_id(scene.event.id), "is_given": ""}
    owner = Browser(app).sign_in(person)
    owner.post("/account/privacy/consents", no, page="/account/privacy")
    register(scene)
    assert told(scene, person) == (False, [False])


def test_what_was_answered_before_there_was_an_account_counts_until_it_answers(app, scene):
    register(scene)
    assert listed(scene)
    person = make_person(email=ADDRESS)
    assert told(scene, person) == (True, [True])


def test_whoever_comes_by_the_link_of_an_invitation_has_proved_the_address(scene):
    person = make_person(email=ADDRESS)
    register(scene, invited_by=scene.beside.id)
    assert told(scene, person) == (True, [True])
    assert [one.channel for one in describe_log(person)] == [Channel.INVITATION]
