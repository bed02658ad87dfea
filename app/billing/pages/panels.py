"""What billing brings to the pages of others: what is to be paid, beside the tickets."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.billing import queries
from app.billing.queries import InvoiceFilter
from app.billing.queries.cancelled import count_undecided, find_charge
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.tickets.queries import order_link
from app.web.panels import Figure, figures, panel


@panel("ticket.above", 10, "billing/_panel_ticket.html")
def to_pay(tickets: Sequence[Any]) -> dict[str, Any] | None:
    """Show the buyer of an order the way to pay for it."""
    order = tickets[0].order
    if len(order.tickets) != len(tickets) or not any(one.cost for one in tickets):
        return None
    invoices = queries.list_invoices_of(order.id)
    is_unbilled = any(one.state == "unpaid" for one in tickets) and not any(
        one.account is not None and one.account.sums.open for one in invoices
    )
    return {
        "invoices": [(one, queries.invoice_link(one)) for one in invoices],
        "is_unbilled": is_unbilled,
        "link": order_link(order),
    }


@panel("ticket.cancel", 10, "billing/_panel_cancel.html")
def after_cancelling(ticket: Any) -> dict[str, Any] | None:
    """Tell whoever is about to cancel what becomes of what it cost."""
    charge = find_charge(ticket.id)
    return None if charge is None else {"is_paid": charge.is_paid, "number": charge.number}


@figures
def refunds_to_decide(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the cancelled tickets of which somebody has to decide what is given back."""
    if can(actor, Permission.BILLING_MANAGE, event):
        waiting = count_undecided(event.id)
        if waiting:
            yield Figure(
                label=_("Refunds to decide"),
                value=waiting,
                url=url_for("billing.inbox", slug=event.slug),
                order=56,
            )


@figures
def open_invoices(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the invoices that are overdue, for those who keep the books."""
    if can(actor, Permission.BILLING_VIEW, event) and queries.find_seller(event.id) is not None:
        late = queries.list_invoices(event, InvoiceFilter(standing="overdue"), limit=100)
        if late:
            yield Figure(
                label=_("Invoices overdue"),
                value=len(late),
                url=url_for("billing.list_invoices", slug=event.slug, standing="overdue"),
                order=55,
            )
