"""The code on a badge: signed, without personal data, checked without a network.

version and key (4 bits each) | event (6 bytes) | ticket (8) | epoch (1) | Ed25519 signature (64)

80 bytes are 120 letters of Base45 (RFC 9285), which fit a QR code of 37×37 modules at level M. The
signature covers the first 16 bytes. Key pairs belong to one event each, numbered
from 0 there: a scanner knows those that count and takes the one that a code names.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import base45
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = 1
MOST_KEYS = 16  # of an event: the number has four bits
EVENT_BYTES = 6
TICKET_BYTES = 8
BODY_BYTES = 1 + EVENT_BYTES + TICKET_BYTES + 1
TOKEN_BYTES = BODY_BYTES + 64
LETTERS = TOKEN_BYTES // 2 * 3
# A space is one of the 45 letters and forms strip it; only the first two letters can be one.
MOST_STRIPPED = 2


class Refusal(StrEnum):
    """Why a code is not a ticket of this event."""

    MALFORMED = "malformed"
    FOREIGN_EVENT = "foreign_event"
    UNKNOWN_KEY = "unknown_key"
    BAD_SIGNATURE = "bad_signature"


@dataclass(frozen=True)
class TicketToken:
    """What a code says."""

    event_id: int
    ticket_id: int
    epoch: int

    def body(self, key_number: int = 0) -> bytes:
        """Return the bytes that are signed, with the number of the key that signs them."""
        return b"".join(
            (
                bytes([VERSION << 4 | key_number]),
                self.event_id.to_bytes(EVENT_BYTES, "big"),
                self.ticket_id.to_bytes(TICKET_BYTES, "big"),
                bytes([self.epoch]),
            )
        )


@dataclass(frozen=True)
class SigningKey:
    """The key of an event that new codes are signed with."""

    private: Ed25519PrivateKey
    number: int = 0


def sign_token(token: TicketToken, key: SigningKey) -> str:
    """Return the code of a ticket, as its QR code holds it."""
    body = token.body(key.number)
    return str(base45.b45encode(body + key.private.sign(body)), "ascii")


def read_token(
    text: str, keys: Mapping[int, Ed25519PublicKey], event_id: int
) -> TicketToken | Refusal:
    """Return what a code says, or why it is refused; `keys` are those that count, by number."""
    raw = _decode(text)
    if raw is None:
        return Refusal.MALFORMED
    body = raw[:BODY_BYTES]
    token = TicketToken(
        event_id=int.from_bytes(body[1 : 1 + EVENT_BYTES], "big"),
        ticket_id=int.from_bytes(body[1 + EVENT_BYTES : -1], "big"),
        epoch=body[-1],
    )
    if token.event_id != event_id:
        return Refusal.FOREIGN_EVENT
    key = keys.get(body[0] & MOST_KEYS - 1)
    if key is None:
        return Refusal.UNKNOWN_KEY
    try:
        key.verify(raw[BODY_BYTES:], body)
    except InvalidSignature:
        return Refusal.BAD_SIGNATURE
    return token


def _decode(text: str) -> bytes | None:
    """Return a code's bytes, None if it is none of ours."""
    if not LETTERS - MOST_STRIPPED <= len(text) <= LETTERS:
        return None
    try:
        raw = bytes(base45.b45decode(text.rjust(LETTERS)))
    except ValueError:
        return None
    return raw if raw[0] >> 4 == VERSION and len(raw) == TOKEN_BYTES else None
