"""Who an invoice is for, as they said it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Buyer:
    """An organisation or a person who gets an invoice."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    email: str
    is_organisation: bool = True
    contact: str = ""
    vat_number: str = ""
    order_reference: str = ""
