"""What somebody must hand over before they can be erased."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.events.models import Event, EventState, TeamMember, TeamRole
from app.identity.models import Membership, Organisation, Person
from app.identity.rules import MemberRole


@dataclass(frozen=True)
class Duty:
    """Something that nobody else answers for: an organisation's people, or an event."""

    kind: str
    name: str
    place: str  # the event's slug, or the organisation's id


def list_duties(person: Person) -> list[Duty]:
    """Return what would be left without anybody who answers for it."""
    return [*_organisations(person), *_events(person)]


def _organisations(person: Person) -> Iterator[Duty]:
    """Those with other people whose one owner the person is."""
    other, owner = aliased(Membership), aliased(Membership)
    others = exists().where(
        other.organisation_id == Membership.organisation_id, other.person_id != person.id
    )
    owners = exists().where(
        owner.organisation_id == Membership.organisation_id,
        owner.person_id != person.id,
        owner.role == MemberRole.OWNER,
    )
    query = (
        select(Organisation)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(
            Membership.person_id == person.id, Membership.role == MemberRole.OWNER, others, ~owners
        )
        .order_by(Organisation.name)
    )
    for one in db.session.scalars(query):
        yield Duty("organisation", one.name, str(one.id))


def _events(person: Person) -> Iterator[Duty]:
    """Those not over yet whose one lead the person is."""
    other = aliased(TeamMember)
    leads = exists().where(
        other.event_id == TeamMember.event_id,
        other.person_id != person.id,
        other.role == TeamRole.LEAD,
    )
    query = (
        select(Event)
        .join(TeamMember, TeamMember.event_id == Event.id)
        .where(
            TeamMember.person_id == person.id,
            TeamMember.role == TeamRole.LEAD,
            Event.state != EventState.ARCHIVED,
            ~leads,
        )
        .order_by(Event.name)
    )
    for one in db.session.scalars(query):
        yield Duty("event", one.name, one.slug)
