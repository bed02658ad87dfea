"""Scans in a file: what a hub or a phone gives out, and what proves that it is whole.

A hub proves its file with a key that the main server gave it. A phone has none: its file is taken
on the word of the lead who brings it, and what it claims is still checked badge by badge.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.checkin.rules import IncomingScan

FORMAT = "innoday-scans"
VERSION = 1
MOST = 50_000
NAME_LENGTH = 80  # of a hub, and of a scanner


@dataclass(frozen=True)
class CarriedDevice:
    """A scanner that was paired at a hub, so that its scans stay together here."""

    id: int
    name: str
    gate: int


@dataclass(frozen=True)
class CarriedScan:
    """A scan with the gate where it was made and the scanner that made it."""

    sent: IncomingScan
    gate: int
    device: int | None = None


def proof_of(secret: str, contents: Mapping[str, Any]) -> str:
    """Return what shows that contents are whole and a hub's; its own `proof` is left out."""
    told = {name: value for name, value in contents.items() if name != "proof"}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def is_proved(secret: str, contents: Mapping[str, Any]) -> bool:
    """Whether contents are what the hub with this secret wrote."""
    return hmac.compare_digest(proof_of(secret, contents), str(contents.get("proof", "")))
