"""Who bills for an event, and what it sells beside tickets."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.billing.models import PaidService, Seller
from app.core.db import db
from app.core.errors import NotFound


def find_seller(event_id: int) -> Seller | None:
    """Return who bills for an event."""
    return db.session.scalar(select(Seller).where(Seller.event_id == event_id))


def list_services(event_id: int) -> Sequence[PaidService]:
    """Return what an event sells beside tickets, by name."""
    query = select(PaidService).where(PaidService.event_id == event_id)
    return db.session.scalars(query.order_by(PaidService.name, PaidService.id)).all()


def get_service(service_id: int, event_id: int) -> PaidService:
    """Return a paid service of an event."""
    query = select(PaidService).where(
        PaidService.id == service_id, PaidService.event_id == event_id
    )
    found = db.session.scalar(query.options(joinedload(PaidService.event)))
    if found is None:
        raise NotFound
    return found
