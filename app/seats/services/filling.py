"""Seats as a company fills them: names, invitations, changes, until the cut-off.

Whoever has the secret address acts for the company. Its row is locked first, then the places.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import delete, update

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.seats import queries
from app.seats.facts import SeatFilled, SeatInvitationWithdrawn, SeatInvited, SeatWithdrawn
from app.seats.models import CompanySeats, SeatedTicket, SeatInvitation
from app.seats.rules import SeatInvitationState
from app.seats.services.giving import lock
from app.tickets.models import Order, Ticket
from app.tickets.queries.vouchers import find_hold
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.terms import Terms
from app.tickets.services.correcting import correct
from app.tickets.services.holding import cancel_kept
from app.tickets.services.ordering import place_order


def fill_seat(
    actor: Actor, link: str, attendee: Attendee, *, client_key: str | None = None
) -> Order:
    """Give somebody one of the company's free seats; the same form sent twice gives one."""
    given = _open(queries.get_seats_by_link(link))
    if given.free < 1:
        raise Conflict("seats_filled")
    order = _place(actor, given, attendee, client_key)
    (ticket,) = order.tickets
    if db.session.get(SeatedTicket, ticket.id) is None:
        _seat(actor, given, ticket)
    return order


def invite(actor: Actor, link: str, email: str) -> SeatInvitation:
    """Promise a seat to an address, whose link is used once."""
    given = _open(queries.get_seats_by_link(link))
    if given.free < 1:
        raise Conflict("seats_filled", field="email")
    given.invited += 1
    made = SeatInvitation(id=new_id(), seats_id=given.id, email=email)
    db.session.add(made)
    db.session.flush()
    _tell_invitation(actor, given, made)
    return made


def resend_invitation(actor: Actor, link: str, invitation_id: int) -> None:
    """Send an invitation that nobody used once more."""
    given = _open(queries.get_seats_by_link(link))
    invitation = _invited(given, invitation_id)
    if invitation.state != SeatInvitationState.OPEN:
        raise Conflict("seat_invitation_over")
    _tell_invitation(actor, given, invitation)


def withdraw_invitation(actor: Actor, link: str, invitation_id: int) -> None:
    """Take an invitation back; its seat is free for another name."""
    given = _open(queries.get_seats_by_link(link))
    _use(_invited(given, invitation_id), SeatInvitationState.WITHDRAWN)
    given.invited -= 1
    about = {"event_id": given.event_id, "seats_id": given.id, "invitation_id": invitation_id}
    record(SeatInvitationWithdrawn(actor_id=actor.person_id, **about))


def accept_invitation(actor: Actor, link: str, attendee: Attendee) -> Order:
    """Fill the seat that an invitation promised; of many who use its link at once one does."""
    invitation = queries.get_invitation_by_link(link)
    given = _open(invitation.given)
    _use(invitation, SeatInvitationState.USED)
    given.invited -= 1
    order = _place(actor, given, attendee, None)
    _seat(actor, given, order.tickets[0])
    return order


def change_name(actor: Actor, link: str, ticket_id: int, **values: Any) -> Ticket:
    """Correct what stands on the ticket of a seat; its code stays."""
    given = _open(queries.get_seats_by_link(link))
    return correct(actor, queries.get_name(given, ticket_id), **values)


def withdraw_name(actor: Actor, link: str, ticket_id: int) -> None:
    """Cancel the ticket of a seat, which the company may give to somebody else."""
    given = _open(queries.get_seats_by_link(link))
    ticket = queries.get_name(given, ticket_id)
    _unseat(ticket_id)
    cancel_kept(actor, ticket, given.hold_key)
    given.filled -= 1
    about = {"event_id": given.event_id, "seats_id": given.id, "ticket_id": ticket_id}
    record(SeatWithdrawn(actor_id=actor.person_id, **about))


def note_cancelled(ticket_id: int) -> None:
    """Count a seat as returned whose ticket was cancelled elsewhere; its place is everybody's."""
    gone = delete(SeatedTicket).where(SeatedTicket.ticket_id == ticket_id)
    seats_id = db.session.scalar(gone.returning(SeatedTicket.seats_id))
    if seats_id is not None:
        rule = update(CompanySeats).where(CompanySeats.id == seats_id)
        left = {"filled": CompanySeats.filled - 1, "returned": CompanySeats.returned + 1}
        db.session.execute(rule.values(**left))


def _open(given: CompanySeats) -> CompanySeats:
    """Lock a company's seats, if it can still say who has them."""
    lock(given)
    if not given.is_open_at(clock.now()):
        raise Conflict("seats_over")
    return given


def _place(actor: Actor, given: CompanySeats, attendee: Attendee, key: str | None) -> Order:
    """Take the place out of those that are held for the company; they are agreed upon."""
    type_id, hold_id = given.ticket_type_id, find_hold(given.hold_key)
    if hold_id is None:
        raise Conflict("seats_over")
    terms = Terms(opened=frozenset({type_id}), prices={type_id: 0}, hold_id=hold_id)
    named = replace(attendee, organisation_name=attendee.organisation_name or given.company)
    return place_order(actor, given.event, [named], client_key=key, terms=terms)


def _seat(actor: Actor, given: CompanySeats, ticket: Ticket) -> None:
    given.filled += 1
    db.session.add(SeatedTicket(ticket_id=ticket.id, seats_id=given.id))
    db.session.flush()
    about = {"event_id": given.event_id, "seats_id": given.id, "ticket_id": ticket.id}
    record(SeatFilled(actor_id=actor.person_id, **about))


def _unseat(ticket_id: int) -> None:
    gone = delete(SeatedTicket).where(SeatedTicket.ticket_id == ticket_id)
    if db.session.scalar(gone.returning(SeatedTicket.ticket_id)) is None:
        raise Conflict("seat_withdrawn")


def _invited(given: CompanySeats, invitation_id: int) -> SeatInvitation:
    found = queries.get_invitation(invitation_id)
    if found.seats_id != given.id:
        raise NotFound
    return found


def _use(invitation: SeatInvitation, state: SeatInvitationState) -> None:
    """Move an invitation on, once."""
    is_open = SeatInvitation.state == SeatInvitationState.OPEN
    rule = update(SeatInvitation).where(SeatInvitation.id == invitation.id, is_open)
    if db.session.scalar(rule.values(state=state).returning(SeatInvitation.id)) is None:
        raise Conflict("seat_invitation_over")


def _tell_invitation(actor: Actor, given: CompanySeats, invitation: SeatInvitation) -> None:
    record(
        SeatInvited(
            actor_id=actor.person_id,
            event_id=given.event_id,
            seats_id=given.id,
            invitation_id=invitation.id,
            email=invitation.email,
        )
    )
