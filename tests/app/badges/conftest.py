"""What tests of badges begin with: an event with three people, and its lead organiser."""

from types import SimpleNamespace
from typing import Any

import pytest

from app.core.text import search_key
from app.events.models import TeamRole
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket, make_ticket_type

PEOPLE = (("Ada", "Abel"), ("Jan", "Łukasik"), ("Νίκος", "Παππάς"))


@pytest.fixture
def scene(app) -> Any:
    """Return an event, three of its tickets by family name, and who prints their badges."""
    event = make_event(slug="day")
    kind = make_ticket_type(event, name="Attendee")
    tickets = [
        make_ticket(kind, given_name=one, family_name=two, search_key=search_key(one, two))
        for one, two in PEOPLE
    ]
    person = make_person()
    make_team_member(event, person, TeamRole.DESK)
    return SimpleNamespace(
        event=event,
        event_id=event.id,
        kind=kind,
        tickets=tickets,
        person=person,
        desk=actor_of(person),
    )
