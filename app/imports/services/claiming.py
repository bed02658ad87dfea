"""Taking over an organisation for which proposals were imported."""

from sqlalchemy import select, update

from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.facts import record
from app.identity.models import Invitation
from app.identity.queries import find_membership
from app.identity.rules import MemberRole, Purpose
from app.identity.services import accepts, join
from app.imports.facts import ImportClaimed
from app.imports.models import ImportedProposal
from app.proposals.models import Proposal


@accepts(Purpose.APPLICANT)
def claim(actor: Actor, invitation: Invitation) -> None:
    """Make whoever accepts the owner of the organisation and the author of its proposals."""
    home_id, person_id = invitation.organisation_id, actor.person_id
    if home_id is None or person_id is None:
        raise NotFound("invitation_over")
    if find_membership(home_id, person_id) is None:
        join(actor, home_id, person_id, MemberRole.OWNER)
    imported = select(ImportedProposal.proposal_id).where(
        ImportedProposal.event_id == invitation.event_id,
        ImportedProposal.imported_by_id == Proposal.created_by_id,
    )
    db.session.execute(
        update(Proposal)
        .where(Proposal.organisation_id == home_id, Proposal.id.in_(imported))
        .values(created_by_id=person_id)
        .execution_options(synchronize_session=False)
    )
    record(
        ImportClaimed(
            actor_id=actor.person_id, event_id=invitation.event_id, organisation_id=home_id
        )
    )
