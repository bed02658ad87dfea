"""The sums of an invoice, to the cent, as EN 16931 wants them: lines, VAT lines, totals.

Prices are agreed with VAT. The VAT of a rate is worked out once, of all that is sold at it, and
its net is shared out among the lines by largest remainder. So lines, VAT lines and totals add up,
and whatever lines are credited later add up to what was billed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from app.billing.rules.vat import Category, Treatment, category_of, is_taxed, is_without_vat

WHOLE = 10_000  # a rate of 100 % in basis points


@dataclass(frozen=True)
class Sold:
    """Something that was sold: `agreed` is the price of all of it in minor units, with VAT."""

    text: str
    quantity: int
    agreed: int
    rate: int


@dataclass(frozen=True)
class Line:
    """A line as it is billed: what is due for it is its net and its tax."""

    text: str
    quantity: int
    net: int
    tax: int
    category: Category
    rate: int

    @property
    def due(self) -> int:
        """What is to be paid for it."""
        return self.net + self.tax


@dataclass(frozen=True)
class VatLine:
    """What is billed under one category and rate."""

    category: Category
    rate: int
    net: int
    tax: int


@dataclass(frozen=True)
class Sums:
    """All lines, the VAT lines under them and the totals."""

    lines: tuple[Line, ...]
    vat: tuple[VatLine, ...]

    @property
    def net(self) -> int:
        """The total without VAT."""
        return sum(line.net for line in self.lines)

    @property
    def tax(self) -> int:
        """The whole VAT."""
        return sum(line.tax for line in self.lines)

    @property
    def total(self) -> int:
        """What is to be paid."""
        return self.net + self.tax


def half_up(top: int, bottom: int) -> int:
    """Divide whole numbers that are not negative; a half goes up, as on every invoice."""
    return (2 * top + bottom) // (2 * bottom)


def bill(sold: Sequence[Sold], treatment: Treatment, *, has_vat_number: bool) -> Sums:
    """Work out an invoice for what was sold."""

    def category(rate: int) -> Category:
        return category_of(treatment, rate, has_vat_number=has_vat_number)

    if is_taxed(treatment):
        return sum_up(_taxed(sold, category))
    kept = is_without_vat(treatment)
    return sum_up(
        Line(
            text=one.text,
            quantity=one.quantity,
            net=half_up(one.agreed * WHOLE, WHOLE + one.rate) if kept else one.agreed,
            tax=0,
            category=category(one.rate),
            rate=0,
        )
        for one in sold
    )


def _taxed(sold: Sequence[Sold], category: Callable[[int], Category]) -> list[Line]:
    at_rate: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(sold):
        at_rate[one.rate].append(place)
    nets: dict[int, int] = {}
    for rate, places in at_rate.items():
        shares = share_net([sold[place].agreed for place in places], rate)
        nets |= dict(zip(places, shares, strict=True))
    return [
        Line(
            text=one.text,
            quantity=one.quantity,
            net=nets[place],
            tax=one.agreed - nets[place],
            category=category(one.rate),
            rate=one.rate,
        )
        for place, one in enumerate(sold)
    ]


def share_net(agreed: Sequence[int], rate: int) -> list[int]:
    """Return the nets of prices at one rate: each within a cent, together the net of their sum."""
    whole = sum(agreed)
    net = whole - half_up(whole * rate, WHOLE + rate)
    shares = [one * WHOLE // (WHOLE + rate) for one in agreed]
    rests = [one * WHOLE % (WHOLE + rate) for one in agreed]
    by_rest = sorted(range(len(agreed)), key=lambda place: (-rests[place], place))
    for place in by_rest[: net - sum(shares)]:
        shares[place] += 1
    return shares


def sum_up(lines: Iterable[Line]) -> Sums:
    """Return lines with their VAT lines: of a whole invoice, or of what is credited of one."""
    found = tuple(lines)
    nets: dict[tuple[Category, int], int] = defaultdict(int)
    taxes: dict[tuple[Category, int], int] = defaultdict(int)
    for line in found:
        nets[line.category, line.rate] += line.net
        taxes[line.category, line.rate] += line.tax
    vat = tuple(VatLine(*key, nets[key], taxes[key]) for key in sorted(nets))
    return Sums(found, vat)
