"""A door with its scanner, and codes of tickets, for tests."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from app.checkin.models import Gate, ScannerDevice
from app.checkin.queries.scanners import find_scanner
from app.checkin.rules import IncomingScan
from app.checkin.services.scanning import ScanResult, record_scans
from app.core import clock, tokens
from app.core.uow import unit_of_work
from app.events.models import Event
from app.events.rules import typing_key
from app.tickets.models import Ticket, TicketType
from app.tickets.queries import signing_key
from app.tickets.rules.badge_token import TicketToken, sign_token
from app.tickets.rules.typed_code import TypedCode, type_code
from tests.factories.checkin import make_device, make_gate
from tests.factories.events import make_event
from tests.factories.tickets import make_ticket_type


@dataclass
class Entrance:
    """An event that is on, with one ticket type, one gate and one paired scanner."""

    event: Event
    kind: TicketType
    gate: Gate
    device: ScannerDevice
    secret: str

    @property
    def headers(self) -> dict[str, str]:
        """What the scanner sends with each request."""
        return {"Authorization": "Bearer " + self.secret}

    @property
    def paired(self) -> dict[str, str]:
        """What the scanner keeps when it has been paired."""
        return {
            "secret": self.secret,
            "gate_name": self.gate.name,
            "event_name": "Open Innovation Day " * 3,
        }

    def send(self, *scans: IncomingScan, sent_at: datetime | None = None) -> list[ScanResult]:
        """Record scans as the scanner, in a unit of work of their own."""
        scanner = find_scanner(tokens.hash_secret(self.secret), clock.now())
        assert scanner is not None
        with unit_of_work():
            return record_scans(scanner, scans, sent_at)


def make_entrance(**values: object) -> Entrance:
    """Make an event that began just now, with an entrance."""
    event = make_event(**({"starts_at": clock.now()} | values))
    gate = make_gate(event)
    device, secret = make_device(gate, event)
    return Entrance(event, make_ticket_type(event, name="Attendee"), gate, device, secret)


def code_of(ticket: Ticket, event: Event, *, epoch: int | None = None) -> str:
    """Return the code on a ticket's badge."""
    key = signing_key(event.id)
    number = ticket.epoch if epoch is None else epoch
    return sign_token(TicketToken(event.id, ticket.id, number), key)


def letters_of(ticket: Ticket, event: Event, *, epoch: int | None = None) -> str:
    """Return the letters under the code on a ticket's badge."""
    code = TypedCode(ticket.id, ticket.epoch if epoch is None else epoch)
    return type_code(code, typing_key(signing_key(event.id).private.private_bytes_raw()))


def scan_of(code: str, at: datetime | None = None, client_id: str | None = None) -> IncomingScan:
    """Return a scan that a phone would send now."""
    return IncomingScan(client_id or str(uuid4()), code, at or clock.now())


def said(results):
    return [(result.verdict.value, result.reason.value) for result in results]


def change(thing, **values):
    with unit_of_work():
        for name, value in values.items():
            setattr(thing, name, value)
