"""Followers and applicants are told when a challenge is extended, published again, decided."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.challenges.services import moving
from app.core import clock
from app.core.db import db
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from tests.factories.challenges import make_challenge
from tests.factories.enquiries import make_follower
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.worker import run_jobs


def lead_of(challenge):
    lead = make_person()
    make_team_member(challenge.event, lead)
    return actor_for(lead)


def sent(template):
    query = select(Delivery).where(Delivery.template == template)
    return sorted(db.session.scalars(query), key=lambda one: one.recipient)


def test_an_extension_is_told_to_drafts_submissions_and_followers_with_the_reason(app):
    closes = clock.now().replace(microsecond=0, second=0) + timedelta(days=7)
    challenge = make_challenge(make_event(timezone="Europe/Vilnius"), closes_at=closes)
    draft, submitted = make_proposal(challenge), make_submitted_proposal(challenge)
    withdrawn = make_proposal(challenge, state="withdrawn")
    follower = make_person()
    make_follower(challenge, follower)
    lead, new = lead_of(challenge), closes + timedelta(days=3)
    with unit_of_work():
        moving.extend_deadline(lead, challenge.id, new, "The data came late")
    run_jobs()
    letters = sent("deadline_extended")
    told = [draft.created_by.email, submitted.created_by.email, follower.email]
    assert [one.recipient for one in letters] == sorted(told)
    assert withdrawn.created_by.email not in told
    for letter in letters:
        assert "Reason: The data came late" in letter.text
        assert "(Vilnius, UTC+" in letter.text
        assert ("/unfollow/" in letter.text) is (letter.recipient == follower.email)


@pytest.mark.parametrize(
    ("source", "target", "template"),
    [
        ("in_review", "published", "followed_published"),
        ("decision", "follow_up", "followed_decided"),
    ],
)
def test_followers_are_told_what_becomes_of_a_challenge(app, source, target, template):
    challenge = make_challenge(make_event(), phase=source)
    follower = make_person()
    make_follower(challenge, follower)
    lead = lead_of(challenge)
    with unit_of_work():
        moving.move_challenge(lead, challenge.id, target)
    run_jobs()
    assert [one.recipient for one in sent(template)] == [follower.email]
