"""What the writers of the demo share: the clock, the identifiers, and what stands already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.challenges.models import Challenge
from app.core.content import CheckedFile
from app.core.db import Base, db
from app.core.facts import Fact
from app.core.files import StoredFile
from app.core.ids import encode_id
from app.demo.rules.chance import Ids
from app.demo.rules.days import Day
from app.demo.rules.script import ChallengeRow, EventRow, ProposalRow
from app.events.models import Event
from app.identity.models import Organisation, Person
from app.juries.models import JudgingRound, Juror
from app.proposals.models import Proposal
from app.tickets.models import Order, Quota, RegistrationQuestion, Ticket, TicketType

# Something that happened before the demo was loaded, and when.
Deed = tuple[datetime, Fact]


@dataclass
class Stage:
    """Everybody and everything that later writers refer to."""

    now: datetime
    password_hash: str
    one_pagers: Mapping[tuple[str, str], CheckedFile]
    logos: Mapping[str, CheckedFile]
    ids: Ids = field(default_factory=Ids)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    contacts: dict[str, Person] = field(default_factory=dict)
    # What proposals take of an organisation's applicant file, and the files that go with it.
    applicants: dict[int, tuple[dict[str, Any], list[StoredFile]]] = field(default_factory=dict)
    deeds: list[Deed] = field(default_factory=list)

    def lead(self) -> Person:
        """Return the lead organiser of both events."""
        return self.people["lead@example.org"]


@dataclass
class Bid:
    """A proposal and where it comes from."""

    row: ProposalRow
    proposal: Proposal

    @property
    def key(self) -> str:
        """The key that the kernel knows it by."""
        return encode_id(self.proposal.id)


@dataclass
class Call:
    """A challenge, where it comes from, and what was answered."""

    row: ChallengeRow
    challenge: Challenge
    bids: list[Bid] = field(default_factory=list)


@dataclass
class Book:
    """An event with all that belongs to it."""

    row: EventRow
    day: Day
    event: Event
    calls: list[Call] = field(default_factory=list)
    jurors: dict[str, Juror] = field(default_factory=dict)
    rounds: dict[int, JudgingRound] = field(default_factory=dict)
    quotas: list[Quota] = field(default_factory=list)
    quotas_of: dict[int, Quota] = field(default_factory=dict)  # by ticket type
    ticket_types: list[TicketType] = field(default_factory=list)
    questions: list[RegistrationQuestion] = field(default_factory=list)
    orders: list[Order] = field(default_factory=list)
    tickets: dict[str, Ticket] = field(default_factory=dict)


def write(rows: Iterable[Base]) -> None:
    """Send rows to the database now, so that others can refer to them."""
    db.session.add_all(rows)
    db.session.flush()
