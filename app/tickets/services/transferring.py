"""A ticket goes to a colleague: its holder names them, and they take it by a link, once."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.text import search_key
from app.events.models import Event
from app.privacy.rules.purposes import Channel
from app.tickets import queries
from app.tickets.facts import (
    HolderRulesSet,
    TicketTransferred,
    TransferOffered,
    TransferWithdrawn,
)
from app.tickets.models import (
    AttendeeNeed,
    HolderRules,
    Order,
    RegistrationAnswer,
    RequestQuestion,
    Ticket,
    TicketTransfer,
    Voucher,
)
from app.tickets.queries.transfers import get_transfer_by_link, names_until, why_kept
from app.tickets.rules.attendees import Attendee
from app.tickets.rules.sales import TicketState, next_epoch
from app.tickets.rules.transfers import MOST_TRANSFERS, TransferState, transfer_ends
from app.tickets.rules.vouchers import is_of_domain
from app.tickets.services.answering import note_answers, place_of
from app.tickets.services.coming import note_coming, plan_asking
from app.tickets.services.ordering import note_consents, own_organisation

# What an organiser said of the person before says nothing of the next one.
_OF_NOBODY = {
    "latin_name": None,
    "role_label": "",
    "is_project_staff": False,
    "validated_at": None,
    "validated_by_id": None,
}
_KEPT_OUT = ("ticket_type", "add_ons", "consents", "answers")


def set_holder_rules(
    actor: Actor, event: Event, *, names_until: datetime, asks_coming: bool
) -> None:
    """Say until when holders may change names, and whether they are asked if they come."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if names_until > event.ends_at:
        raise Invalid("freeze_after_event", field="names_until")
    rules = db.session.get(HolderRules, event.id)
    if rules is None:
        rules = HolderRules(event_id=event.id)
        db.session.add(rules)
    rules.names_until, rules.asks_coming = names_until, asks_coming
    db.session.flush()
    plan_asking(event)
    record(
        HolderRulesSet(
            actor_id=actor.person_id,
            event_id=event.id,
            names_until=names_until.isoformat(timespec="minutes"),
            asks_coming=asks_coming,
        )
    )


def offer_transfer(actor: Actor, link: str, ticket_id: int, email: str) -> TicketTransfer:
    """Let a colleague take a ticket, as whoever has its secret address; it is theirs when taken."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    now, until = clock.now(), names_until(ticket.event)
    _check(ticket, email, until)
    if email.casefold() == ticket.email.casefold():
        raise Invalid("transfer_to_self", field="email")
    _refuse_many(ticket)
    _expire(ticket, now)
    made = TicketTransfer(
        id=new_id(),
        ticket_id=ticket.id,
        epoch=ticket.epoch,
        email=email,
        made_at=now,
        expires_at=transfer_ends(now, until),
    )
    db.session.add(made)
    db.session.flush()
    about = {"event_id": ticket.event_id, "ticket_id": ticket.id, "transfer_id": made.id}
    record(TransferOffered(actor_id=actor.person_id, email=email, **about))
    return made


def withdraw_transfer(actor: Actor, link: str, ticket_id: int) -> None:
    """Keep a ticket that a colleague has not taken yet."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    rule = update(TicketTransfer).where(
        TicketTransfer.ticket_id == ticket.id, TicketTransfer.state == TransferState.OPEN
    )
    done = rule.values(state=TransferState.WITHDRAWN).returning(TicketTransfer.id)
    transfer_id = db.session.scalar(done)
    if transfer_id is None:
        raise Conflict("transfer_over")
    about = {"event_id": ticket.event_id, "ticket_id": ticket.id, "transfer_id": transfer_id}
    record(TransferWithdrawn(actor_id=actor.person_id, **about))


def accept_transfer(actor: Actor, link: str, attendee: Attendee) -> Ticket:
    """Take a ticket as the colleague who was named; of many who use the link at once one does."""
    transfer = get_transfer_by_link(link)
    ticket = transfer.ticket
    _use(transfer)
    # The lock makes the door's entry and the new name wait for each other.
    locked = select(Ticket).where(Ticket.id == ticket.id).with_for_update()
    db.session.scalars(locked.execution_options(populate_existing=True)).one()
    _check(ticket, transfer.email, names_until(ticket.event))
    before = ticket.email
    order = _order_of_their_own(actor, ticket, transfer.email)
    epoch = _hand_over(actor, ticket, transfer, attendee, order.id)
    _forget_answers(ticket.id)
    note_coming(ticket.id)
    db.session.refresh(ticket)
    note_answers(ticket.event, [(ticket, attendee.answers)], place_of(ticket))
    note_consents(actor, ticket.event_id, attendee, Channel.INVITATION)
    record(
        TicketTransferred(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            transfer_id=transfer.id,
            order_id=order.id,
            email=transfer.email,
            from_email=before,
            epoch=epoch,
        )
    )
    return ticket


def _check(ticket: Ticket, email: str, until: datetime) -> None:
    """Refuse what cannot change hands, or not to this address."""
    code = why_kept(ticket, until)
    if code is not None:
        raise Conflict(code, field="email")
    voucher = ticket.voucher_id and db.session.get_one(Voucher, ticket.voucher_id)
    if voucher and not is_of_domain(email, voucher.domain_list):
        raise Invalid("voucher_domain", field="email", domains=", ".join(voucher.domain_list))


def _refuse_many(ticket: Ticket) -> None:
    """Refuse to write to ever more addresses about one ticket."""
    query = select(func.count()).where(TicketTransfer.ticket_id == ticket.id)
    if (db.session.scalar(query) or 0) >= MOST_TRANSFERS:
        raise Conflict("transfers_used_up", field="email")


def _expire(ticket: Ticket, now: datetime) -> None:
    """Let go of an offer that nobody can take any more, so that another one can be made."""
    rule = update(TicketTransfer).where(
        TicketTransfer.ticket_id == ticket.id,
        TicketTransfer.state == TransferState.OPEN,
        or_(TicketTransfer.expires_at <= now, TicketTransfer.epoch != ticket.epoch),
    )
    db.session.execute(rule.values(state=TransferState.EXPIRED))


def _use(transfer: TicketTransfer) -> None:
    """Move an open offer on, once."""
    rule = update(TicketTransfer).where(
        TicketTransfer.id == transfer.id,
        TicketTransfer.state == TransferState.OPEN,
        TicketTransfer.expires_at > clock.now(),
    )
    done = rule.values(state=TransferState.ACCEPTED).returning(TicketTransfer.id)
    if db.session.scalar(done) is None:
        raise Conflict("transfer_over")


def _order_of_their_own(actor: Actor, ticket: Ticket, email: str) -> Order:
    """Make the order under which the ticket is from now on.

    So whoever placed the first one no longer sees it; its invoice still names the ticket.
    """
    order = Order(
        id=new_id(),
        event_id=ticket.event_id,
        person_id=actor.person_id,
        email=email,
        channel=ticket.order.channel,
        currency=ticket.order.currency,
    )
    db.session.add(order)
    db.session.flush()
    return order


def _hand_over(
    actor: Actor, ticket: Ticket, transfer: TicketTransfer, attendee: Attendee, order_id: int
) -> int:
    """Write the new name on the ticket and give it another code, if it is still the one meant."""
    epoch = next_epoch(ticket.epoch)
    if epoch is None:
        raise Conflict("epochs_used_up")
    named = asdict(attendee) | {"email": transfer.email}
    values: dict[str, Any] = {key: one for key, one in named.items() if key not in _KEPT_OUT}
    words = (attendee.family_name, attendee.given_name, attendee.organisation_name, transfer.email)
    values |= _OF_NOBODY | {
        "organisation_id": own_organisation(actor, attendee),
        "search_key": search_key(*words)[:500],
        "order_id": order_id,
        "epoch": epoch,
    }
    rule = update(Ticket).where(Ticket.id == ticket.id, Ticket.epoch == transfer.epoch)
    done = rule.where(Ticket.state == TicketState.VALID).values(**values).returning(Ticket.id)
    if db.session.scalar(done) is None:
        raise Conflict("transfer_over")
    return epoch


def _forget_answers(ticket_id: int) -> None:
    """Delete what the holder before was asked and said; none of it is about the next one."""
    for model in (RegistrationAnswer, AttendeeNeed, RequestQuestion):
        db.session.execute(delete(model).where(model.ticket_id == ticket_id))
