"""Building the panel: inviting jurors, changing what is known of them, letting them in."""

from sqlalchemy import delete

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Invitation
from app.identity.rules import Purpose
from app.identity.services import accepts, send_invitation
from app.juries.facts import JurorAccepted, JurorChanged, JurorRemoved
from app.juries.models import Assignment, ConflictOfInterest, Juror
from app.juries.queries import panel
from app.juries.rules.judging import Invitee
from app.juries.services.conflicts import detect_conflicts


def invite_juror(actor: Actor, event: Event, asked: Invitee) -> Invitation:
    """Ask an address onto the panel; whoever has it is a juror once they accept."""
    authorize(actor, Permission.JURY_MANAGE, event)
    is_juror = panel.has_juror_at(event, asked.email)
    return send_invitation(
        actor,
        Purpose.JURY,
        email=asked.email,
        refused="already_on_panel" if is_juror else None,
        event_id=event.id,
        organisation_id=_organisation_id(asked.organisation),
        given_name=asked.given_name or None,
        family_name=asked.family_name or None,
        terms={"capacity": asked.capacity} if asked.capacity else {},
    )


@accepts(Purpose.JURY)
def _take_seat(actor: Actor, invitation: Invitation) -> None:
    """Put whoever accepted on the panel, as they were asked."""
    juror = Juror(
        event_id=invitation.event_id,
        person_id=actor.person_id,
        organisation_id=invitation.organisation_id,
        capacity=invitation.terms.get("capacity"),
    )
    db.session.add(juror)
    db.session.flush()
    fact = JurorAccepted(
        actor_id=actor.person_id,
        event_id=juror.event_id,
        juror_id=juror.id,
        person_id=juror.person_id,
    )
    record(fact)
    detect_conflicts(actor, juror.event_id)


def _organisation_id(name: str | None) -> int | None:
    if not name:
        return None
    found = panel.find_organisation_named(name)
    if found is None:
        raise Invalid("organisation_unknown", field="organisation")
    return found.id


def change_juror(
    actor: Actor, event: Event, juror_id: int, *, organisation: str | None, capacity: int | None
) -> Juror:
    """Change a juror's organisation and how many proposals they can take."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    juror.organisation_id = _organisation_id(organisation)
    juror.capacity = capacity
    record(JurorChanged(actor_id=actor.person_id, event_id=event.id, juror_id=juror.id))
    db.session.flush()
    detect_conflicts(actor, event.id)
    return juror


def remove_juror(actor: Actor, event: Event, juror_id: int) -> None:
    """Take a juror off the panel who has scored nothing; what they had is open to others."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    if panel.has_scorecards(juror):
        raise Conflict("juror_has_scored")
    db.session.execute(delete(Assignment).where(Assignment.juror_id == juror.id))
    db.session.execute(delete(ConflictOfInterest).where(ConflictOfInterest.juror_id == juror.id))
    db.session.delete(juror)
    fact = JurorRemoved(
        actor_id=actor.person_id, event_id=event.id, juror_id=juror_id, person_id=juror.person_id
    )
    record(fact)
