"""Looking into what two scanners that knew nothing of each other both let in."""

from app.checkin.facts import ClashSettled
from app.checkin.models import SettledClash
from app.checkin.queries.review import find_clash
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event


def settle_clash(actor: Actor, event: Event, *, key: str, note: str) -> SettledClash:
    """Write down what was found of a badge that came in twice; once, the log keeps the scans."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    found = find_clash(event.id, key)
    if found is None:
        raise Invalid("clash_unknown", field="key")
    if found.settled is not None:
        raise Conflict("clash_settled")
    settled = SettledClash(event_id=event.id, key=found.key, person_id=actor.person_id, note=note)
    db.session.add(settled)
    db.session.flush()
    record(
        ClashSettled(
            actor_id=actor.person_id,
            event_id=event.id,
            ticket_id=found.clash.ticket_id,
            checkpoint_id=found.clash.checkpoint_id,
        )
    )
    return settled
