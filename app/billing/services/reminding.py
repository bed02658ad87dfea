"""Invoices that are not paid in time: a reminder, and in the end the places go to others."""

from typing import Any

from sqlalchemy import or_, select, update

from app.billing import queries
from app.billing.facts import InvoiceReminded, UnpaidOrderCancelled
from app.billing.models import Invoice, InvoiceAccount
from app.billing.rules.states import REMIND_AFTER, may_cancel, may_remind
from app.billing.services.crediting import credit
from app.billing.services.issuing import get_seller_to_bill
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.tickets.models import Ticket, TicketState
from app.tickets.services import cancel_ticket


def remind(actor: Actor, invoice: Invoice) -> None:
    """Remind of an invoice that is overdue, at most once a week."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    today = queries.today_of(invoice.event)
    if invoice.account is None or not invoice.account.sums.open:
        raise Conflict("nothing_open")
    if not may_remind(today, invoice.due_on, None):
        raise Conflict("not_overdue")
    account = InvoiceAccount
    due = update(account).where(
        account.invoice_id == invoice.id,
        or_(account.reminded_on.is_(None), account.reminded_on <= today - REMIND_AFTER),
    )
    done = due.values(reminders=account.reminders + 1, reminded_on=today)
    reminders = db.session.scalar(done.returning(account.reminders))
    if reminders is None:
        raise Conflict("reminded_already")
    db.session.expire(invoice, ["account"])
    record(
        InvoiceReminded(
            actor_id=actor.person_id,
            event_id=invoice.event_id,
            invoice_id=invoice.id,
            reminders=reminders,
        )
    )


def cancel_unpaid(actor: Actor, invoice: Invoice, why: str) -> int:
    """Cancel the tickets of an invoice that is long overdue, and credit it whole."""
    authorize(actor, Permission.BILLING_MANAGE, invoice.event)
    seller = get_seller_to_bill(invoice.event)
    if invoice.account is None or not invoice.account.sums.open:
        raise Conflict("nothing_open")
    if not may_cancel(queries.today_of(invoice.event), invoice.due_on, seller.grace_days):
        raise Conflict("not_past_grace")
    lines = [one for one in queries.list_lines(invoice.id) if one.credited_by_id is None]
    credit(actor, invoice, [one.id for one in lines], why)
    cancelled = cancel_tickets(actor, [one.ticket_id for one in lines if one.ticket_id])
    if invoice.order_id is not None:
        record(
            UnpaidOrderCancelled(
                actor_id=actor.person_id,
                event_id=invoice.event_id,
                order_id=invoice.order_id,
                tickets=cancelled,
            )
        )
    return cancelled


def credit_lines(actor: Actor, invoice: Invoice, wanted: dict[str, Any]) -> Invoice:
    """Credit lines of an invoice, and if that is wanted cancel the tickets on them."""
    note = credit(actor, invoice, wanted["lines"], wanted["why"])
    if wanted["cancel_tickets"]:
        chosen = set(wanted["lines"])
        lines = [one for one in queries.list_lines(invoice.id) if one.id in chosen]
        cancel_tickets(actor, [one.ticket_id for one in lines if one.ticket_id])
    return note


def cancel_tickets(actor: Actor, ticket_ids: list[int]) -> int:
    """Cancel those tickets that still are to come, and return how many these were."""
    query = select(Ticket).where(
        Ticket.id.in_(ticket_ids), Ticket.state.in_((TicketState.UNPAID, TicketState.VALID))
    )
    tickets = db.session.scalars(query.order_by(Ticket.id)).all()
    for ticket in tickets:
        cancel_ticket(actor, ticket)
    return len(tickets)
