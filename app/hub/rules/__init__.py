"""What travels between the main server and a venue hub, and in which form."""

from app.hub.rules.parcel import BadParcel, open_parcel, seal_parcel
from app.hub.rules.rows import freeze, thaw
from app.hub.rules.scan_file import (
    FORMAT,
    MOST,
    NAME_LENGTH,
    VERSION,
    CarriedDevice,
    CarriedScan,
    is_proved,
    proof_of,
)

__all__ = [
    "FORMAT",
    "MOST",
    "NAME_LENGTH",
    "VERSION",
    "BadParcel",
    "CarriedDevice",
    "CarriedScan",
    "freeze",
    "is_proved",
    "open_parcel",
    "proof_of",
    "seal_parcel",
    "thaw",
]
