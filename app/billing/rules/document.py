"""An invoice as a document: plain values, frozen as it is issued, told apart by their digest."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from app.billing.rules.numbers import Kind
from app.billing.rules.totals import Line, Sums
from app.billing.rules.vat import Category, Treatment

FORMAT = 1


@dataclass(frozen=True)
class Party:
    """A seller or a buyer as an invoice names them."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str = ""
    tax_number: str = ""
    email: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Account:
    """Where to pay."""

    iban: str
    bic: str = ""


@dataclass(frozen=True)
class Occasion:
    """The event that it is about."""

    name: str
    begins_on: date
    ends_on: date
    place: str = ""


@dataclass(frozen=True)
class Corrected:
    """The invoice that a credit note takes back, or a part of it."""

    number: str
    issued_on: date


@dataclass(frozen=True, kw_only=True)
class Heading:
    """All of an invoice beside its lines."""

    kind: Kind
    number: str
    reference: str
    issued_on: date
    due_on: date
    currency: str
    treatment: Treatment
    seller: Party
    account: Account
    buyer: Party
    occasion: Occasion
    order_reference: str = ""
    reason: str = ""  # why no VAT is charged, in the seller's words
    notes: str = ""
    corrects: Corrected | None = None
    why: str = ""  # of a credit note


def freeze(heading: Heading, sums: Sums) -> dict[str, Any]:
    """Return a document as JSON values; days are texts."""
    values: dict[str, Any] = _plain(asdict(heading))
    return values | {
        "format": FORMAT,
        "lines": [asdict(line) | {"due": line.due} for line in sums.lines],
        "vat": [asdict(one) for one in sums.vat],
        "net": sums.net,
        "tax": sums.tax,
        "total": sums.total,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value.isoformat() if isinstance(value, date) else value


def digest(document: dict[str, Any]) -> str:
    """Return the SHA-256 of a document: of its JSON with sorted keys and no spaces."""
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def lines_of(document: dict[str, Any]) -> Sequence[Line]:
    """Return the lines of a document as they were billed."""
    return [
        Line(
            text=one["text"],
            quantity=one["quantity"],
            net=one["net"],
            tax=one["tax"],
            category=Category(one["category"]),
            rate=one["rate"],
        )
        for one in document["lines"]
    ]
