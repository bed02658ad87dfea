"""Dismissing a sign of a link to the owner's group that means nothing."""

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.proposals.queries import get_submitted, get_visible_proposal, refuse_closed
from app.selection.facts import LinkDismissed
from app.selection.models import DismissedLink
from app.selection.queries.links import find_group_links


def dismiss_link(
    actor: Actor, proposal_id: int, *, organisation_id: int, key: str, reason: str
) -> DismissedLink:
    """Say why a link means nothing; it stays dismissed for both organisations at this event."""
    proposal = get_visible_proposal(actor, proposal_id)
    authorize(actor, Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor, proposal.id)
    wanted = (organisation_id, key)
    found = {
        (one.organisation_id, one.key): one for one in find_group_links(get_submitted(proposal))
    }
    if wanted not in found:
        raise Invalid("no_such_link")
    if not found[wanted].stands:
        raise Conflict("link_dismissed")
    dismissed = DismissedLink(
        event_id=proposal.challenge.event_id,
        owner_organisation_id=proposal.challenge.owner_organisation_id,
        organisation_id=organisation_id,
        key=key,
        reason=reason,
        dismissed_by_id=actor.person_id,
    )
    db.session.add(dismissed)
    db.session.flush()
    record(
        LinkDismissed(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            proposal_id=proposal.id,
            challenge_id=proposal.challenge_id,
            organisation_id=organisation_id,
            dismissal_id=dismissed.id,
        )
    )
    return dismissed
