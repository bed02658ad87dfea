"""An event with a hub that is planned for it, and a laptop."""

from types import SimpleNamespace

import pytest

from app.core.db import db
from app.core.uow import in_unit_of_work
from app.hub.services import making
from tests.app.checkin.samples import code_of, make_entrance
from tests.conftest import make_tables, make_test_app
from tests.factories.events import make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket


@pytest.fixture
def scene(app):
    """Return an event that is on, its lead, and a hub that is planned for it."""
    door = make_entrance(slug="day")
    lead = make_person(email="lead@example.org")
    make_team_member(door.event, lead)
    tickets = [make_ticket(door.kind, email=f"g{n}@example.org") for n in range(4)]
    codes = [code_of(one, door.event) for one in tickets]
    actor = actor_of(lead)
    hub = in_unit_of_work(lambda: making.make_hub(actor, door.event, name="Hall 2"))
    return SimpleNamespace(
        door=door,
        lead=lead,
        actor=actor,
        tickets=[one.id for one in tickets],
        codes=codes,
        hub_id=hub.id,
        gate_id=door.gate.id,
        event_id=door.event.id,
    )


@pytest.fixture
def laptop(tmp_path):
    """Return an application on a database of its own, as a laptop has it."""
    made = make_test_app(f"sqlite:///{tmp_path}/hub.sqlite3", tmp_path)
    made.config["HUB"] = True
    with made.app_context():
        make_tables()
    yield made
    with made.app_context():
        db.engine.dispose()
