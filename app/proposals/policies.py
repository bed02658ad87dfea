"""Who may read, write and screen proposals."""

from typing import Any

from app.challenges.policies import can_view_challenge, is_owner
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import EVERYBODY, Fence, fence, may, role_on
from app.events.rules import TeamRole
from app.identity.policies import manages
from app.identity.rules import Purpose
from app.proposals.rules.consortium import is_of


def is_author(actor: Actor, proposal: Any) -> bool:
    """Whether the actor belongs to the organisation that proposes."""
    return bool(proposal.organisation_id in actor.organisation_ids)


def is_partner(actor: Actor, proposal: Any) -> bool:
    """Whether the actor is of an organisation that agreed to make the proposal together."""
    mine = (actor.person_id, actor.organisation_ids)
    return actor.is_signed_in and any(is_of(one, *mine) for one in proposal.consortium)


def is_inside(actor: Actor, proposal: Any) -> bool:
    """Whether the actor reads the proposal as its authors do; only these write."""
    return is_author(actor, proposal) or is_partner(actor, proposal)


@manages(Purpose.CONSORTIUM)
def can_manage_consortium(actor: Actor, invitation: Any) -> bool:
    """Whether the actor belongs to the organisation that proposes and asks."""
    return bool(invitation.organisation_id in actor.organisation_ids)


def is_outcome_hidden(actor: Actor, proposal: Any) -> bool:
    """Whether an outcome stays hidden: from authors and co-organisers until it is told."""
    if proposal.outcome_told_at is not None:
        return False
    if is_inside(actor, proposal):
        return True
    beside = role_on(actor, proposal.challenge.event) == TeamRole.CO_ORGANISER
    return beside and not is_owner(actor, proposal.challenge)


@permits(Permission.PROPOSAL_VIEW)
def can_view_proposal(actor: Actor, proposal: Any) -> bool:
    """Its authors and partners; once submitted organisers; after the deadline the owner.

    All but the authors read it as it was handed in last (`queries.get_as_read`).
    Jurors read what they are assigned on their own pages.
    """
    if is_author(actor, proposal) or _is_read_by_others(actor, proposal):
        return True
    return is_partner(actor, proposal)


def _is_read_by_others(actor: Actor, proposal: Any) -> bool:
    if proposal.submitted_at is None:
        return False
    challenge = proposal.challenge
    if is_owner(actor, challenge) and has_closed(challenge, clock.now()):
        return bool(proposal.state != "withdrawn")
    if not may(actor, Permission.PROPOSAL_VIEW, challenge.event):
        return False
    seen, organisation = fence(actor, challenge.event), proposal.organisation
    if seen.is_open:
        return True
    homes = [one.cluster_id for one in organisation.crossed if one.state == "accepted"]
    return any(map(seen.admits, [organisation.id, *homes]))


@permits(Permission.PROPOSAL_CREATE)
def can_create_proposal(actor: Actor, challenge: Any) -> bool:
    """A member of an organisation other than the one that posts the challenge."""
    others = actor.organisation_ids - {challenge.owner_organisation_id}
    return actor.is_signed_in and bool(others) and can_view_challenge(actor, challenge)


@permits(Permission.PROPOSAL_EDIT)
def can_edit_proposal(actor: Actor, proposal: Any) -> bool:
    """Its authors."""
    return is_author(actor, proposal)


@permits(Permission.PROPOSAL_SCREEN)
def can_screen_proposal(actor: Actor, proposal: Any) -> bool:
    """The event's lead."""
    return may(actor, Permission.PROPOSAL_SCREEN, proposal.challenge.event)


@permits(Permission.CHALLENGE_EXPORT)
def can_export_proposals(actor: Actor, challenge: Any) -> bool:
    """Its owner after the deadline; the event's organisers, each within the fence."""
    return is_reading_owner(actor, challenge) or may(
        actor, Permission.CHALLENGE_EXPORT, challenge.event
    )


def is_reading_owner(actor: Actor, challenge: Any) -> bool:
    """Whether the actor reads the proposals as the one who asked for them."""
    return is_owner(actor, challenge) and has_closed(challenge, clock.now())


def export_fence(actor: Actor, challenge: Any) -> Fence:
    """Return whose proposals an export that the actor asks for holds."""
    return EVERYBODY if is_reading_owner(actor, challenge) else fence(actor, challenge.event)
