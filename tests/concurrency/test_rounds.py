"""Several workers open the next round at once: there is one, and every draft is in it once."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.challenges.models import Challenge
from app.challenges.services import rounds
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.proposals.models import Proposal
from challenges.rounds import Unit
from tests.concurrency.test_members import at_once
from tests.factories.challenges import make_challenge
from tests.factories.events import make_portal
from tests.factories.proposals import make_proposal

pytestmark = pytest.mark.slow


def closed_round():
    challenge = make_challenge(make_portal())
    with unit_of_work():
        owner = actor_for(challenge.created_by)
        rounds.plan_rounds(owner, challenge.id, every=1, unit=Unit.MONTHS)
    with unit_of_work():
        past = clock.now() - timedelta(minutes=10)
        db.session.execute(update(Challenge).values(closes_at=past))
    return challenge


def test_one_round_opens_however_many_workers_try(app):
    challenge = closed_round()
    proposal = make_proposal(challenge)
    challenge_id, proposal_id = challenge.id, proposal.id
    works = [lambda: rounds.open_next_round(challenge_id) for _ in range(6)]
    assert at_once(app, *works) == {"done": 6}
    db.session.rollback()
    found = db.session.execute(select(Challenge.round, Challenge.id).order_by(Challenge.round))
    (_first, _own), (second, following_id) = found.all()
    assert second == 2
    assert db.session.get(Proposal, proposal_id).challenge_id == following_id


def test_without_the_lock_the_key_is_the_referee(app, monkeypatch):
    monkeypatch.setattr(rounds, "newest_round", lambda _series_id: 1)
    challenge = closed_round()
    with unit_of_work():
        assert rounds.open_next_round(challenge.id).round == 2
    with pytest.raises(Conflict) as refused, unit_of_work():
        rounds.open_next_round(challenge.id)
    assert refused.value.code == "round_exists"
