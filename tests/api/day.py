"""A Day on which one person has every part, so that every route can be asked in their name."""

from dataclasses import dataclass
from typing import Any

from app.core import clock, work
from app.core.db import db
from app.core.ids import encode_id
from app.core.uow import unit_of_work
from app.documents.rules import Tier
from app.events.models import Event, EventPartner
from app.experts.queries import find_profile
from app.identity.models import ApiToken, Invitation, Organisation, OrganisationKind, Person
from app.identity.rules import INVITATION_LASTS, Purpose
from app.juries.models import DeclinedSeat
from app.reports.models import Snapshot
from app.tickets.models import Ticket
from tests.access.rooms import make_room
from tests.factories import saved
from tests.factories.applicants import make_attachment
from tests.factories.badges import make_queued
from tests.factories.billing import make_billed
from tests.factories.challenges import make_challenge
from tests.factories.checkin import make_device, make_gate
from tests.factories.documents import make_text
from tests.factories.enquiries import make_enquiry
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.experts import make_expert
from tests.factories.identity import (
    actor_of,
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)
from tests.factories.imports import make_import
from tests.factories.juries import (
    make_assignment,
    make_blind_file,
    make_conflict,
    make_draft,
    make_juror,
    make_redaction,
    make_saved,
    make_suggestion,
)
from tests.factories.proposals import make_proposal, make_submitted_proposal
from tests.factories.questions import make_answer, make_question
from tests.factories.registrations import (
    make_attendee_import,
    make_campaign_link,
    make_view,
)
from tests.factories.seats import make_company_seats
from tests.factories.tickets import (
    make_add_on,
    make_ticket,
    make_ticket_type,
    make_voucher,
    make_waiting,
    quota_of,
)


@dataclass
class Day:
    """A person with a token, and what stands in addresses: values by the names of parameters."""

    person: Person
    token: str
    scanner: str
    names: dict[str, Any]
    event: Event


def make_day(person: Person | None = None, slug: str = "day") -> Day:
    """Make an event with something of everything; a second one for the same person if given."""
    person = person or make_person(email="everybody@example.org")
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Cluster")
    firm = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name="Firm")
    small = make_organisation(name="Small")
    for organisation in (cluster, firm, small):
        make_member(organisation, person)
    event = make_event(slug=slug, lead_organisation_id=cluster.id)
    make_team_member(event, person)
    token = make_api_token(person)
    ids = {
        "organisation_id": small.id,
        "lead_organisation_id": cluster.id,
        "member_id": make_team_member(event, make_person()).id,
        "session_id": make_session(event).id,
        "partner_id": _partner(event),
        **_judged(event, firm, small, person),
        **_visited(event),
        **make_billed(event),
        "cluster_id": cluster.id,
        "declined_id": _declined(event),
        "expert_id": (find_profile(person.id) or make_expert(cluster, person)).id,
        "person_id": make_member(small).id,
        "invitation_id": _invitation(small, person),
        "token_id": db.session.query(ApiToken).filter_by(person_id=person.id).first().id,
        "work_id": _work(person, event),
    }
    gate = make_gate(event)
    scanner, secret = make_device(gate, event)
    ids |= {
        "checkpoint_id": gate.checkpoint_id,
        "gate_id": gate.id,
        "device_id": scanner.id,
        "scanner_id": scanner.id,
    }
    names: dict[str, Any] = {name: encode_id(value) for name, value in ids.items()}
    at_day: dict[str, Any] = {"slug": event.slug, "version": _snapshot(event), "position": 1}
    return Day(person, token, secret, names | at_day, event)


def _invitation(organisation: Organisation, person: Person) -> int:
    """Make an invitation that the person may answer as well as withdraw."""
    email = {"email": person.email, "email_key": person.email_key}
    ids = {"organisation_id": organisation.id, "invited_by_id": person.id}
    terms = {"purpose": Purpose.MEMBERSHIP, "expires_at": clock.now() + INVITATION_LASTS}
    return saved(lambda: Invitation(**email, **ids, **terms)).id


def _declined(event: Event) -> int:
    make_juror(event, role="alternate")
    who = {"email": "no@example.org", "role": "member"}
    return saved(lambda: DeclinedSeat(event_id=event.id, **who)).id


def _partner(event: Event) -> int:
    cluster = make_organisation(kind=OrganisationKind.CLUSTER, name="Beside")
    return saved(lambda: EventPartner(event_id=event.id, organisation_id=cluster.id)).id


def _judged(event: Any, firm: Any, small: Any, person: Any) -> dict[str, int]:
    challenge = make_challenge(event, owner_organisation_id=firm.id)
    draft = make_proposal(challenge, organisation_id=small.id, created_by_id=person.id)
    judged = make_challenge(event, phase="jury", owner_organisation_id=firm.id)
    proposal = make_submitted_proposal(judged, state="eligible")
    juror = make_juror(event, person_id=person.id)
    assignment = make_assignment(juror, proposal)
    return {
        "round_id": make_saved(assignment, "First thoughts."),
        "number": 1,
        "challenge_id": challenge.id,
        "document_id": make_text(challenge, Tier.PUBLIC).id,
        "enquiry_id": make_enquiry(challenge).id,
        "proposal_id": draft.id,
        "juror_id": juror.id,
        "view_id": make_view(event, person).id,
        "campaign_link_id": make_campaign_link(event).id,
        "attendee_import_id": make_attendee_import(event, person).id,
        "import_id": make_import(challenge, person).id,
        "attachment_id": make_attachment(small, person).id,
        "assignment_id": assignment.id,
        **make_room(assignment.id, person.id, "Said in the room"),
        "conflict_suggestion_id": make_suggestion(juror, proposal).id,
        "conflict_id": make_conflict(make_juror(event), proposal).id,
        "plan_id": make_draft(event).id,
        "redaction_id": make_redaction(proposal, "Nothing").id,
        "blind_file_id": make_blind_file(proposal.id).id,
    }


def _visited(event: Any) -> dict[str, int]:
    kind = make_ticket_type(event)
    ticket: Ticket = make_ticket(kind)
    ids = {"ticket_type_id": kind.id, "ticket_type": kind.id}
    ids |= {"quota_id": quota_of(kind), "quota": quota_of(kind), "ticket_id": ticket.id}
    asked = make_question(event)
    make_answer(ticket, asked, "Blue")
    ids |= {"question_id": asked.id, "voucher_id": make_voucher(event).id}
    ids["other_id"] = ticket.id
    ids["seats_id"] = make_company_seats(event).id
    ids |= make_queued(make_ticket(kind)) | {"ticket": ticket.id}
    ids["printer"] = ids["printer_id"]
    return ids | {"add_on_id": make_add_on(event).id, "entry_id": make_waiting(event).id}


def _work(person: Any, event: Any) -> int:
    with unit_of_work():
        return work.start_work(actor_of(person), "badges", event.id).id


def _snapshot(event: Any) -> int:
    content = "{}"
    values = {"version": 1, "reason": "Try", "sha256": "0" * 64, "content": content}
    return saved(lambda: Snapshot(event_id=event.id, **values)).version
