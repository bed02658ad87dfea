"""Those who propose are told what the screening found, and when that is taken back."""

import pytest
import time_machine
from sqlalchemy import select

from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.identity.queries import actor_for
from app.notifications.models import Delivery
from app.proposals.services.judging import screen_proposal
from tests.factories.challenges import deadline_of, make_challenge
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person
from tests.factories.proposals import make_submitted_proposal
from tests.worker import run_jobs


@pytest.mark.parametrize(
    ("answers", "letters"),
    [
        (["eligible"], []),
        (["ineligible"], ["proposal_ineligible"]),
        (["eligible", "ineligible"], ["proposal_ineligible"]),
        (["ineligible", "eligible"], ["proposal_eligible_after_all", "proposal_ineligible"]),
    ],
)
def test_a_refusal_and_its_reversal_are_told(app, answers, letters):
    challenge = make_challenge(make_event())
    proposal = make_submitted_proposal(challenge, title="Cold doors")
    organiser = make_person()
    make_team_member(challenge.event, organiser)
    with time_machine.travel(deadline_of(challenge)):
        for answer in answers:
            with unit_of_work():
                screen_proposal(actor_for(organiser), proposal.id, answer, f"Why {answer}")
        run_jobs()
    sent = db.session.scalars(select(Delivery).order_by(Delivery.template)).all()
    assert [one.template for one in sent] == letters
    assert {one.recipient for one in sent} <= {proposal.created_by.email}
    for one in sent:
        assert "Cold doors" in one.subject
        assert f"http://localhost/proposals/{encode_id(proposal.id)}" in one.text
    if len(sent) == 2:
        assert "Reason: Why eligible" in sent[0].text
