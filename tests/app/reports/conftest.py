"""A small Day that is over: people who came, a challenge that was judged."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from app.checkin.models import Scan
from app.core import clock
from app.core.authz import Actor
from app.events.models import Event, TeamRole
from app.identity.models import Person
from tests.factories import saved
from tests.factories.challenges import make_challenge
from tests.factories.checkin import make_gate
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import actor_of, make_organisation, make_person
from tests.factories.juries import make_assignment, make_juror, make_scorecard
from tests.factories.proposals import make_submitted_proposal
from tests.factories.tickets import make_ticket, make_ticket_type


@dataclass
class Day:
    event: Event
    lead: Person
    actor: Actor


def add_guest(event, ticket_type, gate, number, *, came=True):
    """Make a ticket of before the event and, if they came, a scan."""
    ticket = make_ticket(
        ticket_type,
        email=f"guest{number}@example.org",
        given_name="Νίκος",
        family_name=f"Παππάς {number}",
        organisation_id=make_organisation(name=f"Firm {number}", country="GR").id,
        created_at=event.starts_at - timedelta(days=9),
    )
    if came:
        saved(
            lambda: Scan(
                ticket_id=ticket.id,
                event_id=event.id,
                gate_id=gate.id,
                client_id=f"scan-{number}",
                code="",
                verdict="green",
                reason="first_time",
                scanned_at=event.starts_at + timedelta(minutes=number),
            )
        )


def add_proposal(event, challenge, juror, **values):
    proposal = make_submitted_proposal(challenge, **values)
    return make_scorecard(make_assignment(juror, proposal), 4, 5)


def add_challenge(event, juror, number=1):
    challenge = make_challenge(
        event, phase="follow_up", title=f"Challenge <{number}> & more", prize="A pilot"
    )
    told = {"outcome_told_at": clock.now()}
    add_proposal(event, challenge, juror, state="selected", title="Smart <defrost>", **told)
    add_proposal(event, challenge, juror, state="not_selected", **told)
    return challenge


@pytest.fixture
def day(app):
    start = clock.now() - timedelta(days=20)
    event = make_event(starts_at=start, slug="past-day", name="Open Innovation Day Wisła & Δέλτα")
    lead = make_person(given_name="Katrin", family_name="Weißmüller")
    make_team_member(event, lead, TeamRole.LEAD)
    make_session(event)
    gate, ticket_type = make_gate(event), make_ticket_type(event)
    for number in (1, 2, 3):
        add_guest(event, ticket_type, gate, number, came=number < 3)
    add_challenge(event, make_juror(event, organisation_id=make_organisation().id))
    return Day(event, lead, actor_of(lead))
