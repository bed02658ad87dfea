"""Building the panel: inviting jurors, changing what is known of them, letting them in."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, update

from app.challenges.queries import list_of_event
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.identity.models import Invitation
from app.identity.rules import Purpose
from app.identity.services import accepts, declines, send_invitation
from app.juries.facts import JurorAccepted, JurorChanged, JurorRemoved
from app.juries.models import (
    Assignment,
    ConflictOfInterest,
    ConflictSuggestion,
    DeclinedSeat,
    Juror,
    JurorChallenge,
    WithdrawnConflict,
)
from app.juries.queries import panel
from app.juries.rules.briefing import TextKind
from app.juries.rules.judging import Invitee
from app.juries.rules.roles import AS_IT_IS, COUNTING, JurorRole, Seat, may_become
from app.juries.services.briefing import keep_text
from app.juries.services.conflicts import detect_conflicts
from app.juries.services.pairing import forget_pairings
from app.proposals.queries import refuse_tied_anywhere


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
        role=asked.role,
        terms=_terms(actor, event, asked),
    )


def _terms(actor: Actor, event: Event, asked: Invitee) -> dict[str, Any]:
    """Return what the invitation says of the seat; it names the terms that it was sent with."""
    _check_challenges(event, asked.challenge_ids)
    terms: dict[str, Any] = {"terms_id": keep_text(actor, event, TextKind.TERMS).id}
    if asked.capacity:
        terms["capacity"] = asked.capacity
    if asked.challenge_ids:
        terms["challenge_ids"] = list(asked.challenge_ids)
    return terms


def _check_challenges(event: Event, challenge_ids: Collection[int]) -> None:
    known = {one.id for one in list_of_event(event)}
    if not known.issuperset(challenge_ids):
        raise Invalid("challenge_unknown", field="challenge_ids")


@accepts(Purpose.JURY)
def _take_seat(actor: Actor, invitation: Invitation) -> None:
    """Put whoever accepted on the panel, as they were asked."""
    juror = Juror(
        event_id=invitation.event_id,
        person_id=actor.person_id,
        organisation_id=invitation.organisation_id,
        capacity=invitation.terms.get("capacity"),
        role=JurorRole(invitation.role or JurorRole.MEMBER),
        terms_id=invitation.terms.get("terms_id"),
    )
    juror.terms_confirmed_at = clock.now() if juror.terms_id else None
    _limit(juror, invitation.terms.get("challenge_ids", ()))
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


@declines(Purpose.JURY)
def _keep_refusal(_actor: Actor, invitation: Invitation, reason: str) -> None:
    """Keep who declined which seat, so that somebody else can take it."""
    seat = DeclinedSeat(
        event_id=invitation.event_id,
        email=invitation.email,
        given_name=invitation.given_name or "",
        family_name=invitation.family_name or "",
        role=invitation.role or JurorRole.MEMBER,
        reason=reason,
    )
    db.session.add(seat)


def _limit(juror: Juror, challenge_ids: Collection[int]) -> None:
    """Let a juror judge these challenges only, or all of them if none is named."""
    is_chair = juror.role == JurorRole.CHAIR
    kept = {one.challenge_id: one for one in juror.limits if one.challenge_id in challenge_ids}
    for challenge_id in challenge_ids:
        one = kept.setdefault(challenge_id, JurorChallenge(challenge_id=challenge_id))
        one.is_chair = is_chair
    juror.limits[:] = kept.values()
    juror.is_limited = bool(kept)


def _organisation_id(name: str | None) -> int | None:
    if not name:
        return None
    found = panel.find_organisation_named(name)
    if found is None:
        raise Invalid("organisation_unknown", field="organisation")
    return found.id


def change_juror(
    actor: Actor,
    event: Event,
    juror_id: int,
    *,
    organisation: str | None,
    capacity: int | None,
    seat: Seat = AS_IT_IS,
) -> Juror:
    """Change a juror's organisation, limits and what they do on the panel."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    juror.organisation_id = _organisation_id(organisation)
    juror.capacity = capacity
    _take_seat_as(actor, event, juror, seat)
    record(JurorChanged(actor_id=actor.person_id, event_id=event.id, juror_id=juror.id))
    db.session.flush()
    detect_conflicts(actor, event.id)
    return juror


def _take_seat_as(actor: Actor, event: Event, juror: Juror, seat: Seat) -> None:
    """Set role and limits at once, for who is the chair of what hangs on both."""
    role = seat.role or juror.role
    if role != juror.role:
        refuse_tied_anywhere(actor, event.id)  # whether it can be tells who has scored
    has_scored, is_busy = panel.has_scorecards(juror), panel.has_duties(juror)
    if not may_become(juror.role, role, has_scored=has_scored, is_busy=is_busy):
        raise Conflict("role_not_now", field="seat")
    limits = juror.challenge_ids if seat.challenge_ids is None else seat.challenge_ids
    _check_challenges(event, limits)
    if role != juror.role and not (role in COUNTING and juror.role in COUNTING):
        forget_pairings(juror)
    with db.session.no_autoflush:
        juror.role = role
        _limit(juror, limits)


def remove_juror(actor: Actor, event: Event, juror_id: int) -> None:
    """Take a juror off the panel who has scored nothing; what they had is open to others."""
    authorize(actor, Permission.JURY_MANAGE, event)
    juror = panel.get_juror(event, juror_id)
    refuse_tied_anywhere(actor, event.id)
    if panel.has_scorecards(juror):
        raise Conflict("juror_has_scored")
    forget_pairings(juror)
    for table in (Assignment, ConflictOfInterest, ConflictSuggestion, WithdrawnConflict):
        db.session.execute(delete(table).where(table.juror_id == juror.id))
    db.session.execute(
        update(DeclinedSeat).where(DeclinedSeat.filled_by_id == juror.id).values(filled_by_id=None)
    )
    db.session.delete(juror)
    fact = JurorRemoved(
        actor_id=actor.person_id, event_id=event.id, juror_id=juror_id, person_id=juror.person_id
    )
    record(fact)
