"""Badges on paper: whose, drawn by the worker."""

import io

import pikepdf
import pytest

from app.badges import services
from app.badges.queries import Whose
from app.badges.rules.sheets import SheetFormat
from app.core.db import db
from app.core.errors import Conflict
from app.core.files import path_of
from app.core.uow import unit_of_work
from app.core.work import Work
from app.events.models import TeamRole
from tests.factories.events import make_event, make_team_member
from tests.factories.identity import actor_of, make_person
from tests.factories.tickets import make_ticket, make_ticket_type
from tests.worker import run_jobs


def team(event, role=TeamRole.LEAD):
    person = make_person()
    make_team_member(event, person, role)
    return actor_of(person)


@pytest.mark.slow
def test_badges_are_made_by_the_worker(app):
    event = make_event()
    ticket_type = make_ticket_type(event, name="Attendee")
    for given, family in (("Νίκος", "Παππάς"), ("Jean-Luc", "Żak"), ("ქეთევან", "ბერიძე")):
        make_ticket(ticket_type, given_name=given, family_name=family)
    make_ticket(make_ticket_type(event, name="Press", audience="press"), given_name="Not")
    desk = team(event, TeamRole.DESK)
    with unit_of_work():
        work = services.start_badges(
            desk, event, layout=SheetFormat.A4_FOUR, whose=Whose(ticket_type=ticket_type.id)
        )
    run_jobs()
    done = db.session.get_one(Work, work.id)
    assert (done.state, done.done, done.total) == ("done", 0, 3)
    assert done.file is not None
    assert done.file.filename == f"badges-{event.slug}.pdf"
    with path_of(done.file).open("rb") as file, pikepdf.open(io.BytesIO(file.read())) as pdf:
        assert len(pdf.pages) == 1


def test_there_are_no_badges_without_tickets(app):
    event = make_event()
    make_ticket_type(event)
    lead = team(event)
    with pytest.raises(Conflict, match="no_badges"), unit_of_work():
        services.start_badges(lead, event, layout=SheetFormat.A6, whose=Whose())
