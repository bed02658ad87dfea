"""Loading the demo: everything in one unit of work, once."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core import clock
from app.core.db import Base, db
from app.core.facts import record
from app.core.uow import unit_of_work
from app.demo.facts import DemoLoaded
from app.demo.rules import script
from app.demo.rules.days import Day
from app.demo.services.applicants import change_applicants, write_applicants
from app.demo.services.briefs import write_brief_lives
from app.demo.services.challenges import write_challenges
from app.demo.services.comparison import write_comparison
from app.demo.services.decisions import write_decisions
from app.demo.services.deliberation import write_deliberation
from app.demo.services.documents import write_documents
from app.demo.services.door import write_finished_door, write_gates, write_phone, write_printer
from app.demo.services.duplicates import write_duplicate
from app.demo.services.enquiries import write_enquiries
from app.demo.services.events import write_event
from app.demo.services.experts import write_experts
from app.demo.services.feedback import write_feedback
from app.demo.services.hints import write_hints
from app.demo.services.history import write_history
from app.demo.services.invitations import write_invitations, write_join_request
from app.demo.services.juries import write_finished_jury, write_open_jury
from app.demo.services.logos import draw_logos, write_logos
from app.demo.services.matching import write_matching
from app.demo.services.one_pagers import draw_one_pagers
from app.demo.services.overrides import write_overrides
from app.demo.services.participants import POLICY, write_figures, write_observer, write_support
from app.demo.services.people import OPERATOR, write_passkeys, write_people
from app.demo.services.pitches import write_held_pitch_day
from app.demo.services.portal import write_portal
from app.demo.services.privacy import write_privacy
from app.demo.services.profiles import write_profiles
from app.demo.services.proposals import write_proposals
from app.demo.services.questions import write_questions
from app.demo.services.registration import write_registration
from app.demo.services.screening import write_screening
from app.demo.services.stage import Book, Stage
from app.demo.services.tickets import write_finished_tickets, write_open_tickets
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.identity.passwords import hash_password
from app.proposals.models import Proposal
from app.tickets.models import Ticket

PASSWORD = "open-innovation-day"  # noqa: S105 - everybody is to know it
ROLES = (
    "Operator",
    "Lead organiser",
    "Co-organiser (PL)",
    "Challenge owner",
    "SME applicant",
    "Juror",
    "Attendee",
    "Desk volunteer",
    "Report reader",
    "Policy maker",
)
FOUNDED = -400  # days before today on which everybody has made their account
PASSKEYS_SINCE = -30


@dataclass(frozen=True)
class SignIn:
    """A role that a newcomer can play, and with which address."""

    role: str
    name: str
    email: str


def is_loaded() -> bool:
    """Whether the demo's events are there already."""
    slugs = [script.event(key).slug for key in ("finished", "open")]
    return db.session.scalar(select(Event.id).where(Event.slug.in_(slugs)).limit(1)) is not None


def load_demo() -> None:
    """Write both events with everybody and everything in them."""
    stage = Stage(clock.now(), hash_password(PASSWORD), draw_one_pagers(), draw_logos())
    with unit_of_work():
        write_people(stage, Day.from_now(stage.now, FOUNDED).at("10:00"))
        finished = _write_finished(stage)
        write_applicants(stage)
        book = _write_open(stage)
        change_applicants(stage)
        write_passkeys(stage, Day.from_now(stage.now, PASSKEYS_SINCE).at("10:00"))
        write_experts(stage)
        write_hints(stage, book)
        write_privacy(stage)
        write_profiles(stage, Day.from_now(stage.now, FOUNDED).at("10:00"))
        write_matching(stage, book)
        write_logos(stage)
        write_duplicate(stage, Day.from_now(stage.now, PASSKEYS_SINCE).at("11:00"))
        write_observer(stage)
        write_support(stage, book)
        write_join_request(stage)
        write_deliberation(stage, finished)
        write_feedback(stage, finished)
        write_registration(stage, finished, book)
        write_history(stage, [finished, book])
        write_figures(stage)
        write_enquiries(stage, book)
        write_brief_lives(stage, finished, book)
        write_portal(stage)
        write_printer(stage, book)
        record(
            DemoLoaded(
                people=_count(Person),
                organisations=_count(Organisation),
                proposals=_count(Proposal),
                tickets=_count(Ticket),
            )
        )


def _write_finished(stage: Stage) -> Book:
    book = write_event(stage, "finished")
    write_challenges(stage, book, "finished")
    write_proposals(stage, book.calls)
    write_finished_jury(stage, book)
    write_decisions(stage, book)
    write_overrides(stage, book)
    write_comparison(stage, book)
    write_finished_tickets(stage, book)
    write_finished_door(stage, book)
    write_held_pitch_day(stage, book)
    return book


def _write_open(stage: Stage) -> Book:
    book = write_event(stage, "open")
    write_challenges(stage, book, "open")
    write_proposals(stage, book.calls)
    write_screening(stage, book)
    write_open_jury(stage, book)
    write_documents(stage, book)
    write_invitations(stage, book)
    write_open_tickets(stage, book)
    write_questions(stage, book)
    write_phone(stage, book, write_gates(stage, book), 0)
    return book


def _count(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def sign_ins() -> list[SignIn]:
    """Return the roles that a newcomer can play."""
    rows = {row.sign_in: row for row in (OPERATOR, POLICY, *script.people()) if row.sign_in}
    return [SignIn(role, rows[role].name, rows[role].email) for role in ROLES]
