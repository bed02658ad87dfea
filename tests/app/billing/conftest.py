"""What tests of billing begin with: an event with a seller, and its lead organiser."""

import pytest

from app.events.models import Event, TeamRole
from app.identity.models import Person
from tests.factories.billing import make_seller
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import make_person


@pytest.fixture
def event(app) -> Event:
    """Return an event whose lead bills for it."""
    event = make_event(slug="day")
    make_seller(event, prefix="GIN")
    return event


@pytest.fixture
def lead(event) -> Person:
    """Return the lead organiser."""
    person = make_person()
    make_team_member(event, person, role=TeamRole.LEAD)
    return person
