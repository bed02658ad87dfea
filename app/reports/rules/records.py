"""The records that figures are counted from: plain, numbered, without a person's name or address.

Numbers stand for the people, organisations, proposals and jurors of one event; they mean nothing
outside of their snapshot.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRecord:
    """An organisation that runs or supports the event."""

    name: str
    country: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord:
    """An entry of the programme and whom it is for."""

    title: str
    kind: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """The Day: when, where, and who runs it."""

    name: str
    slug: str
    summary: str
    description: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    venue_name: str
    venue_address: str
    capacity: int
    partners: tuple[PartnerRecord, ...]
    sessions: tuple[SessionRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationRecord:
    """A legal entity that somebody with a ticket works for."""

    number: int
    kind: str
    size: str | None
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRecord:
    """A ticket: whose, from where, when it was made, and when it first opened a door."""

    number: int
    person: int
    organisation: int | None
    kind: str
    country: str
    is_project_staff: bool
    is_walk_in: bool
    channel: str
    registered_at: datetime
    cancelled_at: datetime | None
    came_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionRecord:
    """What the jury judges by, with its weight in per cent."""

    key: str
    name: str
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChallengeRecord:
    """A challenge as it was posted, and why it ended if it was called off.

    Of one that was never posted there are the number and the phase alone.
    """

    number: int
    title: str = ""
    theme: str = ""
    phase: str
    owner: str = ""
    owner_country: str = ""
    summary: str = ""
    budget_minor: int | None = None
    currency: str = ""
    prize: str = ""
    trl_min: int | None = None
    trl_wanted: int | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    decision_on: date | None = None
    end_reason: str = ""
    criteria: tuple[CriterionRecord, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalRecord:
    """A proposal: by whom, how far it came, and what was decided and why.

    Of one that was not handed in there are the challenge and the state alone. What nobody was told
    counts as not decided yet.
    """

    number: int
    challenge: int
    title: str = ""
    organisation: str = ""
    country: str = ""
    partner_countries: tuple[str, ...] = ()
    has_research_partner: bool = False
    trl: int | None = None
    state: str
    submitted_at: datetime | None = None
    was_shortlisted: bool = False
    reason: str = ""
    has_feedback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JurorRecord:
    """A member of the panel by kind and country, so that no score leads back to a person."""

    kind: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRecord:
    """The level that a juror gave for one criterion."""

    criterion: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRecord:
    """A juror's duty to judge a proposal, and the scorecard if there is one."""

    juror: int
    proposal: int
    assigned_at: datetime
    recused_at: datetime | None
    submitted_at: datetime | None
    marks: tuple[MarkRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRecord:
    """A conflict of interest on a proposal: its kind, and whether it was declared or detected."""

    proposal: int
    kind: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecords:
    """Everything that the figures of one event are counted from."""

    event: EventRecord
    organisations: tuple[OrganisationRecord, ...] = ()
    tickets: tuple[TicketRecord, ...] = ()
    challenges: tuple[ChallengeRecord, ...] = ()
    proposals: tuple[ProposalRecord, ...] = ()
    jurors: tuple[JurorRecord, ...] = ()
    sheets: tuple[SheetRecord, ...] = ()
    conflicts: tuple[ConflictRecord, ...] = ()
