"""Orders of tickets: who the invoice is for, and what is billed."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload, selectinload

from app.billing import queries
from app.billing.models import BilledOrder, Invoice
from app.billing.rules.buyers import Buyer
from app.billing.rules.totals import Sold
from app.billing.services.issuing import Item, get_seller_to_bill, issue_invoice
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets.models import Order, Ticket, TicketAddOn, TicketState
from app.tickets.services.pricing import before_pricing

BILLED = (TicketState.UNPAID, TicketState.VALID)


@before_pricing
def refuse_without_seller(event: Event) -> None:
    """Nothing has a price while nobody bills for the event."""
    get_seller_to_bill(event)


def bill_by_link(actor: Actor, link: str, buyer: Buyer) -> Invoice:
    """Bill an order as its buyer, who proves that by a secret address."""
    return _bill(actor, queries.get_order_by_link(link), buyer)


def bill_order(actor: Actor, order: Order, buyer: Buyer) -> Invoice:
    """Bill an order as an organiser."""
    authorize(actor, Permission.BILLING_MANAGE, order.event)
    return _bill(actor, order, buyer)


def _bill(actor: Actor, order: Order, buyer: Buyer) -> Invoice:
    """Bill what of an order is not billed yet; of two who do it at once one is too late."""
    earlier = _latest_invoice(order.id)
    items = _items(order.id)
    if not items:
        # Asked anew: somebody may have billed it since the first time.
        is_billed = _latest_invoice(order.id) is not None
        raise Conflict("billed_already" if is_billed else "nothing_to_bill")
    invoice = issue_invoice(
        actor, order.event, items, buyer, currency=order.currency, order_id=order.id
    )
    if not _take_turn(order.id, earlier, invoice.id):
        raise Conflict("billed_already")
    return invoice


def _latest_invoice(order_id: int) -> int | None:
    query = select(BilledOrder.invoice_id).where(BilledOrder.order_id == order_id)
    return db.session.scalar(query)


def _items(order_id: int) -> list[Item]:
    query = (
        select(Ticket)
        .where(
            Ticket.order_id == order_id,
            Ticket.state.in_(BILLED),
            Ticket.id.not_in(queries.billed_tickets(order_id)),
        )
        .options(
            joinedload(Ticket.ticket_type),
            selectinload(Ticket.add_ons).joinedload(TicketAddOn.add_on),
        )
        .order_by(Ticket.search_key, Ticket.id)
    )
    return [item for ticket in db.session.scalars(query) for item in _items_of(ticket)]


def _items_of(ticket: Ticket) -> list[Item]:
    """Return what a ticket costs, itself and with it; what is free is not billed."""
    kind = ticket.ticket_type
    costs = [(kind.name, ticket.price, kind.vat_rate)]
    costs += [(one.add_on.name, one.price, one.add_on.vat_rate) for one in ticket.add_ons]
    return [
        Item(Sold(name, 1, price, rate), ticket_id=ticket.id)
        for name, price, rate in costs
        if price
    ]


def _take_turn(order_id: int, earlier: int | None, invoice_id: int) -> bool:
    """Make an invoice the order's latest, unless another one became that meanwhile."""
    if earlier is not None:
        mine = update(BilledOrder).where(
            BilledOrder.order_id == order_id, BilledOrder.invoice_id == earlier
        )
        taken = mine.values(invoice_id=invoice_id).returning(BilledOrder.order_id)
        return db.session.scalar(taken) is not None
    is_sqlite = db.session.get_bind().dialect.name == "sqlite"
    insert: Any = sqlite.insert if is_sqlite else postgresql.insert
    first = insert(BilledOrder).values(order_id=order_id, invoice_id=invoice_id)
    first = first.on_conflict_do_nothing().returning(BilledOrder.order_id)
    return db.session.scalar(first) is not None
