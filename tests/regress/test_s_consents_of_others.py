"""Whoever registered with somebody's address agreed in their name, even against their refusal."""

import pytest
from flask import current_app

from app.core.authz import ANONYMOUS
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.queries import get_event
from app.privacy.models import AskedConsent
from app.privacy.queries import describe_log, has_consent
from app.privacy.queries.consents import consents_of_addresses
from app.privacy.rules.purposes import Channel, Purpose
from app.tickets import services
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
    """Return what counts: for the person, in the list of the event, and in the account."""
    listed = consents_of_addresses(scene.event.id, [ADDRESS])[ADDRESS]
    in_account = [one.is_given for one in describe_log(person)]
    return has_consent(person, PHOTOS, scene.event.id), PHOTOS in listed, in_account


@pytest.mark.parametrize("who", ["nobody known", "somebody else"])
def test_nobody_agrees_for_whoever_has_an_account(scene, who):
    person = make_person(email=ADDRESS)
    register(scene, ANONYMOUS if who == "nobody known" else actor_of(make_person()))
    assert told(scene, person) == (False, False, [])


def test_a_refusal_stays_whoever_registers_with_the_address(app, scene):
    person = make_person(email=ADDRESS)
    register(scene, actor_of(person))
    assert told(scene, person) == (True, True, [True])
    no = {"purpose": PHOTOS.value, "event_id": encode_id(scene.event.id), "is_given": ""}
    owner = Browser(app).sign_in(person)
    owner.post("/account/privacy/consents", no, page="/account/privacy")
    register(scene)
    assert told(scene, person) == (False, False, [False])


def test_what_was_answered_before_there_was_an_account_counts_until_it_answers(app, scene):
    register(scene)
    assert consents_of_addresses(scene.event.id, [ADDRESS])[ADDRESS] == {PHOTOS}
    person = make_person(email=ADDRESS)
    assert told(scene, person) == (True, True, [True])


def test_whoever_comes_by_the_link_of_an_invitation_has_proved_the_address(scene):
    person = make_person(email=ADDRESS)
    register(scene, invited_by=scene.beside.id)
    assert told(scene, person) == (True, True, [True])
    assert [one.channel for one in describe_log(person)] == [Channel.INVITATION]
