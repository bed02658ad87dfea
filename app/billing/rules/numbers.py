"""Numbers of invoices, and the references that payments carry."""

import re
from enum import StrEnum

from stdnum import bic, iban, iso11649
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_97_10

DIGITS = 5
PREFIX = re.compile(r"[A-Z0-9]{1,10}")


class Kind(StrEnum):
    """What a document is."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


_MARKS = {Kind.INVOICE: "", Kind.CREDIT_NOTE: "C"}


def number_of(prefix: str, kind: Kind, year: int, count: int) -> str:
    """Return the number of a document, such as `GIN-2026-00042` or `GIN-C2026-00007`."""
    return f"{prefix}-{_MARKS[kind]}{year}-{count:0{DIGITS}d}"


def reference_of(number: str) -> str:
    """Return the creditor reference of a number, with its check digits (ISO 11649)."""
    bare = re.sub(r"[^A-Z0-9]", "", number.upper())
    return f"RF{mod_97_10.calc_check_digits(bare + 'RF')}{bare}"


def shown_reference(reference: str) -> str:
    """Return a reference in groups of four, as it stands on paper."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def normal_iban(text: str) -> str | None:
    """Return an account number without spaces; None if its check digits are wrong."""
    try:
        return str(iban.validate(text))
    except ValidationError:
        return None


def normal_bic(text: str) -> str | None:
    """Return a bank's code; None if it is none."""
    try:
        return str(bic.validate(text))
    except ValidationError:
        return None


def is_reference(text: str) -> bool:
    """Whether a text is a creditor reference with right check digits."""
    return bool(iso11649.is_valid(text))
