"""Reads of events, their programme, team and partners."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.addresses import email_key
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.permissions import Permission
from app.events.models import (
    BadgeKey,
    Event,
    EventKind,
    EventPartner,
    EventSession,
    EventState,
    SessionKind,
    TeamMember,
    TeamRole,
)
from app.events.policies import can_view_event, is_on_team, may
from app.events.rules import PartnerRole
from app.identity.models import Organisation, Person

PAGE = 50


def get_event(slug: str) -> Event:
    """Return an event by its slug, drafts too; the caller says who may see it."""
    event = db.session.scalar(_BY_SLUG, {"slug": slug})
    if event is None:
        raise NotFound
    return event


def get_event_by_id(event_id: int) -> Event:
    """Return an event by its id."""
    event = db.session.get(Event, event_id, options=[joinedload(Event.lead_organisation)])
    if event is None:
        raise NotFound
    return event


def lock_event(event: Event) -> Event:
    """Return an event as it is now, its row held until the end of the unit of work."""
    db.session.refresh(event, with_for_update=True, attribute_names=["starts_at", "ends_at"])
    return event


def get_visible_event(actor: Actor, slug: str) -> Event:
    """Return an event that the actor may see; drafts only to their team."""
    event = get_event(slug)
    if not can_view_event(actor, event):
        raise NotFound
    return event


def get_managed_event(actor: Actor, slug: str) -> Event:
    """Return an event that the actor is on the team of, whatever the role."""
    query = _whole().where(Event.slug == slug).options(joinedload(Event.team))
    event = db.session.scalars(query).unique().one_or_none()
    if event is None or not is_on_team(actor, event):
        raise NotFound
    return event


def _whole() -> Select[Event]:
    return select(Event).options(joinedload(Event.lead_organisation))


# What every public page asks for is put together once.
_BY_SLUG = _whole().where(Event.slug == bindparam("slug"))
_SESSIONS = (
    select(EventSession)
    .where(EventSession.event_id == bindparam("event_id"))
    .order_by(EventSession.starts_at, EventSession.room, EventSession.title, EventSession.id)
)
# The public page asks for values, which cost half as much as objects.
_PROGRAMME = _SESSIONS.with_only_columns(*EventSession.__table__.columns)
_HOLDERS = (
    select(Organisation.name, Organisation.country)
    .join(EventPartner, EventPartner.organisation_id == Organisation.id)
    .where(EventPartner.event_id == bindparam("event_id"))
    .order_by(Organisation.search_key, Organisation.id)
)
_PARTNERS = (
    select(EventPartner)
    .where(EventPartner.event_id == bindparam("event_id"))
    .options(joinedload(EventPartner.organisation))
)


def visible_to(actor: Actor, *, team_only: bool = False) -> Select[Event]:
    """Return a query of the events that the actor may see: public ones and those of the team."""
    query = _whole()
    if actor.event_limit is not None:
        query = query.where(Event.id == actor.event_limit)
    mine = and_(TeamMember.event_id == Event.id, TeamMember.person_id == actor.person_id)
    if not actor.is_signed_in:
        return query.where(Event.state != EventState.DRAFT)
    on_team = select(TeamMember.id).where(mine).exists()
    if team_only:
        return query.where(on_team)
    return query.where(or_(Event.state != EventState.DRAFT, on_team))


def list_upcoming_events(now: datetime, limit: int = PAGE) -> list[Event]:
    """Return the public Days that are not over, the next first."""
    query = _whole().where(Event.state == EventState.PUBLISHED, Event.ends_at > now)
    query = query.where(Event.kind == EventKind.DAY)
    return list(db.session.scalars(query.order_by(Event.starts_at, Event.id).limit(limit)))


def list_open_portals(now: datetime, cluster_id: int | None = None) -> list[Event]:
    """Return the standing challenges that are open, of one cluster or of all, by name."""
    query = _whole().where(
        Event.kind == EventKind.PORTAL,
        Event.state == EventState.PUBLISHED,
        Event.starts_at <= now,
        Event.ends_at > now,
    )
    if cluster_id is not None:
        query = query.where(_is_held_by(cluster_id, (PartnerRole.CO_ORGANISER,)))
    return list(db.session.scalars(query.order_by(Event.name, Event.id).limit(PAGE)))


def list_past_events(now: datetime, limit: int = PAGE) -> list[Event]:
    """Return the public Days that are over, the latest first."""
    query = _whole().where(Event.state != EventState.DRAFT, Event.ends_at <= now)
    query = query.where(Event.kind == EventKind.DAY)
    query = query.order_by(Event.starts_at.desc(), Event.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def find_latest_timezone(organisation_id: int) -> str | None:
    """Return the time zone of the latest event that an organisation leads."""
    query = select(Event.timezone).where(Event.lead_organisation_id == organisation_id)
    return db.session.scalar(query.order_by(Event.starts_at.desc(), Event.id.desc()).limit(1))


def list_events_of(actor: Actor) -> list[Event]:
    """Return the events whose team the actor is on, the latest first."""
    if not actor.is_signed_in:
        return []
    query = visible_to(actor, team_only=True).options(selectinload(Event.team))
    return list(db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id.desc())))


def list_managed_events(
    actor: Actor, permission: Permission = Permission.EVENT_MANAGE
) -> list[Event]:
    """Return the events that the actor runs, or where its role allows more, the latest first."""
    return [event for event in list_events_of(actor) if may(actor, permission, event)]


def list_visible_events(actor: Actor, after: int | None, limit: int) -> list[Event]:
    """Return one page of the events that the actor may see, in the order of their ids."""
    query = visible_to(actor).order_by(Event.id).limit(limit)
    return list(db.session.scalars(query if after is None else query.where(Event.id > after)))


def list_sessions(event: Event) -> list[EventSession]:
    """Return the programme in the order of time, then by room."""
    return list(db.session.scalars(_SESSIONS, {"event_id": event.id}))


def list_visible_sessions(actor: Actor, event: Event) -> Sequence[Any]:
    """Return what the programme says, as `list_sessions`; what is internal only to the team."""
    found = db.session.execute(_PROGRAMME, {"event_id": event.id}).all()
    if is_on_team(actor, event):
        return found
    return [session for session in found if session.kind != SessionKind.INTERNAL]


def get_session(event: Event, session_id: int) -> EventSession:
    """Return an entry of an event's programme."""
    query = select(EventSession).where(
        EventSession.id == session_id, EventSession.event_id == event.id
    )
    session = db.session.scalar(query)
    if session is None:
        raise NotFound
    return session


def list_team(event: Event) -> list[TeamMember]:
    """Return the team with its people, the leads first, then by name."""
    query = (
        select(TeamMember)
        .where(TeamMember.event_id == event.id)
        .options(joinedload(TeamMember.person), joinedload(TeamMember.organisation))
    )
    ranks = list(TeamRole)

    def order(member: TeamMember) -> tuple[int, str, int]:
        return ranks.index(TeamRole(member.role)), member.person.name.casefold(), member.id

    return sorted(db.session.scalars(query), key=order)


def get_member(event: Event, member_id: int) -> TeamMember:
    """Return a member of an event's team."""
    query = select(TeamMember).where(TeamMember.id == member_id, TeamMember.event_id == event.id)
    member = db.session.scalar(query)
    if member is None:
        raise NotFound
    return member


def list_places_for(person_id: int, cluster_id: int) -> list[TeamMember]:
    """Return a person's places on teams where they act for a cluster."""
    query = select(TeamMember).where(
        TeamMember.person_id == person_id, TeamMember.organisation_id == cluster_id
    )
    return list(db.session.scalars(query.order_by(TeamMember.event_id)))


def find_member_at(event: Event, email: str) -> TeamMember | None:
    """Return the member of the team who has this address; as quick for one that nobody has."""
    query = select(TeamMember).join(TeamMember.person)
    found = query.where(TeamMember.event_id == event.id, Person.email_key == email_key(email))
    return db.session.scalar(found)


def list_clusters(event: Event) -> list[Organisation]:
    """Return the clusters that run an event: the lead first, then its co-organisers by name."""
    beside = [
        one.organisation for one in list_partners(event) if one.role == PartnerRole.CO_ORGANISER
    ]
    return [event.lead_organisation, *beside]


def list_events_of_cluster(
    cluster_id: int, roles: Collection[PartnerRole] = (PartnerRole.CO_ORGANISER,)
) -> list[Event]:
    """Return the public events that a cluster leads, or holds in such a role, the latest first."""
    query = select(Event).where(Event.state != EventState.DRAFT, _is_held_by(cluster_id, roles))
    return list(db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id)))


def _is_held_by(cluster_id: int, roles: Collection[PartnerRole]) -> ColumnElement[bool]:
    """Return the condition that a cluster leads an event, or is beside the lead in such a role."""
    beside = select(EventPartner.event_id).where(
        EventPartner.organisation_id == cluster_id, EventPartner.role.in_(roles)
    )
    return or_(Event.lead_organisation_id == cluster_id, Event.id.in_(beside))


def list_partners(event: Event) -> list[EventPartner]:
    """Return the organisations beside the lead, by name."""
    found = db.session.scalars(_PARTNERS, {"event_id": event.id})
    return sorted(found, key=lambda one: one.organisation.search_key)


def list_holders(event: Event) -> Sequence[Any]:
    """Return name and country of the organisations that hold an event, the lead first."""
    lead = event.lead_organisation
    return [lead, *db.session.execute(_HOLDERS, {"event_id": event.id})]


def find_partner(event: Event, partner_id: int) -> EventPartner | None:
    """Return a partner of an event."""
    query = select(EventPartner).where(
        EventPartner.id == partner_id, EventPartner.event_id == event.id
    )
    return db.session.scalar(query)


def get_signing_key(event_id: int) -> tuple[int, bytes]:
    """Return number and secret of the key that signs an event's new codes: its latest."""
    query = select(BadgeKey.number, BadgeKey.secret).where(BadgeKey.event_id == event_id)
    found = db.session.execute(query.order_by(BadgeKey.number.desc()).limit(1)).first()
    if found is None:
        raise NotFound
    if found.secret is None:
        raise Conflict("hub_cannot_sign")
    return found.number, found.secret


def get_accepted_keys(event_id: int) -> dict[int, bytes]:
    """Return the public keys that check the codes on an event's badges, by number."""
    query = select(BadgeKey.number, BadgeKey.public_key).where(
        BadgeKey.event_id == event_id, BadgeKey.retired_at.is_(None)
    )
    return dict(db.session.execute(query).all())


def list_typing_keys(event_id: int) -> Sequence[bytes]:
    """Return the keys that check an event's typed codes, that of new codes first."""
    query = select(BadgeKey.typing_key).where(
        BadgeKey.event_id == event_id, BadgeKey.retired_at.is_(None)
    )
    return db.session.scalars(query.order_by(BadgeKey.number.desc())).all()


def list_badge_keys(event_id: int) -> Sequence[BadgeKey]:
    """Return the keys of an event, the latest first."""
    query = select(BadgeKey).where(BadgeKey.event_id == event_id)
    return db.session.scalars(query.order_by(BadgeKey.number.desc())).all()
