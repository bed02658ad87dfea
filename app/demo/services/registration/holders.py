"""What holders do themselves: who said that they come, whose ticket waits for a colleague."""

from datetime import timedelta

from sqlalchemy import select

from app.billing.models import Invoice, InvoiceAccount, InvoiceLine
from app.core.db import db
from app.demo.rules.chance import chance
from app.demo.services.registration.past import done_at
from app.demo.services.stage import Book, Stage, write
from app.identity.queries import actor_for
from app.tickets.models import Confirmation, HolderRules, Ticket, TicketState, TicketTransfer
from app.tickets.rules.audiences import Audience
from app.tickets.rules.changing import NAMES_FREEZE
from app.tickets.rules.coming import ASKED_BEFORE, REMINDED_AFTER
from app.tickets.rules.transfers import transfer_ends
from app.tickets.services.holding import cancel_ticket
from app.tickets.services.transferring import set_holder_rules

SAID_YES = 0.86  # of those who were asked
SOLD = (TicketState.VALID, TicketState.CANCELLED)
IN_PERSON = (Audience.JUROR, Audience.ORGANISER)
COLLEAGUE = "m.weiss@volt-mar.example"


def write_holders(stage: Stage, finished: Book, coming: Book) -> None:
    """Write who was asked whether they come, one ticket on its way, and one that was cancelled."""
    _ask(finished)
    for kind in (*finished.ticket_types, *coming.ticket_types):
        kind.is_transferable = kind.audience not in IN_PERSON
    until = coming.event.starts_at - NAMES_FREEZE
    with done_at(stage, stage.now - timedelta(days=16)):
        lead = actor_for(stage.lead())
        set_holder_rules(lead, coming.event, names_until=until, asks_coming=True)
    _pass_on(stage, coming)
    _cancel_paid(stage, coming)


def _ask(book: Book) -> None:
    """Write what people said a week before the finished event."""
    starts_at = book.event.starts_at
    asked_at = starts_at - ASKED_BEFORE
    draw = chance("coming")
    said = []
    for ticket in sorted(book.tickets.values(), key=lambda one: one.email):
        if ticket.state in SOLD and ticket.created_at <= asked_at:
            comes, hours = draw.random() < SAID_YES, draw.randrange(1, 40)
            answered = asked_at + timedelta(hours=hours) if comes else None
            reminded = None if comes else asked_at + REMINDED_AFTER
            if ticket.state == TicketState.CANCELLED:
                ticket.cancelled_at, answered = asked_at + timedelta(hours=hours), None
            about = {"confirmed_at": answered, "reminded_at": reminded}
            said.append(Confirmation(ticket_id=ticket.id, asked_at=asked_at, **about))
    freeze = starts_at - NAMES_FREEZE
    rules = {"names_until": freeze, "asks_coming": True, "asked_at": asked_at}
    write([HolderRules(event_id=book.event.id, **rules), *said])


def _pass_on(stage: Stage, book: Book) -> None:
    """Let one holder have named a colleague yesterday, who has not taken the ticket yet."""
    kinds = {one.id for one in book.ticket_types if one.may_change_hands}
    ticket = next(
        one
        for one in sorted(book.tickets.values(), key=lambda one: one.email)
        if one.state == TicketState.VALID and one.ticket_type_id in kinds
    )
    made_at = stage.now - timedelta(days=1)
    transfer = TicketTransfer(
        id=stage.ids.new(),
        ticket_id=ticket.id,
        epoch=ticket.epoch,
        email=COLLEAGUE,
        made_at=made_at,
        expires_at=transfer_ends(made_at, book.event.starts_at - NAMES_FREEZE),
    )
    write([transfer])


def _cancel_paid(stage: Stage, book: Book) -> None:
    """Cancel a ticket that was paid, of which somebody has to decide what is given back."""
    query = (
        select(Ticket)
        .join(InvoiceLine, InvoiceLine.ticket_id == Ticket.id)
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(InvoiceAccount, InvoiceAccount.invoice_id == Invoice.id)
        .where(
            Invoice.event_id == book.event.id,
            Ticket.state == TicketState.VALID,
            InvoiceAccount.settled_at.is_not(None),
            InvoiceLine.credited_by_id.is_(None),
        )
        .order_by(Ticket.search_key)
    )
    ticket = db.session.scalars(query).first()
    if ticket is not None:
        at = stage.now - timedelta(days=1, hours=3)
        with done_at(stage, at):
            cancel_ticket(actor_for(stage.lead()), ticket)
        ticket.cancelled_at = at
