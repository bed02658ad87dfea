"""Reads of who makes a proposal together."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.identity.models import Invitation
from app.identity.rules import Purpose
from app.proposals.models import Proposal, ProposalPartner


@dataclass(frozen=True)
class Together:
    """A partner, and the invitation that it has not answered yet, if it can still be answered."""

    partner: ProposalPartner
    invitation: Invitation | None


def list_together(proposal: Proposal) -> list[Together]:
    """Return the partners of a proposal in the order in which they were named."""
    query = (
        select(ProposalPartner, Invitation)
        .outerjoin(Invitation, Invitation.id == ProposalPartner.invitation_id)
        .where(ProposalPartner.proposal_id == proposal.id)
        .order_by(ProposalPartner.created_at, ProposalPartner.id)
    )
    now = clock.now()
    rows: Any = db.session.execute(query)
    return [
        Together(partner, asked if asked and asked.expires_at > now else None)
        for partner, asked in rows
    ]


def get_partner(proposal: Proposal, partner_id: int) -> ProposalPartner:
    """Return a partner of a proposal."""
    found = [one for one in proposal.consortium if one.id == partner_id]
    if not found:
        raise NotFound
    return found[0]


def find_invited(invitation: Invitation) -> ProposalPartner | None:
    """Return the partner that an invitation is for; None once it was taken out."""
    if invitation.purpose != Purpose.CONSORTIUM:
        return None
    query = select(ProposalPartner).where(ProposalPartner.invitation_id == invitation.id)
    return db.session.scalar(query)


def find_named(invitation_id: int) -> ProposalPartner | None:
    """Return the partner that was asked by an invitation, answered or not."""
    query = select(ProposalPartner).where(ProposalPartner.invitation_id == invitation_id)
    return db.session.scalar(query)


def find_partner(partner_id: int) -> ProposalPartner | None:
    """Return a partner, unless it was taken out."""
    return db.session.get(ProposalPartner, partner_id)


def is_joined(actor: Actor) -> list[ColumnElement[bool]]:
    """Return what makes a proposal one of others that the actor's organisations joined."""
    own = sorted(actor.organisation_ids)
    joined = select(ProposalPartner.proposal_id).where(
        ProposalPartner.confirmed_at.is_not(None),
        (ProposalPartner.organisation_id.in_(own))
        | (ProposalPartner.confirmed_by_id == actor.person_id),
    )
    return [Proposal.id.in_(joined), Proposal.organisation_id.not_in(own)]
