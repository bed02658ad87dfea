"""Which VAT is due: by the seller's scheme, and by where the buyer is and what it is.

The categories are those of EN 16931 (UNTDID 5305). What a seller's adviser must decide, whether
businesses abroad pay without VAT, is the seller's own setting.
"""

from dataclasses import dataclass
from enum import StrEnum

from stdnum.eu.vat import MEMBER_STATES

NORTHERN_IRELAND = "XI"  # of the Union for goods alone
STATES = frozenset(state.upper() for state in MEMBER_STATES) - {NORTHERN_IRELAND}


class Scheme(StrEnum):
    """How a seller stands to VAT."""

    STANDARD = "standard"
    SMALL = "small_business"
    EXEMPT = "exempt"


class Treatment(StrEnum):
    """How one sale is taxed."""

    DOMESTIC = "domestic"
    SMALL = "small_business"
    EXEMPT = "exempt"
    REVERSED = "reverse_charge"
    EXPORT = "outside_eu"


class Category(StrEnum):
    """A VAT category code of EN 16931."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSED = "AE"
    EXPORT = "G"
    OUTSIDE = "O"


@dataclass(frozen=True)
class SellerTax:
    """What of a seller decides about VAT."""

    country: str
    scheme: Scheme
    has_vat_number: bool
    is_reversing: bool = True


@dataclass(frozen=True)
class BuyerTax:
    """What of a buyer decides about VAT; the number counts once its format was checked."""

    country: str
    is_organisation: bool
    has_vat_number: bool


def treat(seller: SellerTax, buyer: BuyerTax) -> Treatment:
    """Return how a sale is taxed; who is in doubt pays the seller's VAT."""
    # A scheme comes from the database as a plain word.
    if seller.scheme == Scheme.SMALL:
        return Treatment.SMALL
    if seller.scheme == Scheme.EXEMPT:
        return Treatment.EXEMPT
    if buyer.country == seller.country or not seller.is_reversing or not buyer.is_organisation:
        return Treatment.DOMESTIC
    if buyer.country not in STATES:
        return Treatment.EXPORT
    if seller.country in STATES and buyer.has_vat_number and seller.has_vat_number:
        return Treatment.REVERSED
    return Treatment.DOMESTIC


def category_of(treatment: Treatment, rate: int, *, has_vat_number: bool) -> Category:
    """Return the category of a line; without a number of its own a seller cannot use G."""
    if treatment is Treatment.DOMESTIC:
        return Category.STANDARD if rate else Category.ZERO
    if treatment is Treatment.REVERSED:
        return Category.REVERSED
    if treatment is Treatment.EXPORT:
        return Category.EXPORT if has_vat_number else Category.OUTSIDE
    return Category.EXEMPT


def is_taxed(treatment: Treatment) -> bool:
    """Whether VAT is part of what the buyer pays."""
    return treatment is Treatment.DOMESTIC


def is_without_vat(treatment: Treatment) -> bool:
    """Whether the buyer owes the VAT itself, or none, so that the seller's comes off the price."""
    return treatment in {Treatment.REVERSED, Treatment.EXPORT}
