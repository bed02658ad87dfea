"""Whoever writes a proposal learns which partner agreed, declined or stepped back."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.core.uow import unit_of_work
from app.identity.models import Invitation
from app.identity.queries import actor_for
from app.identity.services import accept_invitation, decline_invitation
from app.notifications.models import Delivery
from app.proposals.models import Proposal
from app.proposals.services import consortium
from tests.factories.challenges import make_challenge
from tests.factories.identity import make_member, make_organisation
from tests.factories.proposals import make_proposal
from tests.worker import run_jobs


def letters():
    query = select(Delivery).where(Delivery.template == "partner_answered").order_by(Delivery.id)
    return [(one.recipient, one.subject) for one in db.session.scalars(query)]


class Asked:
    """A partner who was asked to make a proposal, and whoever asked."""

    def __init__(self):
        self.proposal = make_proposal(make_challenge(), title="Smart frost")
        self.home = make_organisation(name="Instituto de Frío", country="ES")
        self.member = make_member(self.home)
        self.writer = self.proposal.created_by.email
        said = {"name": self.home.name, "email": self.member.email, "country": "ES", "kind": "sme"}
        with unit_of_work():
            lead = actor_for(self.proposal.created_by)
            partner = consortium.name_partner(lead, self.proposal.id, part="Sensors", **said)
        self.lead, self.partner_id = lead, partner.id

    def answer(self, act):
        with unit_of_work():
            act(actor_for(self.member), db.session.scalars(select(Invitation)).one())
        run_jobs()

    def remove(self, actor):
        with unit_of_work():
            consortium.remove_partner(actor, self.proposal.id, self.partner_id)
        run_jobs()


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (accept_invitation, "Instituto de Frío makes the proposal with you"),
        (decline_invitation, "Instituto de Frío does not make the proposal with you"),
    ],
)
def test_the_writer_is_told_how_a_partner_answered(app, act, said):
    asked = Asked()
    asked.answer(act)
    assert letters() == [(asked.writer, said)]


@pytest.mark.parametrize(
    ("who", "said"),
    [("member", {"Instituto de Frío no longer makes the proposal with you"}), ("lead", set())],
)
def test_the_writer_is_told_who_stepped_back_and_not_whom_they_took_out(app, who, said):
    asked = Asked()
    asked.answer(accept_invitation)
    before = set(letters())
    asked.remove({"member": actor_for(asked.member), "lead": asked.lead}[who])
    assert set(letters()) - before == {(asked.writer, one) for one in said}
    assert db.session.get_one(Proposal, asked.proposal.id).consortium == []
