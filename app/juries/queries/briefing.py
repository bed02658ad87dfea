"""Reads of what jurors are told before they accept, and of what they promised."""

from collections.abc import Sequence

from sqlalchemy import select

from app.core.db import db
from app.events.models import Event
from app.juries.models import DeclinedSeat, JuryText
from app.juries.rules.briefing import READY, TextKind


def find_text(event_id: int, kind: TextKind) -> JuryText | None:
    """Return the version of a text that stands; None while the ready one does."""
    query = select(JuryText).where(JuryText.event_id == event_id, JuryText.kind == kind)
    return db.session.scalar(query.order_by(JuryText.version.desc()).limit(1))


def text_or_ready(event_id: int, kind: TextKind) -> JuryText:
    """Return the version that stands; the ready one, which is not kept, has the version 0."""
    found = find_text(event_id, kind)
    return found or JuryText(event_id=event_id, kind=kind, version=0, text=READY[kind])


def promised(terms_id: int | None) -> str:
    """Return the words of the honour terms that an invitation was sent with."""
    found = db.session.get(JuryText, terms_id) if terms_id else None
    return found.text if found else ""


def list_declined(event: Event) -> Sequence[DeclinedSeat]:
    """Return who declined a seat on the panel of an event, the latest first."""
    query = select(DeclinedSeat).where(DeclinedSeat.event_id == event.id)
    return db.session.scalars(query.order_by(DeclinedSeat.declined_at.desc())).all()
