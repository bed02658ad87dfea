"""Bank statements as tables: which column is which, and how banks write days and amounts."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from app.billing.rules.entries import Entry, Told
from app.core.errors import Invalid

NAMES: Mapping[str, Sequence[str]] = {
    "day": ("date", "booking date", "buchungstag", "buchungsdatum", "date comptable", "fecha"),
    "amount": ("amount", "betrag", "umsatz", "montant", "importe", "credit", "gutschrift"),
    "payer": ("payer", "name", "auftraggeber", "zahlungspflichtiger", "beguenstigter", "donneur"),
    "reference": ("reference", "verwendungszweck", "purpose", "details", "libelle", "concepto"),
}
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d-%m-%Y", "%Y%m%d")
_MARKS = str.maketrans("äöüéèç", "aoueec")


def read_table(
    head: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    named: Mapping[str, str],
    currency: str,
) -> Told:
    """Return what came in by a table; Invalid names the column that is missing, or the line."""
    places = {part: _place(head, part, named.get(part, "")) for part in NAMES}
    entries = []
    for number, cells in rows:
        amount = read_amount(cells[places["amount"]])
        day = _day(cells[places["day"]])
        if amount is None or day is None:
            raise Invalid("statement_line_unreadable", field="file", line=number)
        if amount > 0:
            entries.append(
                Entry(
                    received_on=day,
                    amount=amount,
                    currency=currency,
                    payer=cells[places["payer"]][:200],
                    remittance=cells[places["reference"]][:1000],
                )
            )
    return Told("", tuple(entries))


def _place(head: Sequence[str], part: str, named: str) -> int:
    """Return which column a part stands in: the one that was named, else the first that fits."""
    plain = [_plain(one) for one in head]
    if named:
        if _plain(named) in plain:
            return plain.index(_plain(named))
        raise Invalid("column_missing", field=part, name=named, head=", ".join(head))
    for usual in NAMES[part]:
        for place, one in enumerate(plain):
            if one.startswith(usual):
                return place
    raise Invalid("column_missing", field=part, name=NAMES[part][0], head=", ".join(head))


def _plain(text: str) -> str:
    return text.strip().casefold().translate(_MARKS)


def read_amount(text: str) -> int | None:
    """Return minor units of an amount as banks write it: 1.234,56 or 1,234.56 or -12,5 EUR."""
    bare = re.sub(r"[\s\u00a0\u202f'’]|EUR|€", "", text)
    found = re.fullmatch(r"([+-]?)(\d{1,3}(?:[.,]\d{3})+|\d{1,12})(?:([.,])(\d{1,2}))?", bare)
    if found is None or (found[3] and found[3] in found[2]):
        return None
    minor = int(re.sub(r"[.,]", "", found[2])) * 100 + int((found[4] or "0").ljust(2, "0"))
    return -minor if found[1] == "-" else minor


def _day(text: str) -> date | None:
    for form in DAYS:
        try:
            return datetime.strptime(text.strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
