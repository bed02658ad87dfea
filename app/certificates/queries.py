"""Reading who attended what, and which certificates there are."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import Select, select

from app.certificates.models import AttendanceCertificate, CertificateTerms
from app.certificates.rules.attending import (
    Attendance,
    Door,
    Span,
    Terms,
    attended,
    sessions_with_doors,
)
from app.certificates.rules.saying import Said, SaidSession
from app.checkin.models import Checkpoint, Gate, Scan
from app.checkin.queries.review import past_scan
from app.checkin.rules import PASSING, CheckpointKind, PastScan, Reason, Verdict
from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event, EventSession, SessionKind
from app.events.policies import EVERYBODY, Fence
from app.feedback.rules.certificates import read_code
from app.tickets.models import Ticket, TicketState
from app.tickets.queries import within

PASSED = sorted(one.value for one in PASSING)


@dataclass(frozen=True)
class SessionCount:
    """A session whose doors were scanned, and how many different people attended it."""

    id: int
    title: str
    kind: SessionKind
    people: int


@dataclass(frozen=True)
class Figures:
    """How many people attended each session, and sessions of each kind; nobody counts twice."""

    sessions: Sequence[SessionCount]
    kinds: Mapping[SessionKind, int]


@dataclass(frozen=True)
class Entitled:
    """Somebody who gets a certificate, what it says, and the one that stands if there is any."""

    ticket_id: int
    name: str
    said: Said
    standing: AttendanceCertificate | None

    @property
    def is_current(self) -> bool:
        """Whether the certificate that stands says just this."""
        held = self.standing
        return held is not None and (held.name, held.said) == (self.name, self.said)


def terms_of(event: Event) -> CertificateTerms:
    """Return how an event certifies attendance; as usual where nobody decided."""
    found = db.session.get(CertificateTerms, event.id)
    usual = {"is_on": False, "signatory": "", "function": "", "least_share": 0}
    return found or CertificateTerms(event_id=event.id, kinds=["public", "closed"], **usual)


@dataclass(frozen=True)
class Log:
    """Who passed which doors: the people within a fence, each ticket's scans apart."""

    seen: Fence
    doors: Mapping[int, Door]
    scans: Mapping[int, Sequence[PastScan]]

    def attendance(self, terms: Terms) -> dict[int, Attendance]:
        """Return what each ticket attended, by its id; nothing of those that attended nothing."""
        found = {key: attended(own, self.doors, terms) for key, own in self.scans.items()}
        return {key: one for key, one in found.items() if one}


def read_log(event_id: int, seen: Fence = EVERYBODY) -> Log:
    """Read who passed which doors of an event: once for all that is asked of it."""
    return Log(seen, _doors(event_id), _scans(event_id, seen))


def list_attendance_by_session(event: Event, log: Log) -> Figures:
    """Return how many people attended each session and each kind of session."""
    sessions = _sessions(event.id, tuple(SessionKind))
    terms = Terms({one.id: _span(one) for one in sessions}, event.timezone)
    who: dict[int, set[int]] = {one: set() for one in sessions_with_doors(log.doors, terms)}
    for ticket_id, attendance in log.attendance(terms).items():
        for one in attendance.sessions:
            who[one.session_id].add(ticket_id)
    scanned = [one for one in sessions if one.id in who]
    kinds = {
        kind: len(set().union(*(who[one.id] for one in scanned if one.kind == kind)))
        for kind in SessionKind
    }
    counts = [
        SessionCount(one.id, one.title, SessionKind(one.kind), len(who[one.id])) for one in scanned
    ]
    return Figures(counts, kinds)


def list_entitled(event: Event, log: Log) -> list[Entitled]:
    """Return who gets a certificate and what it says, by family name."""
    rules = terms_of(event)
    sessions = {one.id: one for one in _sessions(event.id, rules.kinds)}
    spans = {key: _span(one) for key, one in sessions.items()}
    terms = Terms(spans, event.timezone, rules.least_share)
    found = log.attendance(terms)
    held = {one.ticket_id: one for one in list_standing(event.id)}
    query = select(Ticket).where(
        Ticket.event_id == event.id, Ticket.state == TicketState.VALID, *within(log.seen)
    )
    return [
        Entitled(one.id, one.name, said_of(event, rules, found[one.id], sessions), held.get(one.id))
        for one in db.session.scalars(query.order_by(Ticket.search_key, Ticket.id))
        if one.id in found
    ]


def said_of(
    event: Event,
    rules: CertificateTerms,
    attendance: Attendance,
    sessions: Mapping[int, EventSession],
) -> Said:
    """Return what a certificate of some attendance says."""
    place = ", ".join(part for part in (event.venue_name, event.venue_address) if part)
    return Said(
        event=event.name,
        place=place,
        timezone=event.timezone,
        starts_at=event.starts_at.astimezone(UTC).isoformat(),
        ends_at=event.ends_at.astimezone(UTC).isoformat(),
        organiser=event.lead_organisation.name,
        signatory=rules.signatory,
        function=rules.function,
        sessions=[
            SaidSession(
                sessions[one.session_id].title,
                sessions[one.session_id].starts_at.astimezone(UTC).isoformat(),
                sessions[one.session_id].ends_at.astimezone(UTC).isoformat(),
                one.minutes,
            )
            for one in attendance.sessions
        ],
        days=[one.isoformat() for one in attendance.days],
    )


def sample_of(event: Event) -> Said:
    """Return what a certificate says of somebody who attended all that counts."""
    sessions = {one.id: one for one in _sessions(event.id, terms_of(event).kinds)}
    spans = Terms({key: _span(one) for key, one in sessions.items()}, event.timezone)
    doors = _doors(event.id)
    entries = [
        _entry(checkpoint_id, spans.sessions[door.session_id])
        for checkpoint_id, door in doors.items()
        if door.session_id is not None and door.session_id in spans.sessions
    ]
    house = [key for key, door in doors.items() if door.is_house]
    entries += [_entry(key, Span(event.starts_at, event.ends_at)) for key in house[:1]]
    return said_of(event, terms_of(event), attended(entries, doors, spans), sessions)


def _entry(checkpoint_id: int, span: Span) -> PastScan:
    return PastScan(
        client_id=f"sample-{checkpoint_id}",
        ticket_id=0,
        gate_id=0,
        scanned_at=span.starts_at,
        verdict=Verdict.GREEN,
        reason=Reason.FIRST_TIME,
        checkpoint_id=checkpoint_id,
    )


def find_standing(ticket_id: int) -> AttendanceCertificate | None:
    """Return the certificate of a ticket that holds, if there is one."""
    return db.session.scalar(_standing().where(AttendanceCertificate.ticket_id == ticket_id))


def get_standing(ticket_id: int) -> AttendanceCertificate:
    """Return the certificate of a ticket that holds; NotFound without one."""
    found = find_standing(ticket_id)
    if found is None:
        raise NotFound
    return found


def find_by_code(typed: str) -> AttendanceCertificate | None:
    """Return the certificate with a code, however it was typed, withdrawn or not."""
    code = read_code(typed)
    query = select(AttendanceCertificate).where(AttendanceCertificate.code == code)
    return db.session.scalar(query) if code else None


def list_certificates(
    event_id: int, after: int | None, limit: int
) -> Sequence[AttendanceCertificate]:
    """Return some certificates of an event in the order of their ids, the withdrawn ones too."""
    query = select(AttendanceCertificate).where(AttendanceCertificate.event_id == event_id)
    if after is not None:
        query = query.where(AttendanceCertificate.id > after)
    return db.session.scalars(query.order_by(AttendanceCertificate.id).limit(limit)).all()


def list_standing_of(ticket_ids: Collection[int]) -> Sequence[AttendanceCertificate]:
    """Return the certificates of some tickets that hold."""
    query = _standing().where(AttendanceCertificate.ticket_id.in_(ticket_ids))
    return db.session.scalars(query).all()


def list_standing(event_id: int) -> Sequence[AttendanceCertificate]:
    """Return the certificates of an event that hold."""
    query = _standing().where(AttendanceCertificate.event_id == event_id)
    return db.session.scalars(query).all()


def _standing() -> Select[AttendanceCertificate]:
    return select(AttendanceCertificate).where(AttendanceCertificate.withdrawn_at.is_(None))


def _span(session: EventSession) -> Span:
    return Span(session.starts_at, session.ends_at)


def _sessions(event_id: int, kinds: Iterable[str]) -> Sequence[EventSession]:
    query = select(EventSession).where(
        EventSession.event_id == event_id, EventSession.kind.in_(list(kinds))
    )
    return db.session.scalars(query.order_by(EventSession.starts_at, EventSession.id)).all()


def _doors(event_id: int) -> dict[int, Door]:
    query = select(Checkpoint).where(Checkpoint.event_id == event_id)
    return {
        one.id: Door(
            one.session_id, one.has_exit, one.is_exclusive, one.kind == CheckpointKind.VENUE
        )
        for one in db.session.scalars(query)
    }


def _scans(event_id: int, seen: Fence) -> dict[int, list[PastScan]]:
    """Return what went through, each ticket's apart."""
    query = (
        select(
            Scan.client_id,
            Scan.ticket_id,
            Scan.gate_id,
            Scan.scanned_at,
            Scan.verdict,
            Scan.reason,
            Scan.direction,
            Scan.device_id,
            Scan.told,
            Gate.checkpoint_id,
        )
        .join(Gate, Gate.id == Scan.gate_id)
        .join(Ticket, Ticket.id == Scan.ticket_id)
        .where(Scan.event_id == event_id, Scan.reason.in_(PASSED), *within(seen))
    )
    found: dict[int, list[PastScan]] = {}
    for row in db.session.execute(query):
        found.setdefault(row.ticket_id, []).append(past_scan(row, row.checkpoint_id))
    return found
