"""Money as somebody notes it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Noted:
    """Money as somebody notes it; the key makes sending it twice harmless."""

    amount: int
    received_on: date
    way: str
    key: str
    remittance: str = ""
    payer: str = ""
