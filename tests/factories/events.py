"""Events for tests."""

from datetime import timedelta
from typing import Any

from app.core import clock
from app.events.models import (
    Event,
    EventKind,
    EventSession,
    EventState,
    TeamMember,
    TeamRole,
)
from app.events.services.keys import new_key
from app.identity.models import OrganisationKind, Person
from tests.factories import numbers, saved
from tests.factories.identity import make_organisation


def make_event(**values: Any) -> Event:
    """Make a published event five weeks ahead, led by a cluster of its own."""
    start = values.pop("starts_at", None) or clock.now() + timedelta(weeks=5)
    number = next(numbers)
    lead = values.pop("lead_organisation_id", None)
    if lead is None:
        lead = make_organisation(kind=OrganisationKind.CLUSTER, name=f"Cluster {number}").id
    defaults = {
        "slug": f"day-{number}",
        "name": f"Open Innovation Day {number}",
        "summary": "Meet the people who can solve it.",
        "starts_at": start,
        "ends_at": start + timedelta(hours=9),
        "timezone": "Europe/Berlin",
        "venue_name": "Messe",
        "venue_address": "Messering 6, Dresden",
        "capacity": 200,
        "state": EventState.PUBLISHED,
        "lead_organisation_id": lead,
    }
    event = saved(lambda: Event(**(defaults | values)))
    saved(lambda: new_key(event.id))
    return event


def make_team_member(
    event: Event, person: Person, role: TeamRole = TeamRole.LEAD, **values: Any
) -> TeamMember:
    """Put a person on the team of an event, for its lead cluster unless another is said."""
    place = {"organisation_id": event.lead_organisation_id} | values
    return saved(lambda: TeamMember(event_id=event.id, person_id=person.id, role=role, **place))


def make_session(event: Event, **values: Any) -> EventSession:
    """Make an entry of the programme, half an hour from the start of the event."""
    defaults = {"title": "Opening", "starts_at": event.starts_at}
    end = {"ends_at": event.starts_at + timedelta(minutes=30)}
    return saved(lambda: EventSession(event_id=event.id, **(defaults | end | values)))


def make_portal(**values: Any) -> Event:
    """Make standing challenges that opened nine days ago and end in ten months."""
    now = clock.now()
    span = {"starts_at": now - timedelta(days=9), "ends_at": now + timedelta(days=300)}
    place = {"kind": EventKind.PORTAL, "venue_name": "", "venue_address": "", "capacity": 0}
    return make_event(**(span | place | values))
