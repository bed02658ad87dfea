"""Several people of a challenge owner invite at once: each organisation once, twenty a day."""

import pytest

from app.core.db import db
from app.identity.queries import actor_for
from app.matching import services
from app.matching.models import ChallengeInvitation
from app.matching.rules import Answer
from tests.concurrency.test_members import at_once
from tests.factories.directory import make_listed
from tests.factories.identity import make_member
from tests.factories.matching import make_call, make_invitation

pytestmark = pytest.mark.slow


def inviting(challenge, actor, *organisations):
    ids = challenge.id, [one.id for one in organisations]
    return [
        lambda one=one: services.invite_organisation(actor, ids[0], organisation_id=one)
        for one in ids[1]
    ]


def test_one_organisation_is_invited_once(app):
    challenge, one = make_call(), make_listed()
    works = inviting(challenge, actor_for(challenge.created_by), *[one] * 6)
    assert at_once(app, *works) == {"done": 1, "invited_to_challenge_already": 5}
    db.session.rollback()
    assert db.session.query(ChallengeInvitation).count() == 1


def test_the_last_two_places_of_a_day_go_to_two(app):
    challenge = make_call()
    for place in range(1, 19):
        make_invitation(challenge, make_listed(), place)
    others = [make_listed() for _ in range(6)]
    works = inviting(challenge, actor_for(challenge.created_by), *others)
    assert at_once(app, *works) == {"done": 2, "invitations_spent": 4}
    db.session.rollback()
    assert db.session.query(ChallengeInvitation).count() == 20


def test_an_invitation_is_answered_once(app):
    one = make_listed()
    invitation = make_invitation(make_call(), one)
    actors = [actor_for(make_member(one)) for _ in range(6)]
    works = [
        lambda who=who: services.answer_invitation(who, invitation.id, answer=Answer.INTERESTED)
        for who in actors
    ]
    assert at_once(app, *works) == {"done": 1, "challenge_invitation_answered": 5}
