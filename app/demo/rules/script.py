"""The script of the demo, read from the files in `data/`."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

FINISHED_CHALLENGES = ("C1", "C2", "C3", "C4", "C5", "C6", "C7")
EVALUATED = frozenset({"evaluated", "shortlisted", "selected", "eligible"})


@dataclass(frozen=True, kw_only=True)
class OrganisationRow:
    """An organisation, and how many of its people came to the finished event."""

    name: str
    latin: str
    kind: str
    size: str
    country: str
    region: str
    city: str
    attended: int


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person; `sign_in` is the role under which the demo prints the address."""

    organisation: str
    given: str
    family: str
    latin: str = ""
    email: str = ""
    sign_in: str = ""
    team: str = ""
    label: str = ""
    passkey: str = ""

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, kw_only=True)
class ChallengeRow:
    """A challenge: its brief, who posts it, and where it stands."""

    key: str
    brief: str
    owner: str
    sponsor: str
    judge: str = ""
    no_award: str = ""
    phase: str = "follow_up"
    opens: int = 0
    closes: int = 0
    decision: int = 0
    series: str = ""
    blindness: str = "open"
    instead: list[list[str]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class EarlierRow:
    """What an earlier version of a brief said in one of its fields."""

    challenge: str
    field: str
    was: str


@dataclass(frozen=True, kw_only=True)
class CommentRow:
    """A comment on a brief."""

    challenge: str
    section: str
    side: str
    text: str
    days: int
    resolved: bool = False


@dataclass(frozen=True, kw_only=True)
class ProposalRow:
    """A proposal: what it says, how good the jury finds it, and what became of it."""

    challenge: str
    organisation: str
    title: str
    summary: str
    answers: list[str]
    fate: str
    trl: int | None = None
    level: float = 0
    reason: str = ""
    partners: str = ""
    partner_countries: list[str] = field(default_factory=list)
    research: bool = False
    linked: str = ""  # how the firm belongs to the owner's group, if it says so
    strength: str = ""
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """An entry of the programme, in local time."""

    title: str
    room: str
    kind: str
    start: str
    end: str
    description: str = ""
    speakers: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketTypeRow:
    """A ticket type and the kinds of organisations that take it."""

    name: str
    audience: str
    description: str
    kinds: list[str]
    visibility: str = "public"
    is_team: bool = False


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """An event, and how many days from today it lies."""

    slug: str
    name: str
    days_from_today: int
    summary: str
    description: str
    venue_name: str
    venue_address: str
    capacity: int
    hall: int


@cache
def read(name: str) -> dict[str, Any]:
    """Return one of the files in `data/`."""
    return tomllib.loads((files("app.demo") / "data" / name).read_text("utf-8"))


@cache
def organisations() -> dict[str, OrganisationRow]:
    """Return every organisation by name; those that run the event come first."""
    names = ("name", "latin", "kind", "size", "country", "region", "city", "attended")
    groups = read("organisations.toml").values()
    rows = [dict(zip(names, values, strict=True)) for group in groups for values in group]
    return {row["name"]: OrganisationRow(**row) for row in rows}


def organisers() -> list[str]:
    """Return the clusters that run the events: the lead, five partners and the associate."""
    return list(organisations())[:7]


@cache
def people() -> list[PersonRow]:
    """Return the people with a part to play."""
    groups = read("people.toml").items()
    return [PersonRow(organisation=name, **row) for name, rows in groups for row in rows]


@cache
def experts() -> list[dict[str, Any]]:
    """Return what the people in the pool of experts say of themselves."""
    found: list[dict[str, Any]] = read("experts.toml")["expert"]
    return found


def names() -> dict[str, Any]:
    """Return the names to draw from, by country or region."""
    return read("names.toml")


def comments() -> dict[str, list[list[str]]]:
    """Return what jurors write, by criterion and level."""
    return read("comments.toml")


def event(key: str) -> EventRow:
    """Return the `finished` or the `open` event."""
    return EventRow(**read("days.toml")[key])


def sessions() -> list[SessionRow]:
    """Return the programme, the same for both events."""
    rows = [dict(row) for row in read("days.toml")["session"]]
    return [SessionRow(start=row.pop("from"), end=row.pop("to"), **row) for row in rows]


def ticket_types() -> list[TicketTypeRow]:
    """Return the ticket types, the same for both events."""
    return [TicketTypeRow(**row) for row in read("days.toml")["ticket_type"]]


def applicants() -> list[dict[str, Any]]:
    """Return what applicants say in every proposal."""
    return list(read("applicants.toml")["file"])


def screening() -> dict[str, Any]:
    """Return how the proposals of the open event were screened."""
    return read("screening.toml")


def consortia() -> list[dict[str, str]]:
    """Return who proposes together with whom."""
    return list(read("screening.toml")["partner"])


def documents() -> dict[str, Any]:
    """Return the documents of one challenge of the open event."""
    return read("documents.toml")


def comparison() -> dict[str, Any]:
    """Return what one challenge owner thinks of the proposals."""
    return read("comparison.toml")


def pitches() -> dict[str, Any]:
    """Return the pitch day that the finished event held."""
    return read("pitches.toml")


def sales() -> dict[str, Any]:
    """Return who bills, what is sold, and who ordered it."""
    return read("sales.toml")


def home_of(email: str) -> str:
    """Return the name of the organisation of somebody who can sign in."""
    return next(row.organisation for row in people() if row.email == email)


def challenges(key: str) -> list[ChallengeRow]:
    """Return the challenges of the `finished` or the `open` event."""
    return [ChallengeRow(**row) for row in read("challenges.toml")[key]]


def earlier() -> list[EarlierRow]:
    """Return what earlier versions of the briefs said."""
    return [EarlierRow(**row) for row in read("challenges.toml")["earlier"]]


def brief_comments() -> list[CommentRow]:
    """Return the comments on the briefs."""
    return [CommentRow(**row) for row in read("challenges.toml")["comment"]]


@cache
def proposals(challenge: str) -> list[ProposalRow]:
    """Return the proposals to a challenge, the drafts that were never handed in last."""
    if challenge in FINISHED_CHALLENGES:
        own = read(f"proposals/{challenge.lower()}.toml")["proposal"]
        rows = [ProposalRow(challenge=challenge, **row) for row in own]
        drafts = read("proposals/started.toml")["draft"]
        return rows + [
            ProposalRow(fate="draft", **row) for row in drafts if row["challenge"] == challenge
        ]
    name = "standing" if challenge.startswith("S") else "open"
    found = read(f"proposals/{name}.toml")["proposal"]
    return [ProposalRow(**row) for row in found if row["challenge"] == challenge]


@dataclass(frozen=True, kw_only=True)
class PortalRow:
    """Standing challenges of a cluster; days are counted from today."""

    slug: str
    name: str
    cluster: str
    lead: str
    since: int
    until: int
    summary: str
    description: str


def portal() -> PortalRow:
    """Return the portal."""
    return PortalRow(**read("portal.toml")["portal"])


def standing() -> list[ChallengeRow]:
    """Return the challenges of the portal."""
    rows = read("portal.toml")["challenge"]
    return [ChallengeRow(**({"phase": "published"} | row)) for row in rows]


@dataclass(frozen=True, kw_only=True)
class EnquiryRow:
    """A question about a challenge, with its answer; `published` and `reason` say for whom."""

    challenge: str
    by: str
    asked: int
    text: str
    edited: str = ""
    answer: str = ""
    reason: str = ""
    published: int = 0
    before: str = ""  # what a published answer said until it was corrected
    corrected: int = 0


def enquiries() -> list[EnquiryRow]:
    """Return what was asked about the challenges of the open event."""
    return [EnquiryRow(**row) for row in read("enquiries.toml")["enquiry"]]
