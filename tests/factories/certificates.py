"""Scans at the doors of sessions, and certificates of attendance, for tests."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from app.certificates.models import AttendanceCertificate, CertificateTerms
from app.certificates.queries import sample_of
from app.checkin.models import Gate, Scan
from app.core import clock
from app.events.models import Event, EventSession
from app.feedback.rules.certificates import new_code
from app.tickets.models import Ticket
from tests.factories import numbers, saved
from tests.factories.checkin import make_checkpoint, make_gate


def make_past_scan(ticket: Ticket, gate: Gate, at: datetime, way: str = "in") -> Scan:
    """Make a stored scan of a badge that went through."""
    values = {
        "client_id": str(uuid4()),
        "code": "",
        "verdict": "green",
        "reason": "first_time" if way == "in" else "went_out",
        "direction": way,
        "scanned_at": at,
    }
    ids = {"event_id": ticket.event_id, "gate_id": gate.id, "ticket_id": ticket.id}
    return saved(lambda: Scan(**ids, **values))


def make_session_door(session: EventSession, **values: Any) -> Gate:
    """Make a gate of a checkpoint that is a session's own."""
    event, number = session.event, next(numbers)
    door = make_checkpoint(event, f"Door {number}", kind="session", session_id=session.id, **values)
    return make_gate(event, f"Gate {number}", door)


def make_terms(event: Event, **values: Any) -> CertificateTerms:
    """Let an event give out certificates."""
    usual = {"is_on": True, "signatory": "Dr. Eva Lang", "function": "Director"}
    return saved(lambda: CertificateTerms(event_id=event.id, **(usual | values)))


def make_certificate(ticket: Ticket, **values: Any) -> AttendanceCertificate:
    """Make a certificate that holds, of nothing in particular."""
    ids = {"event_id": ticket.event_id, "ticket_id": ticket.id}
    usual = {"name": ticket.name, "kept": sample_of(ticket.event).as_kept(), "code": new_code()}
    return saved(lambda: AttendanceCertificate(**ids, **(usual | values)))


def long_ago(hours: float = 30) -> datetime:
    """Return a full minute that is past."""
    return clock.now().replace(second=0, microsecond=0) - timedelta(hours=hours)
