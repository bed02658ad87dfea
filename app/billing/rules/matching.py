"""Which invoice a payment is for: by its reference, its number, or its amount and payer."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.billing.rules.entries import Entry

LEAST_NAME = 4  # letters of a payer's name that say something


@dataclass(frozen=True)
class Wanted:
    """An invoice that something is open of."""

    invoice_id: int
    number: str
    reference: str
    open: int
    currency: str
    buyer: str


def find_match(entry: Entry, wanted: Iterable[Wanted]) -> Wanted | None:
    """Return the one invoice that a payment is for; None where it may be none or several."""
    same = [one for one in wanted if one.currency == entry.currency]
    said = [one for one in same if _is_named(one, entry.remittance)]
    if said:
        return said[0] if len(said) == 1 else None
    fits = [one for one in same if one.open == entry.amount and _is_payer(one.buyer, entry.payer)]
    return fits[0] if len(fits) == 1 else None


def candidates(
    amount: int, currency: str, remittance: str, payer: str, wanted: Sequence[Wanted]
) -> Sequence[Wanted]:
    """Return the invoices that a payment may be for, the likeliest first."""

    def weight(one: Wanted) -> int:
        return (
            4 * _is_named(one, remittance) + 2 * (one.open == amount) + _is_payer(one.buyer, payer)
        )

    same = [one for one in wanted if one.currency == currency and weight(one)]
    return sorted(same, key=lambda one: (-weight(one), one.number))


def _is_named(one: Wanted, remittance: str) -> bool:
    bare = _bare(remittance)
    return one.reference in bare or bool(re.search(_bare(one.number) + r"(?!\d)", bare))


def _is_payer(buyer: str, payer: str) -> bool:
    known, came = _bare(buyer), _bare(payer)
    if min(len(known), len(came)) < LEAST_NAME:
        return False
    return known in came or came in known


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())
