"""The two events: their team, partners, programme and ticket types."""

from app.demo.rules import script
from app.demo.rules.days import ZONE, Day
from app.demo.services.stage import Book, Stage, write
from app.events.models import (
    Event,
    EventPartner,
    EventSession,
    EventState,
    SessionKind,
    TeamMember,
    TeamRole,
)
from app.events.rules import PartnerRole
from app.events.services.keys import new_key
from app.tickets.models import Quota, TicketType, TicketTypeQuota
from app.tickets.rules.sales import Visibility

DAYS_AHEAD = {"finished": (-130, -98), "open": (-125, -110)}  # planned, then published
SALES_START, SALES_END = -84, 0
TEAM_SIZE = 25


def write_event(stage: Stage, key: str) -> Book:
    """Write an event with its own signing key."""
    row = script.event(key)
    day = Day.from_now(stage.now, row.days_from_today)
    planned, published = DAYS_AHEAD[key]
    event = Event(
        id=stage.ids.new_event(),
        slug=row.slug,
        name=row.name,
        summary=row.summary,
        description=row.description.strip(),
        starts_at=day.at("09:00"),
        ends_at=day.at("18:00"),
        timezone=ZONE,
        venue_name=row.venue_name,
        venue_address=row.venue_address,
        capacity=row.capacity,
        state=EventState.CLOSED if row.days_from_today < 0 else EventState.PUBLISHED,
        lead_organisation_id=stage.organisations[script.organisers()[0]].id,
        created_at=day.at("09:30", planned),
        published_at=day.at("11:00", published),
    )
    write([event])
    write([new_key(event.id, made_at=event.created_at)])
    book = Book(row, day, event)
    write([*_team(stage, event), *_partners(stage, event), *_sessions(stage, book)])
    _write_ticket_types(stage, book)
    return book


def _team(stage: Stage, event: Event) -> list[TeamMember]:
    by_name = {(person.given_name, person.family_name): person for person in stage.people.values()}
    clusters = script.organisers()[:-1]  # the last one is an associate
    return [
        TeamMember(
            id=stage.ids.new(),
            event_id=event.id,
            person_id=by_name[row.given, row.family].id,
            role=TeamRole(row.team),
            organisation_id=stage.organisations[
                row.organisation if row.organisation in clusters else clusters[0]
            ].id,
        )
        for row in script.people()
        if row.team
    ]


def _partners(stage: Stage, event: Event) -> list[EventPartner]:
    *partners, associate = script.organisers()[1:]
    roles = [
        *((name, PartnerRole.CO_ORGANISER) for name in partners),
        (associate, PartnerRole.ASSOCIATE),
    ]
    return [
        EventPartner(
            id=stage.ids.new(),
            event_id=event.id,
            organisation_id=stage.organisations[name].id,
            role=role,
        )
        for name, role in roles
    ]


def _sessions(stage: Stage, book: Book) -> list[EventSession]:
    return [
        EventSession(
            id=stage.ids.new(),
            event_id=book.event.id,
            title=row.title,
            description=row.description,
            room=row.room,
            speakers=row.speakers,
            kind=SessionKind(row.kind),
            starts_at=book.day.at(row.start),
            ends_at=book.day.at(row.end),
        )
        for row in script.sessions()
    ]


def _write_ticket_types(stage: Stage, book: Book) -> None:
    """Write the ticket types: guests share the hall, the team has places of its own."""
    event = book.event
    hall = Quota(
        id=stage.ids.new(), event_id=event.id, name="Hall", size=book.row.hall, taken=0, held=0
    )
    team = Quota(
        id=stage.ids.new(), event_id=event.id, name="Team", size=TEAM_SIZE, taken=0, held=0
    )
    book.quotas = [hall, team]
    write(book.quotas)
    book.ticket_types = [
        TicketType(
            id=stage.ids.new(),
            event_id=event.id,
            name=row.name,
            description=row.description,
            audience=row.audience,
            visibility=Visibility(row.visibility),
            on_sale_from=book.day.at("08:00", SALES_START),
            on_sale_until=book.day.at("09:00", SALES_END),
            position=position,
        )
        for position, row in enumerate(script.ticket_types(), start=1)
    ]
    write(book.ticket_types)
    for row, kind in zip(script.ticket_types(), book.ticket_types, strict=True):
        book.quotas_of[kind.id] = team if row.is_team else hall
    write(
        TicketTypeQuota(ticket_type_id=type_id, quota_id=quota.id)
        for type_id, quota in book.quotas_of.items()
    )
