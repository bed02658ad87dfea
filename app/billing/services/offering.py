"""Paid services: what is sold beside tickets, and ordering it for an organisation."""

from typing import Any

from sqlalchemy import update

from app.billing.facts import PaidServiceSet
from app.billing.models import Invoice, PaidService
from app.billing.rules.buyers import Buyer
from app.billing.rules.totals import Sold
from app.billing.services.issuing import Item, get_seller_to_bill, issue_invoice
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event


def add_service(actor: Actor, event: Event, values: dict[str, Any]) -> PaidService:
    """Put a paid service on offer; somebody must be there to bill it."""
    authorize(actor, Permission.BILLING_MANAGE, event)
    get_seller_to_bill(event)
    made = PaidService(id=new_id(), event_id=event.id, **values)
    db.session.add(made)
    _told(actor, made)
    return made


def edit_service(actor: Actor, service: PaidService, values: dict[str, Any]) -> PaidService:
    """Change a paid service; what was sold of it stays as it was billed."""
    authorize(actor, Permission.BILLING_MANAGE, service.event)
    for name, value in values.items():
        setattr(service, name, value)
    if service.size is not None and service.size < service.sold:
        raise Conflict("size_below_sold", field="size", sold=service.sold)
    _told(actor, service)
    return service


def order_service(actor: Actor, service: PaidService, quantity: int, buyer: Buyer) -> Invoice:
    """Sell a paid service to an organisation: counted by a guarded update, billed at once."""
    event = service.event
    authorize(actor, Permission.BILLING_MANAGE, event)
    take = update(PaidService).where(
        PaidService.id == service.id,
        (PaidService.size.is_(None)) | (PaidService.sold + quantity <= PaidService.size),
    )
    sold = take.values(sold=PaidService.sold + quantity).returning(PaidService.sold)
    if db.session.scalar(sold) is None:
        raise Conflict("service_sold_out", field="quantity")
    db.session.refresh(service)
    agreed = Sold(service.name, quantity, service.price * quantity, service.vat_rate)
    item = Item(agreed, service_id=service.id)
    return issue_invoice(actor, event, [item], buyer, currency=service.currency)


def _told(actor: Actor, service: PaidService) -> None:
    record(
        PaidServiceSet(actor_id=actor.person_id, event_id=service.event_id, service_id=service.id)
    )
