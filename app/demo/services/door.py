"""Gates, scanners, readings and admissions."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.badges.models import BadgePrinter
from app.certificates.models import CertificateTerms
from app.checkin.models import Admission, Checkpoint, Gate, Scan, ScannerDevice
from app.checkin.rules import Reason, Verdict
from app.checkin.services.desk import BY_HAND
from app.core import tokens
from app.demo.rules.chance import chance
from app.demo.rules.days import Day
from app.demo.rules.door import Reading, read_badges
from app.demo.rules.guests import guests
from app.demo.services.stage import Book, Stage, write
from app.tickets.queries import signing_key
from app.tickets.rules.badge_token import SigningKey, TicketToken, sign_token

ENTRANCE = "Entrance"
PRINTER = "Front desk"
GATES = ("Main entrance", "Garden entrance")
# Each phone with its gate and how many seconds its clock is fast.
PHONES = (("Phone 1", 0, 2), ("Phone 2", 0, -4), ("Phone 3", 1, 11))
PAIRED_AT = "07:42"
FORGOTTEN = "Badge left at home; identity card shown."
VERDICTS = {
    Reason.FIRST_TIME: Verdict.GREEN,
    Reason.ALREADY_IN: Verdict.AMBER,
    Reason.REPLACED: Verdict.RED,
    Reason.FOREIGN_EVENT: Verdict.RED,
}


def write_gates(stage: Stage, book: Book) -> list[Gate]:
    """Write the two doors of an event."""
    ids = [stage.ids.new() for _name in GATES]
    entrance = Checkpoint(id=ids[0], event_id=book.event.id, name=ENTRANCE)
    write([entrance])
    gates = [
        Gate(id=key, event_id=book.event.id, checkpoint_id=entrance.id, name=name)
        for key, name in zip(ids, GATES, strict=True)
    ]
    write(gates)
    return gates


def write_printer(stage: Stage, book: Book) -> None:
    """Write the printer of the desk."""
    write([BadgePrinter(id=stage.ids.new(), event_id=book.event.id, name=PRINTER)])


def write_phone(stage: Stage, book: Book, gates: list[Gate], number: int) -> ScannerDevice:
    """Write a paired phone whose secret nobody has; pairing it again is done at the desk."""
    name, gate, _fast = PHONES[number]
    is_over = book.row.days_from_today < 0
    paired = book.day if is_over else Day.from_now(stage.now, -1)
    phone = ScannerDevice(
        id=stage.ids.new(),
        event_id=book.event.id,
        gate_id=gates[gate].id,
        name=name,
        secret_hash=tokens.hash_secret(tokens.new_secret("dev_")),
        paired_at=paired.at(PAIRED_AT),
        created_by_id=stage.lead().id,
    )
    write([phone])
    return phone


def write_certificates(stage: Stage, book: Book) -> None:
    """Let the organiser of the finished event give out certificates; nobody has sent them yet."""
    lead = stage.lead()
    signatory = f"{lead.given_name} {lead.family_name}"
    write([CertificateTerms(event_id=book.event.id, is_on=True, signatory=signatory)])


def write_finished_door(stage: Stage, book: Book) -> None:
    """Write what happened at the doors of the finished event."""
    gates = write_gates(stage, book)
    phones = [write_phone(stage, book, gates, number) for number in range(len(PHONES))]
    writer = _Log(stage, book, gates, phones)
    scans = [writer.scan(one) for one in read_badges(guests(), book.day)]
    write(scans)
    write_certificates(stage, book)
    write(writer.admission(scan) for scan in scans if scan.reason == Reason.FIRST_TIME)


class _Log:
    """Turns readings into rows."""

    def __init__(
        self, stage: Stage, book: Book, gates: list[Gate], phones: list[ScannerDevice]
    ) -> None:
        self._book, self._gates, self._phones = book, gates, phones
        self._desk = stage.people["desk@example.org"].id
        self._key = signing_key(book.event.id)
        self._dice = chance("scans")

    def scan(self, one: Reading) -> Scan:
        """Return the row of a reading."""
        phone = self._phones[one.phone] if one.phone is not None else None
        ticket = self._book.tickets[one.guest.person.email] if one.guest else None
        return Scan(
            event_id=self._book.event.id,
            gate_id=phone.gate_id if phone else self._gates[0].id,
            device_id=phone.id if phone else None,
            person_id=None if phone else self._desk,
            client_id=f"{self._dice.getrandbits(128):032x}",
            ticket_id=ticket.id if ticket else None,
            code=self._code(one) if phone else BY_HAND,
            verdict=VERDICTS[Reason(one.reason)],
            reason=Reason(one.reason),
            note="" if phone else FORGOTTEN,
            device_at=one.shown_at(PHONES[one.phone][2]) if one.phone is not None else None,
            scanned_at=one.at,
            received_at=one.received_at,
        )

    def _code(self, one: Reading) -> str:
        """Return what the badge said: a code of this event's, or of another one's."""
        if one.guest is None:
            other = TicketToken(
                event_id=self._dice.getrandbits(47), ticket_id=self._dice.getrandbits(63), epoch=0
            )
            return sign_token(other, SigningKey(Ed25519PrivateKey.generate()))
        ticket = self._book.tickets[one.guest.person.email]
        token = TicketToken(event_id=ticket.event_id, ticket_id=ticket.id, epoch=one.epoch)
        return sign_token(token, self._key)

    def admission(self, scan: Scan) -> Admission:
        """Return the row that lets the holder of a ticket in."""
        return Admission(
            ticket_id=scan.ticket_id,
            checkpoint_id=self._gates[0].checkpoint_id,
            event_id=scan.event_id,
            gate_id=scan.gate_id,
            scan_client_id=scan.client_id,
            admitted_at=scan.scanned_at,
        )
