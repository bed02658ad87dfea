"""Copying earlier challenges: what stays, what goes, who may, and never twice."""

import pytest

from app.challenges.models import Challenge
from app.challenges.services import cloning
from app.core.db import db
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from tests.factories.challenges import make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_api_token, make_member, make_organisation, make_person
from tests.worker import run_jobs


def do(service, *args, **more):
    with unit_of_work():
        return service(*args, **more)


def scene(**values):
    """Make a published challenge of an earlier event, its writer, an organiser, a new event."""
    before, event = make_event(), make_event()
    organiser = make_person()
    for one in (before, event):
        make_team_member(one, organiser)
    firm = make_organisation(kind="large_company")
    owner = make_member(firm)
    ids = {"owner_organisation_id": firm.id, "created_by_id": owner.id}
    values = {"published_at": before.starts_at, "measures": [MEASURE], **values}
    return make_challenge(before, **(ids | values)), event, owner, organiser


MEASURE = {"name": "Loss", "today": "5 %", "wanted": "3 %"}
TEXTS = ("title", "summary", "problem", "ip", "sponsor_name", "budget_minor", "measures")


def test_an_owner_copies_words_and_criteria_and_the_dates_are_empty(app):
    source, event, owner, _organiser = scene()
    copy = do(cloning.clone_challenge, actor_for(owner), source.id, event)
    found = db.session.get(Challenge, copy.id)
    assert (found.phase, found.event_id, found.cloned_from_id) == ("draft", event.id, source.id)
    assert {name: getattr(found, name) for name in TEXTS} == {
        name: getattr(source, name) for name in TEXTS
    }
    assert (found.opens_at, found.closes_at, found.decision_on) == (None, None, None)
    rows = [(row.key, row.weight, row.levels) for row in source.criteria]
    assert [(row.key, row.weight, row.levels) for row in found.criteria] == rows
    assert [row.key for row in found.questions] == [row.key for row in source.questions]
    assert {row.id for row in found.criteria}.isdisjoint(row.id for row in source.criteria)


def test_the_same_is_not_copied_twice_into_an_event(app):
    source, event, owner, _organiser = scene()
    do(cloning.clone_challenge, actor_for(owner), source.id, event)
    with pytest.raises(Conflict) as refused:
        do(cloning.clone_challenge, actor_for(owner), source.id, event)
    assert refused.value.code == "already_cloned"
    assert db.session.query(Challenge).count() == 2


def test_nobody_copies_the_challenge_of_others(app):
    source, event, _owner, organiser = scene()
    rival = make_member(make_organisation(kind="large_company"))
    for person in (rival, organiser):
        with pytest.raises(Forbidden):
            do(cloning.clone_challenge, actor_for(person), source.id, event)
    hidden, *_rest = scene(phase="draft", published_at=None)
    with pytest.raises(NotFound):
        do(cloning.clone_challenge, actor_for(rival), hidden.id, event)


def test_an_organiser_copies_what_was_published_and_its_writer_is_told(app):
    source, event, owner, organiser = scene()
    make_challenge(source.event, phase="draft")
    copies = do(cloning.clone_event_challenges, actor_for(organiser), source.event, event)
    assert [(one.cloned_from_id, one.created_by_id) for one in copies] == [(source.id, owner.id)]
    assert do(cloning.clone_event_challenges, actor_for(organiser), source.event, event) == []
    run_jobs()
    (letter,) = db.session.query(Delivery)
    assert (letter.recipient, letter.template) == (owner.email, "challenge_copied")


def test_the_copy_of_somebody_who_left_is_the_organiser_s_to_hand_on(app):
    left = make_person()
    source, event, _owner, organiser = scene(created_by_id=left.id)
    (copy,) = do(cloning.clone_event_challenges, actor_for(organiser), source.event, event)
    assert (copy.created_by_id, copy.owner_organisation_id) == (
        organiser.id,
        source.owner_organisation_id,
    )


def test_both_events_must_be_the_organiser_s(app):
    source, event, owner, _organiser = scene()
    stranger = make_person()
    make_team_member(event, stranger)
    for person in (owner, stranger):
        with pytest.raises((Forbidden, NotFound)):
            do(cloning.clone_event_challenges, actor_for(person), source.event, event)


def test_the_pages_copy_one_and_all(app, browser):
    source, event, owner, organiser = scene()
    browser.sign_in(owner)
    page = f"/e/{event.slug}/challenges/new"
    assert "From an earlier challenge of yours" in browser.get(page).text
    sent = {"challenge_id": encode_id(source.id)}
    answer = browser.post(f"/e/{event.slug}/challenges/clone", sent, page=page)
    assert answer.location.endswith("/edit/problem")
    assert "From an earlier challenge of yours" not in browser.get(page).text
    assert browser.get(answer.location).status_code == 200
    make_challenge(source.event, published_at=source.event.starts_at)
    browser.sign_in(organiser)
    address = f"/manage/{event.slug}/challenges/clone"
    assert browser.post(address, {"source": source.event.slug}).status_code == 302
    assert "1 challenge copied" in browser.get(f"/manage/{event.slug}/challenges").text


def test_a_program_copies_one_and_all(app, client):
    source, event, owner, organiser = scene()
    headers = {"Authorization": f"Bearer {make_api_token(owner)}"}
    address = f"/api/v1/events/{event.slug}/challenges"
    sent = {"challenge_id": encode_id(source.id)}
    made = client.post(f"{address}/clone", json=sent, headers=headers)
    assert (made.status_code, made.json["title"], made.json["closes_at"]) == (
        201,
        source.title,
        None,
    )
    again = client.post(f"{address}/clone", json=sent, headers=headers)
    assert (again.status_code, again.json["code"]) == (409, "already_cloned")
    headers = {"Authorization": f"Bearer {make_api_token(organiser)}"}
    sent = {"source": source.event.slug}
    assert client.post(f"{address}/clone-event", json=sent, headers=headers).json == {"items": []}
