"""Making a proposal together: partners are named, asked, and there once they agreed."""

from datetime import datetime
from typing import Any

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.text import search_key
from app.identity.models import Invitation
from app.identity.queries import list_organisations_of
from app.identity.rules import Purpose
from app.identity.services import accepts, send_invitation, withdraw_all
from app.proposals import facts
from app.proposals.models import Proposal, ProposalPartner
from app.proposals.queries import find_invited, get_partner, get_visible_proposal
from app.proposals.rules.consortium import (
    MAX_PARTNERS,
    choose_home,
    countries_of,
    has_research,
    is_of,
)
from app.proposals.services.writing import lock_for_writing, lock_open


def name_partner(
    actor: Actor, proposal_id: int, *, name: str, email: str, **said: str
) -> ProposalPartner:
    """Name an organisation that shall make the proposal too, and ask an address of it."""
    proposal, at = lock_for_writing(actor, proposal_id)
    if len(proposal.consortium) >= MAX_PARTNERS:
        raise Invalid("too_many_partners", field="name", limit=MAX_PARTNERS)
    partner = ProposalPartner(name=name, name_key=search_key(name), created_at=at, **said)
    proposal.consortium.append(partner)
    db.session.flush()
    invitation = send_invitation(
        actor,
        Purpose.CONSORTIUM,
        email=email,
        event_id=proposal.challenge.event_id,
        organisation_id=proposal.organisation_id,
    )
    partner.invitation_id = invitation.id
    _count_again(proposal, at)
    record(facts.ConsortiumPartnerNamed(**_named(actor, partner)))
    return partner


@accepts(Purpose.CONSORTIUM)
def _agree(actor: Actor, invitation: Invitation) -> None:
    """Let the organisation of whoever accepts be a partner, while the proposal can be changed."""
    partner = find_invited(invitation)
    if partner is None:
        raise NotFound("invitation_over")
    proposal, at = lock_open(partner.proposal_id)
    leading = {proposal.organisation_id, proposal.challenge.owner_organisation_id}
    own = list_organisations_of(actor)
    others = [one for one in own if one.id not in leading]
    if own and not others:
        raise Conflict("partner_is_a_side")
    home = choose_home(others, partner.name_key)
    if home is not None:
        partner.organisation_id, partner.name = home.id, home.name
        partner.name_key = search_key(home.name)
        partner.country, partner.kind = home.country, home.kind
    partner.invitation_id = None
    partner.confirmed_at, partner.confirmed_by_id = at, actor.person_id
    db.session.flush()
    _count_again(proposal, at)
    record(facts.ConsortiumPartnerConfirmed(**_named(actor, partner)))


def remove_partner(actor: Actor, proposal_id: int, partner_id: int) -> None:
    """Take a partner out while the proposal can be changed; the partner itself may say so."""
    seen = get_partner(get_visible_proposal(actor, proposal_id), partner_id)
    if not is_of(seen, actor.person_id, actor.organisation_ids):
        authorize(actor, Permission.PROPOSAL_EDIT, seen.proposal)
    proposal, at = lock_open(proposal_id)
    partner = get_partner(proposal, partner_id)
    if partner.invitation_id is not None:
        withdraw_all(actor, Invitation.id == partner.invitation_id)
    record(facts.ConsortiumPartnerRemoved(**_named(actor, partner)))
    proposal.consortium.remove(partner)
    db.session.delete(partner)
    db.session.flush()
    _count_again(proposal, at)


def _count_again(proposal: Proposal, at: datetime) -> None:
    proposal.partner_countries = countries_of(proposal.consortium)
    proposal.has_research_partner = has_research(proposal.consortium)
    proposal.saved_at = at


def _named(actor: Actor, partner: ProposalPartner) -> dict[str, Any]:
    return {
        "actor_id": actor.person_id,
        "event_id": partner.proposal.challenge.event_id,
        "proposal_id": partner.proposal_id,
        "partner_id": partner.id,
        "organisation_id": partner.organisation_id,
    }
