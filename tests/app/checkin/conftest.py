"""What most tests of the door begin with: a door, and the lead organiser at a browser."""

import pytest

from tests.app.checkin.samples import Entrance, make_entrance
from tests.client import Browser
from tests.factories.events import make_team_member
from tests.factories.identity import make_person


@pytest.fixture
def door(app) -> Entrance:
    """Return an entrance of an event that began just now."""
    return make_entrance()


@pytest.fixture
def lead(browser, door) -> Browser:
    """Return the browser of the event's lead organiser."""
    person = make_person()
    make_team_member(door.event, person)
    return browser.sign_in(person)
