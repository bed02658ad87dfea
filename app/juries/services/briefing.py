"""What jurors are told and promise: the texts of an event, each change a new version."""

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.juries.facts import JuryTextWritten
from app.juries.models import JuryText
from app.juries.queries.briefing import find_text
from app.juries.rules.briefing import READY, TextKind


def keep_text(actor: Actor, event: Event, kind: TextKind) -> JuryText:
    """Return the version that stands; the ready one is kept as the first."""
    found = find_text(event.id, kind)
    return found or _keep(actor, event, kind, 1, READY[kind])


def write_text(actor: Actor, event: Event, kind: TextKind, *, text: str, version: int) -> JuryText:
    """Write a new version in place of the one that was read; who confirmed one keeps to theirs."""
    authorize(actor, Permission.JURY_MANAGE, event)
    found = find_text(event.id, kind)
    if version != (found.version if found else 0):
        raise Conflict("text_changed_meanwhile")
    if found is not None and found.text == text:
        return found
    written = _keep(actor, event, kind, version + 1, text)
    fact = JuryTextWritten(
        actor_id=actor.person_id, event_id=event.id, text_id=written.id, version=written.version
    )
    record(fact)
    return written


def _keep(actor: Actor, event: Event, kind: TextKind, version: int, text: str) -> JuryText:
    kept = JuryText(
        event_id=event.id, kind=kind, version=version, text=text, written_by_id=actor.person_id
    )
    db.session.add(kept)
    db.session.flush()
    return kept
