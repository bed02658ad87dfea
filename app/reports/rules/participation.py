"""Who registered, who came, from where and when.

Method: tickets are merged into people by the numbers that their loader gave them; a person is what
the earliest of their tickets says. Cost: linear in tickets, plus sorting.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from app.reports.rules.counts import Count, Figure
from app.reports.rules.records import EventRecord, EventRecords, OrganisationRecord, TicketRecord

NOT_STATED = ""
# The kinds of organisations in the order of the tables, and their place in the helix.
KINDS = ("sme", "startup", "large_company", "research", "cluster", "public", "investor", "other")
HELIX = {
    "sme": "business",
    "startup": "business",
    "large_company": "business",
    "investor": "business",
    "research": "research",
    "public": "public",
    "cluster": "intermediary",
    "other": "civil",
}
GROUPS = ("business", "research", "public", "intermediary", "civil")
ENTERPRISES = frozenset({"sme", "startup", "large_company"})
SME_KINDS = frozenset({"sme", "startup"})
SME_SIZES = frozenset({"micro", "small", "medium"})
SIZES = ("micro", "small", "medium", "sme", "large", NOT_STATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with a ticket: what they were when the event began, and whether they came."""

    number: int
    organisation: int | None
    kind: str
    country: str
    is_project_staff: bool
    was_registered: bool
    was_cancelled: bool
    came_at: datetime | None

    @property
    def came(self) -> bool:
        """Whether the person attended."""
        return self.came_at is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryRow:
    """A country: who registered, who came, and of which kinds those who came are."""

    country: str
    registered: int
    attended: int
    kinds: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HelixRow:
    """A part of the helix: its organisations and their people."""

    group: str
    organisations: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """How many came in ten minutes, by the clock of the venue."""

    at: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Registrations:
    """How many tickets were made in a week (its Monday), through which channel."""

    week: date
    channel: str
    tickets: int


def people_of(records: EventRecords) -> tuple[Person, ...]:
    """Return the people behind the tickets, in the order of their numbers."""
    tickets: dict[int, list[TicketRecord]] = defaultdict(list)
    for ticket in sorted(records.tickets, key=lambda one: (one.registered_at, one.number)):
        tickets[ticket.person].append(ticket)
    return tuple(_person(key, tickets[key], records.event) for key in sorted(tickets))


def _person(number: int, tickets: Sequence[TicketRecord], event: EventRecord) -> Person:
    before = [one for one in tickets if _made_before(one, event)]
    valid = [one for one in before if not _cancelled_before(one, event)]
    came = [one for one in tickets if one.came_at is not None]
    said = (came or valid or tickets)[0]
    return Person(
        number=number,
        organisation=said.organisation,
        kind=said.kind,
        country=said.country,
        is_project_staff=any(one.is_project_staff for one in tickets),
        was_registered=bool(valid),
        was_cancelled=bool(before) and not valid,
        came_at=min((one.came_at for one in came if one.came_at), default=None),
    )


def _made_before(ticket: TicketRecord, event: EventRecord) -> bool:
    return not ticket.is_walk_in and ticket.registered_at < event.starts_at


def _cancelled_before(ticket: TicketRecord, event: EventRecord) -> bool:
    return ticket.cancelled_at is not None and ticket.cancelled_at < event.starts_at


def count_figures(records: EventRecords, people: Sequence[Person]) -> tuple[Figure, ...]:
    """Return the figures of participation."""
    registered = [one for one in people if one.was_registered]
    came = [one for one in people if one.came]
    shown = sum(one.came for one in registered)
    # Before the first check-in nobody can be said to have stayed away.
    stayed_away = len(registered) - shown if came else None
    cancelled = sum(one.was_cancelled for one in people)
    present = _organisations(records, came)
    enterprises = [one for one in present if one.kind in ENTERPRISES]
    smes = sum(_size(one) in {*SME_SIZES, "sme"} for one in enterprises)
    staff = sum(one.is_project_staff for one in came)
    countries = {one.country for one in came} - {NOT_STATED}
    return (
        Figure(key="registered", value=len(registered)),
        Figure(key="cancelled", value=cancelled, of=len(registered) + cancelled),
        Figure(key="attended", value=len(came)),
        Figure(key="show_up", value=shown, of=len(registered)),
        Figure(key="no_show", value=stayed_away, of=len(registered)),
        Figure(key="walk_ins", value=len(came) - shown, of=len(came)),
        Figure(key="participations", value=len(came) - staff, of=len(came)),
        Figure(key="organisations", value=len(present)),
        Figure(key="countries", value=len(countries)),
        Figure(key="sme_share", value=smes, of=len(enterprises)),
    )


def _organisations(
    records: EventRecords, people: Iterable[Person]
) -> tuple[OrganisationRecord, ...]:
    numbers = {one.organisation for one in people}
    return tuple(one for one in records.organisations if one.number in numbers)


def _size(organisation: OrganisationRecord) -> str:
    """Return the declared size, or what the kind alone says about it."""
    if organisation.size:
        return organisation.size
    if organisation.kind in SME_KINDS:
        return "sme"
    return "large" if organisation.kind == "large_company" else NOT_STATED


def count_countries(people: Sequence[Person]) -> tuple[CountryRow, ...]:
    """Return the countries of those who registered or came, most who came first."""
    rows = []
    for country in {one.country for one in people if one.came or one.was_registered}:
        own = [one for one in people if one.country == country]
        kinds = Counter(_kind(one.kind) for one in own if one.came)
        row = CountryRow(
            country=country,
            registered=sum(one.was_registered for one in own),
            attended=sum(one.came for one in own),
            kinds=tuple(kinds[kind] for kind in KINDS),
        )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: (-row.attended, -row.registered, row.country)))


def _kind(kind: str) -> str:
    return kind if kind in KINDS else "other"


def count_helix(records: EventRecords, people: Sequence[Person]) -> tuple[HelixRow, ...]:
    """Return the parts of the helix among those who came, all of them, in fixed order."""
    came = [one for one in people if one.came]
    by_people = Counter(HELIX[_kind(one.kind)] for one in came)
    by_organisation = Counter(HELIX[_kind(one.kind)] for one in _organisations(records, came))
    return tuple(
        HelixRow(group=group, organisations=by_organisation[group], people=by_people[group])
        for group in GROUPS
    )


def count_sizes(records: EventRecords, people: Sequence[Person]) -> tuple[Count, ...]:
    """Return how large the enterprises among those who came are."""
    present = _organisations(records, [one for one in people if one.came])
    found = Counter(_size(one) for one in present if one.kind in ENTERPRISES)
    return tuple(Count(key=size, count=found[size]) for size in SIZES if found[size])


def count_arrivals(records: EventRecords, people: Sequence[Person]) -> tuple[Arrivals, ...]:
    """Return the arrivals per ten minutes, those without any left out."""
    zone = ZoneInfo(records.event.timezone)
    found = Counter(_floor(one.came_at.astimezone(zone)) for one in people if one.came_at)
    return tuple(Arrivals(at=at, people=found[at]) for at in sorted(found))


def _floor(at: datetime) -> datetime:
    """Return the beginning of the ten minutes of the clock on the wall, as an instant."""
    return at.replace(minute=at.minute - at.minute % 10, second=0, microsecond=0).astimezone(UTC)


def count_registrations(records: EventRecords) -> tuple[Registrations, ...]:
    """Return the tickets made before the event per week and channel, cancelled ones included."""
    zone = ZoneInfo(records.event.timezone)
    found = Counter(
        (_monday(ticket.registered_at.astimezone(zone).date()), ticket.channel)
        for ticket in records.tickets
        if _made_before(ticket, records.event)
    )
    return tuple(
        Registrations(week=week, channel=channel, tickets=found[week, channel])
        for week, channel in sorted(found)
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
