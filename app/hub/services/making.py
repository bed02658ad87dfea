"""Planning a venue hub, and packing what it takes along."""

import json
from dataclasses import dataclass

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.models import Event
from app.hub import queries
from app.hub.facts import HubEnded, HubMade, HubParcelTaken
from app.hub.models import VenueHub
from app.hub.queries.slice import rows_of
from app.hub.rules import seal_parcel

CONTENTS = "innoday-hub"
VERSION = 1


@dataclass(frozen=True)
class Parcel:
    """A hub with all that it takes along, not sealed yet."""

    phrase: str
    contents: bytes

    def sealed(self) -> bytes:
        """Return the file; slow on purpose, so not inside a unit of work."""
        return seal_parcel(self.phrase, self.contents)


def make_hub(actor: Actor, event: Event, *, name: str) -> VenueHub:
    """Plan a venue hub for an event."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    hub = VenueHub(event_id=event.id, name=name)
    db.session.add(hub)
    db.session.flush()
    about = {"actor_id": actor.person_id, "event_id": event.id}
    record(HubMade(hub_id=hub.id, hub_name=name, **about))
    return hub


def pack(actor: Actor, event: Event, hub_id: int, main_url: str) -> Parcel:
    """Return the event as a hub takes it along, as it is now, with its phrase."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    hub = queries.get_hub(event.id, hub_id)
    if hub.ended_at is not None:
        raise Conflict("hub_ended")
    hub.taken_at = clock.now()
    record(HubParcelTaken(actor_id=actor.person_id, event_id=event.id, hub_id=hub.id))
    contents = {
        "format": CONTENTS,
        "version": VERSION,
        "hub": {
            "id": encode_id(hub.id),
            "event": encode_id(event.id),
            "name": hub.name,
            "main_url": main_url,
            "secret": queries.secret_of(hub.id),
            "made_at": hub.taken_at.isoformat(),
        },
        "rows": rows_of(event.id),
    }
    return Parcel(queries.phrase_of_hub(hub), json.dumps(contents, ensure_ascii=False).encode())


def end_hub(actor: Actor, event: Event, hub_id: int) -> VenueHub:
    """Let a hub send no more by itself; a file that it gave out is still taken from the lead."""
    authorize(actor, Permission.CHECKIN_MANAGE, event)
    hub = queries.get_hub(event.id, hub_id)
    if hub.ended_at is None:
        hub.ended_at = clock.now()
        record(HubEnded(actor_id=actor.person_id, event_id=event.id, hub_id=hub.id))
    return hub
