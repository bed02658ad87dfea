"""Who bills for an event."""

from typing import Any

from app.billing import queries
from app.billing.facts import SellerSet
from app.billing.models import Seller
from app.billing.rules.numbers import PREFIX, normal_bic, normal_iban
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import list_clusters
from app.identity.rules.vat import normal_vat


def set_seller(actor: Actor, event: Event, values: dict[str, Any]) -> Seller:
    """Say who bills for an event from now on; what was issued stays as it is."""
    authorize(actor, Permission.BILLING_MANAGE, event)
    if values["organisation_id"] not in {one.id for one in list_clusters(event)}:
        raise Invalid("not_of_event", field="organisation")
    checked = _checked(values)
    seller = queries.find_seller(event.id) or Seller(id=new_id(), event_id=event.id)
    for name, value in checked.items():
        setattr(seller, name, value)
    db.session.add(seller)
    db.session.flush()
    record(SellerSet(actor_id=actor.person_id, event_id=event.id, seller_id=seller.id))
    return seller


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Return a seller's values in their one spelling; Invalid at the first that does not hold."""
    found = dict(values)
    iban = normal_iban(values["iban"])
    if iban is None:
        raise Invalid("iban_wrong", field="iban")
    bic = normal_bic(values["bic"]) if values["bic"] else ""
    if bic is None:
        raise Invalid("bic_wrong", field="bic")
    found |= {"iban": iban, "bic": bic, "prefix": values["prefix"].upper()}
    if PREFIX.fullmatch(found["prefix"]) is None:
        raise Invalid("prefix_wrong", field="prefix")
    if values["vat_number"]:
        vat = normal_vat(values["vat_number"], values["country"])
        if vat is None:
            raise Invalid("vat_number_wrong", field="vat_number")
        found["vat_number"] = vat
    elif not values["tax_number"]:
        raise Invalid("tax_number_needed", field="tax_number")
    return found
