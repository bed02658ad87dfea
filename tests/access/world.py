"""Three events of two clusters, with something of everything and somebody in every role.

The *own* side is the event that the roles belong to. *Event* is another event of the same lead
cluster, *cluster* one of another cluster. Whatever a side holds that is not public carries a canary
with the number of its side, so that a leak shows itself wherever it comes out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.billing.queries import get_invoice, invoice_link
from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.core.ids import encode_id
from app.core.tokens import sign_link
from app.events.models import Event, EventPartner, TeamRole
from app.identity.models import ApiToken, Organisation, OrganisationKind, Person
from app.identity.rules import MemberRole
from app.juries.models import ConflictOfInterest
from app.support.services import read_figures
from app.tickets import queries as tickets
from app.tickets.rules.questions import QuestionKind
from tests.access import outcomes, rooms, things
from tests.factories import saved
from tests.factories.badges import make_queued
from tests.factories.billing import make_billed
from tests.factories.certificates import make_certificate
from tests.factories.challenges import make_challenge
from tests.factories.checkin import make_device, make_gate, make_hub
from tests.factories.events import make_event, make_session, make_team_member
from tests.factories.identity import (
    make_api_token,
    make_member,
    make_organisation,
    make_person,
)
from tests.factories.imports import make_import
from tests.factories.juries import (
    make_assignment,
    make_blind_file,
    make_draft,
    make_juror,
    make_redaction,
    make_saved,
    make_scorecard,
    make_suggestion,
    make_withdrawn,
)
from tests.factories.notifications import make_delivery
from tests.factories.proposals import make_submitted_proposal
from tests.factories.questions import make_answer, make_question
from tests.factories.registrations import (
    make_attendee_import,
    make_campaign_link,
    make_view,
)
from tests.factories.seats import make_used_seats
from tests.factories.tickets import (
    make_add_on,
    make_confirmation,
    make_ticket,
    make_ticket_type,
    make_transfer,
    make_voucher,
    make_waiting,
    quota_of,
)

OWN, EVENT, CLUSTER = "own", "event", "cluster"
SIDES = (OWN, EVENT, CLUSTER)


Word = Callable[[str, str], str]


@dataclass(frozen=True)
class Side:
    """An event with its people by role, and what stands in addresses by parameter."""

    name: str
    event: Event
    people: dict[str, Person]
    names: dict[str, Any]


@dataclass(frozen=True)
class World:
    """All sides; an operator, and one who has broken the glass of the own event."""

    sides: dict[str, Side]
    operator: Person
    insider: Person


def canary(kind: str, side: str) -> str:
    """Return a word that stands in what a side has of a kind, and nowhere else."""
    return f"Zq{kind}{SIDES.index(side)}x"


def make_world(word: Word = canary) -> World:
    """Make the three sides and an operator; `word` is what stands where something is private."""
    lead = make_organisation(kind=OrganisationKind.CLUSTER, name="Elbtal")
    other = make_organisation(kind=OrganisationKind.CLUSTER, name="Wisła")
    leads = {OWN: lead, EVENT: lead, CLUSTER: other}
    operator, insider = (things.make_operator(name) for name in ("operator", "insider"))
    sides = {name: _side(name, leads[name], operator, word) for name in SIDES}
    things.break_glass(insider, sides[OWN].event, "Why the lead cannot open it", hours=1)
    read_figures()
    return World(sides, operator, insider)


def _side(name: str, lead: Organisation, operator: Person, word: Word) -> Side:
    people = {role: _person(role, name, word) for role in _ROLES}
    beside = make_organisation(kind=OrganisationKind.CLUSTER, name=f"Beside {name}")
    event = make_event(slug=f"day-{name}", lead_organisation_id=lead.id)
    # The other event's people are not in the cluster that leads both, or they were no secret.
    home = beside if name == EVENT else lead
    make_member(home, people["lead"])
    make_member(home, people["observer"], role=MemberRole.OBSERVER)
    make_member(beside, people["coorganiser"])
    invitation, link = things.make_invitation(home, people["lead"])
    guest, guest_link = _guests(event, people, lead, beside, word("guest", name))
    things.make_history(event, people, home, word("invited", name).lower())
    ids = {
        "lead_organisation_id": lead.id,
        "person_id": people["lead"].id,
        "organisation_id": home.id,
        "other_organisation_id": beside.id if home is lead else lead.id,
        "session_id": make_session(event).id,
        **invitation,
        **guest,
        **_team(event, people, lead, beside),
        **_own_things(people["lead"], event, name, word),
        **_challenge(event, people, name, word),
        **_visitors(event, people["attendee"], name, word),
        **_lists(event, people["lead"], name, word),
        **_door(event, name, word),
        **things.make_profile(home, word("member", name)),
        **things.make_applicant(home, people["lead"], word("applicant", name)),
        **things.make_pool(home, people["juror"], word("expert", name)),
        **things.make_declined(event, word("declined", name)),
        **things.make_called(event, home, word("called", name)),
        **things.break_glass(operator, event, "It is over since a day or so", hours=0),
    }
    talk, unfollow = things.make_talk(
        ids["challenge_id"], people["proposer"], word("question", name)
    )
    ids |= talk
    told, codes = outcomes.make_outcome(event, ids["proposal_id"], people, word("letter", name))
    ids |= told | rooms.make_room(ids["assignment_id"], people["juror"].id, word("room", name))
    encoded: dict[str, Any] = {key: encode_id(value) for key, value in ids.items()}
    encoded["juror_code"] = f"jur_{event.slug}"
    seated = make_used_seats(event, word("seated", name), company=word("company", name))
    encoded |= {key: encode_id(value) for key, value in seated.pop("ids").items()}
    places = _places(event, ids) | seated
    links = link | guest_link | unfollow | _links(event, people["lead"], name, word)
    return Side(name, event, people, encoded | places | links | codes)


def _places(event: Event, ids: dict[str, int]) -> dict[str, Any]:
    """Return what stands in addresses and forms of a side beside its ids."""
    return {
        "slug": event.slug,
        "link": _ticket_link(ids["ticket_id"]),
        "attendance_code": _certified(ids["ticket_id"]),
        "version": 1,
        "number": 1,
        "position": 1,
        "waiting_link": sign_link("waiting", ids["entry_id"]),
        "transfer_link": sign_link("transfer", ids["transfer_id"]),
        # The minute in which it starts begins before it.
        "starts_at": _minute(event.starts_at + timedelta(minutes=1)),
        "ends_at": _minute(event.ends_at),
        "move_to": "screening",
        "kept_table": "web_session",
    }


def _ticket_link(ticket_id: int) -> str:
    return tickets.link_of(tickets.get_ticket(ticket_id))


_ROLES = (
    *("attendee", "proposer", "other_proposer", "owner", "other_company", "juror"),
    *("conflicted", "lead", "coorganiser", "desk", "reader", "observer"),
)


def _person(role: str, side: str, word: Word) -> Person:
    email = f"{canary(role.replace('_', ''), side).lower()}@example.org"
    return make_person(email=email, given_name=word("person", side), family_name=role)


def _team(
    event: Event, people: dict[str, Person], lead: Organisation, beside: Organisation
) -> dict[str, int]:
    partner = saved(lambda: EventPartner(event_id=event.id, organisation_id=beside.id))
    members = {
        role: make_team_member(event, people[role], kind, organisation_id=place.id).id
        for role, kind, place in (
            ("lead", TeamRole.LEAD, lead),
            ("coorganiser", TeamRole.CO_ORGANISER, beside),
            ("desk", TeamRole.DESK, lead),
            ("reader", TeamRole.REPORT_READER, lead),
        )
    }
    return {"partner_id": partner.id, "member_id": members["desk"]}


def _own_things(lead: Person, event: Event, side: str, word: Word) -> dict[str, int]:
    """Make what belongs to the lead alone: a token, ways in, a report that was made."""
    make_api_token(lead)
    token = db.session.query(ApiToken).filter_by(person_id=lead.id).one()
    return {
        "token_id": token.id,
        **things.make_ways_in(lead, word("device", side)),
        **things.make_copy(lead, word("copy", side)),
        **things.make_report(event, lead, word("snapshot", side)),
    }


def _minute(instant: datetime) -> str:
    """Return an instant as a program writes it."""
    return f"{instant:%Y-%m-%dT%H:%M}Z"


def _guests(
    event: Event, people: dict[str, Person], lead: Organisation, beside: Organisation, word: str
) -> tuple[dict[str, int], dict[str, str]]:
    """Invite one for each of the clusters; that of the co-organiser stands in addresses."""
    things.invite_guest(event, lead, people["lead"], word.replace("guest", "foreign"))
    return things.invite_guest(event, beside, people["coorganiser"], word)


def _door(event: Event, side: str, word: Word) -> dict[str, int]:
    gate = make_gate(event, word("gate", side))
    device, _secret = make_device(gate, event)
    hub = make_hub(event, word("hub", side))
    mail = make_delivery(event, subject=word("mail", side), text=word("mail", side))
    return {
        "checkpoint_id": gate.checkpoint_id,
        "gate_id": gate.id,
        "device_id": device.id,
        "scanner_id": device.id,
        "hub_id": hub.id,
        "hub_event_id": event.id,
        "delivery_id": mail.id,
    }


def _challenge(event: Event, people: dict[str, Person], side: str, word: Word) -> dict[str, int]:
    firm = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name=f"Firm {side}")
    rival = make_organisation(kind=OrganisationKind.LARGE_COMPANY, name=f"Rival {side}")
    small, smaller = (make_organisation(name=f"{one} {side}") for one in ("Small", "Smaller"))
    homes = {"owner": firm, "other_company": rival, "proposer": small, "other_proposer": smaller}
    for role, organisation in homes.items():
        make_member(organisation, people[role])
    draft = _draft(event, firm, people["owner"], side, word)
    place = things.make_series(event)
    judged = make_challenge(event, phase="jury", owner_organisation_id=firm.id, **place)
    make_challenge(event, owner_organisation_id=rival.id)
    comment = things.make_brief_life(judged, people["owner"], word("comment", side))
    proposal = _proposal(judged, small, people["proposer"], word("proposal", side))
    things.make_finding(proposal.id, word("finding", side), word("note", side))
    things.make_opinion(proposal.id, firm, people["owner"], word("opinion", side))
    _proposal(judged, smaller, people["other_proposer"], word("rivalry", side))
    return {
        "challenge_id": judged.id,
        "draft_id": draft.id,
        "series_id": place["series_id"],
        "comment_id": comment.id,
        "proposal_id": proposal.id,
        **things.make_file(proposal.id, word("proposal", side)),
        **things.make_ally(proposal.id, word("proposal", side)),
        "import_id": make_import(judged, people["lead"], word("list", side)).id,
        **things.make_documents(judged, people["proposer"], small.id, word("document", side)),
        **_jury(event, proposal, people, side, word),
        **things.make_pitches(event, firm, people["juror"], word("pitch", side)),
    }


def _draft(event: Event, firm: Any, owner: Person, side: str, word: Word) -> Challenge:
    title = word("draft", side)
    ids = {"owner_organisation_id": firm.id, "created_by_id": owner.id}
    return make_challenge(event, phase="draft", title=title, **ids)


def _proposal(challenge: Any, organisation: Any, author: Person, text: str) -> Any:
    texts = {"title": text, "summary": text}
    ids = {"organisation_id": organisation.id, "created_by_id": author.id}
    return make_submitted_proposal(challenge, state="eligible", **texts, **ids)


def _jury(
    event: Event, proposal: Any, people: dict[str, Person], side: str, word: Word
) -> dict[str, int]:
    juror = make_juror(event, person_id=people["juror"].id)
    conflicted = make_juror(event, person_id=people["conflicted"].id)
    assignment = make_assignment(juror, proposal)
    make_assignment(conflicted, proposal)
    round_id = make_saved(assignment, word("save", side))
    make_scorecard(assignment, 4, 3).comment = word("score", side)
    reason = {"kind": "employer", "source": "declared", "reason": word("conflict", side)}
    conflict = saved(
        lambda: ConflictOfInterest(juror_id=conflicted.id, proposal_id=proposal.id, **reason)
    )
    make_withdrawn(conflicted, proposal, people["lead"], reason=word("conflict", side))
    plan_id = make_draft(event, added=[(juror.id, proposal.id)]).id
    lead = {"answered_by_id": people["lead"].id, "answered_at": clock.now()}
    said = {"state": "dismissed", "reason": word("hint", side)}
    make_suggestion(juror, proposal, sign="team", **said, **lead)
    asked = {"conflict_suggestion_id": make_suggestion(juror, proposal).id}
    asked |= {"conflict_id": conflict.id}
    asked |= {"redaction_id": make_redaction(proposal, word("passage", side)).id}
    asked |= {"blind_file_id": make_blind_file(proposal.id).id}
    ids = {"juror_id": juror.id, "assignment_id": assignment.id, "plan_id": plan_id} | asked
    return ids | {"round_id": round_id}


def _lists(event: Event, lead: Person, side: str, word: Word) -> dict[str, int]:
    view = make_view(event, lead, name=word("view", side))
    people = make_attendee_import(event, lead, f"{word('listed', side)},a@b.lt,A\n")
    name = {"given_name": word("ticket", side), "family_name": "Second"}
    other = make_ticket(make_ticket_type(event), **name)
    waits = make_transfer(tickets.get_ticket(other.id), email=f"{word('colleague', side)}@b.lt")
    links = {"campaign_link_id": make_campaign_link(event).id, "other_id": other.id}
    links["transfer_id"] = waits.id
    return {"view_id": view.id, "attendee_import_id": people.id} | links


def _visitors(event: Event, attendee: Person, side: str, word: Word) -> dict[str, int]:
    kind = make_ticket_type(event)
    name = {"given_name": word("ticket", side), "family_name": "Guest", "email": attendee.email}
    ticket = make_ticket(kind, **name)
    make_confirmation(ticket)
    ids = {"ticket_type_id": kind.id, "quota_id": quota_of(kind), "ticket_id": ticket.id}
    ids |= make_queued(make_ticket(kind, given_name=word("ticket", side), family_name="Worn"))
    asked = make_question(event, QuestionKind.FILE)
    make_answer(ticket, asked, "letter.png")
    ids |= {"question_id": asked.id, "voucher_id": make_voucher(event).id}
    entry = make_waiting(event, name=word("waiting", side), country="")
    waiting = {"entry_id": entry.id, "waiting_type_id": entry.ticket_type_id}
    return ids | waiting | {"add_on_id": make_add_on(event).id}


def _links(event: Event, lead: Person, side: str, word: Word) -> dict[str, str]:
    """Bill something, and return the addresses that were mailed."""
    ids = make_billed(event, name=word("buyer", side))
    link = invoice_link(get_invoice(ids["invoice_id"], event.id))
    billed = {key: encode_id(value) for key, value in ids.items()} | {"invoice_link": link}
    return billed | things.make_links(lead)


def _certified(ticket_id: int) -> str:
    """Certify attendance under another name, which whoever has the code reads; return the code."""
    return make_certificate(tickets.get_ticket(ticket_id), name="Certified Guest").code
