"""Who may run a jury, who may judge, and who must not."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import may
from app.identity.policies import manages
from app.identity.rules import Purpose
from app.juries.rules.conflicts import Duty, JurorSide, ProposalSide, detect
from app.juries.rules.judging import JUDGED_STATES


@permits(Permission.JURY_MANAGE)
def can_manage_jury(actor: Actor, event: Any) -> bool:
    """The event's lead."""
    return may(actor, Permission.JURY_MANAGE, event)


@manages(Purpose.JURY)
def can_manage_invitation(actor: Actor, invitation: Any) -> bool:
    """Those who run the jury."""
    return can_manage_jury(actor, invitation.event)


@permits(Permission.JURY_DECIDE)
def can_decide(actor: Actor, challenge: Any) -> bool:
    """The lead of the challenge's event."""
    return may(actor, Permission.JURY_DECIDE, challenge.event)


@permits(Permission.OVERRIDE_MANAGE)
def can_sign(actor: Actor, signing: Any) -> bool:
    """Those who decide, and the chair and the members of the panel."""
    return signing.seat is not None or may(actor, Permission.JURY_DECIDE, signing.event)


@permits(Permission.SCORECARD_VIEW)
def can_view_scorecard(actor: Actor, assignment: Any) -> bool:
    """The juror it was assigned to, unless something already tied them to the proposal then.

    Nobody else: jurors never see each other's, organisers read them as part of the ranking.
    """
    if actor.person_id is None or assignment.juror.person_id != actor.person_id:
        return False
    is_judged = assignment.proposal.state in JUDGED_STATES
    return is_judged and assignment.recused_at is None and not _is_tied(actor, assignment)


@permits(Permission.SCORECARD_EDIT)
def can_edit_scorecard(actor: Actor, assignment: Any) -> bool:
    """The same juror; whether it is time for that is the service's question."""
    return can_view_scorecard(actor, assignment)


def _is_tied(actor: Actor, assignment: Any) -> bool:
    juror, proposal = assignment.juror, assignment.proposal
    since = {place.organisation_id: place.created_at for place in juror.person.memberships}
    side = JurorSide(juror.id, actor.email, juror.organisation_id, since)
    made_by = ProposalSide(proposal.id, proposal.created_by.email, proposal.organisation_id)
    duty = Duty(assignment.assigned_at, is_begun=assignment.scorecard is not None)
    return detect(side, made_by, duty) is not None
