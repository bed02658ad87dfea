"""Row 6 (pretalx 1.0.2), of logs: who runs one event read what was done to a person at others."""

import pytest

from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.events.models import TeamRole
from app.identity.queries import get_organisation
from app.tickets.queries import get_ticket
from app.tickets.services import cancel_ticket
from tests.api.program import Program
from tests.app.tickets.two_clusters import Scene
from tests.client import Browser
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket, make_ticket_type


@pytest.fixture
def both(app):
    """Return two events with their leads, and somebody whose ticket at each was cancelled."""
    scene = Scene()
    other = make_event(slug="other")
    leads = {"day": scene.person(TeamRole.LEAD, get_organisation(scene.lead_id))}
    leads["other"] = make_person()
    make_team_member(other, leads["other"])
    tickets = {
        "day": scene.ticket(scene.lead_id, email="both@example.org"),
        "other": make_ticket(make_ticket_type(other), email="both@example.org"),
    }
    with unit_of_work():
        for name, lead in leads.items():
            cancel_ticket(actor_of(lead), get_ticket(tickets[name].id))
    return scene, leads, tickets


def test_a_lead_reads_what_was_done_at_the_own_event_only(app, client, both):
    _scene, leads, tickets = both
    for name, lead in leads.items():
        foreign = tickets["other" if name == "day" else "day"]
        program = Program.of(client, lead)
        entries = program.get(f"/events/{name}/log")["items"]
        assert [one["name"] for one in entries].count("TicketCancelled") == 1
        assert encode_id(foreign.id) not in str(entries)
        asked = f"/events/{name}/log?about={encode_id(foreign.id)}"
        assert program.get(asked)["items"] == []
        page = Browser(app).sign_in(lead).get(f"/manage/{name}/log?about={encode_id(foreign.id)}")
        assert "Cancelled a ticket" not in page.text


def test_asking_the_log_about_a_person_tells_nothing_of_what_they_did_elsewhere(client, both):
    _scene, leads, _tickets = both
    one, other = leads["day"], leads["other"]
    asked = f"/events/day/log?about={encode_id(other.id)}"
    assert Program.of(client, one).get(asked)["items"] == []
    assert len(Program.of(client, other).get(f"/events/other/log?about={encode_id(other.id)}")) == 2


def test_whoever_leads_no_event_reads_no_log_of_one(app, client, both):
    scene, leads, _tickets = both
    beside = scene.person(TeamRole.CO_ORGANISER, get_organisation(scene.beside.id))
    for person, slug in ((beside, "day"), (leads["day"], "other"), (leads["other"], "day")):
        assert Program.of(client, person).send("GET", f"/events/{slug}/log").status_code in (
            403,
            404,
        )
        assert Browser(app).sign_in(person).get(f"/manage/{slug}/log").status_code in (403, 404)
