"""Codes that nobody issued: refused by the server and by the phone."""

import json
import random
import subprocess
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import base45
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.checkin.rules import Attempt, Direction, EntryRule, Hours, KnownTicket, decide, reading_of
from app.checkin.rules.clocks import Days
from app.core import clock
from app.core.qr import make_qr
from app.tickets.rules.badge_token import (
    LETTERS,
    TOKEN_BYTES,
    SigningKey,
    TicketToken,
    read_token,
    sign_token,
)
from app.tickets.rules.sales import TicketState
from app.tooling.node import find_node
from tests.conftest import IS_LONG

EACH = 2000 if IS_LONG else 60
READER = Path(__file__).parents[2] / "vectors" / "codes.mjs"
EVENT, OTHER = 7, 8
EPOCH = 3
OURS, THEIRS, RETIRED = (Ed25519PrivateKey.generate() for _ in range(3))
KEYS = {1: OURS.public_key(), 3: THEIRS.public_key()}
OLD, NEW = SigningKey(RETIRED, 0), SigningKey(OURS, 1)


def good(chance: random.Random, event_id: int = EVENT, epoch: int = EPOCH) -> TicketToken:
    return TicketToken(event_id, chance.randrange(1, 2**63), epoch)


def forged(chance: random.Random) -> str:
    return sign_token(good(chance), SigningKey(THEIRS, 1))


def truncated(chance: random.Random) -> str:
    return sign_token(good(chance), NEW)[: chance.randrange(LETTERS - 2)]


def of_another_event(chance: random.Random) -> str:
    return sign_token(good(chance, OTHER), NEW)


def of_an_old_badge(chance: random.Random) -> str:
    return sign_token(good(chance, epoch=chance.randrange(EPOCH)), NEW)


def with_a_bit_flipped(chance: random.Random) -> str:
    raw = bytearray(base45.b45decode(sign_token(good(chance), NEW)))
    bit = chance.randrange(TOKEN_BYTES * 8)
    raw[bit // 8] ^= 1 << bit % 8
    return str(base45.b45encode(bytes(raw)), "ascii")


def of_a_retired_key(chance: random.Random) -> str:
    return sign_token(good(chance), OLD)


def of_a_key_to_come(chance: random.Random) -> str:
    return sign_token(good(chance), SigningKey(OURS, chance.choice([2, 15])))


KINDS: list[Callable[[random.Random], str]] = [
    forged,
    truncated,
    of_another_event,
    of_an_old_badge,
    with_a_bit_flipped,
    of_a_retired_key,
    of_a_key_to_come,
]


@pytest.fixture
def codes() -> dict[str, list[str]]:
    """Return codes of each kind, and good ones for comparison."""
    chance = random.Random(2026)
    made = {kind.__name__: [kind(chance) for _ in range(EACH)] for kind in KINDS}
    return made | {"good": [sign_token(good(chance), NEW) for _ in range(EACH)]}


def test_no_code_that_nobody_issued_opens_a_door(codes, say):
    """The server knows each ticket that a code may name, so nothing but the code can refuse it."""
    opened = {kind: sum(opens(code) for code in some) for kind, some in codes.items()}
    assert opened == dict.fromkeys((kind.__name__ for kind in KINDS), 0) | {"good": EACH}
    say(f"codes of {len(KINDS)} kinds that nobody issued: {len(KINDS) * EACH} refused, 0 let in")


def test_a_phone_refuses_the_same_codes(codes):
    keys = [{"number": number, "public_key": raw(key)} for number, key in KEYS.items()]
    asked = {"keys": keys, "event": str(EVENT), "epoch": EPOCH, "codes": codes}
    command = [find_node()[0], str(READER)]
    done = subprocess.run(
        command, input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    expected = dict.fromkeys((kind.__name__ for kind in KINDS), 0) | {"good": EACH}
    assert json.loads(done.stdout) == expected


def test_a_code_fits_a_qr_code_of_37_modules():
    chance = random.Random(1)
    largest = TicketToken(2**48 - 1, 2**63 - 1, 255)
    sizes = {make_qr(sign_token(one, NEW)).size for one in (good(chance), largest)}
    assert sizes == {37}


def raw(key: Ed25519PublicKey) -> str:
    return b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def opens(code: str) -> bool:
    """Whether a door that knows the ticket of a code lets its holder in."""
    read = read_token(code, KEYS, EVENT)
    reading = reading_of(read, code, [b"key" * 8])
    now = clock.now()
    ticket = KnownTicket(
        reading.ticket_id or 0, EPOCH, TicketState.VALID, Days(None, None), 1, frozenset()
    )
    rule = EntryRule(Hours(now, now, "Europe/Athens"))
    return decide(reading, ticket, rule, (), Attempt(now, Direction.IN, 0)).verdict == "green"
