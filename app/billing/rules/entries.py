"""What came in on an account, whichever file told of it."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Money that came in: `bank_reference` is the bank's own number of it, if it gives one."""

    received_on: date
    amount: int
    currency: str
    payer: str = ""
    remittance: str = ""
    bank_reference: str = ""


@dataclass(frozen=True)
class Told:
    """What a statement tells: of which account, and what came in."""

    iban: str
    entries: tuple[Entry, ...]


def keys_of(entries: Iterable[Entry]) -> Sequence[str]:
    """Return a key for each entry that is the same in every file that tells of it.

    Of entries that look the same, the first of a file is the first of another.
    """
    seen: Counter[str] = Counter()
    keys = []
    for one in entries:
        told = one.bank_reference or "|".join(
            (
                one.received_on.isoformat(),
                str(one.amount),
                one.currency,
                "".join(one.payer.split()).casefold(),
                "".join(one.remittance.split()).casefold(),
            )
        )
        seen[told] += 1
        keys.append("bank:" + hashlib.sha256(f"{told}|{seen[told]}".encode()).hexdigest())
    return keys
