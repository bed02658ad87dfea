"""What the public is told: who answers for an event's data, and what is done with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.permissions import Permission
from app.core.privacy import Category, Recipient
from app.events.models import Event, EventPartner
from app.events.rules import PartnerRole
from app.identity.models import ClusterProfile, Organisation, OrganisationKind, Person
from app.privacy.queries.declared import Described, described
from app.privacy.queries.retention import list_rules
from app.privacy.queries.rows import Finder, subject_of

# Tables that every participant of an event meets, whatever else they do on the site.
SHOWN_TO = frozenset({Recipient.ORGANISERS, Recipient.JURY, Recipient.CHALLENGE_OWNER})


@dataclass(frozen=True)
class Activity:
    """A processing activity: a table, and how long its rows are kept now."""

    one: Described
    days: int | None

    @property
    def kinds(self) -> list[Category]:
        """The kinds of personal data in it, each once."""
        return sorted({personal.category for personal in self.one.personal.values()})


def list_activities(actor: Actor) -> list[Activity]:
    """Return the records of processing to those who must keep them."""
    authorize(actor, Permission.RECORDS_VIEW, clusters_of(actor))
    return all_activities()


def all_activities() -> list[Activity]:
    """Return every processing activity; it is no secret, for it names nobody."""
    days = {rule.one.name: rule.days for rule in list_rules()}
    return [Activity(one, days.get(one.name)) for one in described()]


def activities_of_events() -> list[Activity]:
    """Return those activities that an event's organisers answer for."""
    return [one for one in all_activities() if SHOWN_TO & set(one.one.about.recipients)]


def controllers_of(event: Event) -> list[Organisation]:
    """Return the organisations that answer together for an event's data, the lead first."""
    partners = (
        select(Organisation)
        .join(EventPartner, EventPartner.organisation_id == Organisation.id)
        .where(EventPartner.event_id == event.id, EventPartner.role == PartnerRole.CO_ORGANISER)
        .order_by(Organisation.name)
    )
    return [event.lead_organisation, *db.session.scalars(partners)]


def contacts_of(organisations: Sequence[Organisation]) -> dict[int, str]:
    """Return whom clusters name for questions of data protection, by cluster."""
    query = select(ClusterProfile.organisation_id, ClusterProfile.privacy_contact).where(
        ClusterProfile.organisation_id.in_([one.id for one in organisations]),
        ClusterProfile.privacy_contact.is_not(None),
    )
    return {cluster_id: str(contact) for cluster_id, contact in db.session.execute(query)}


def clusters_of(actor: Actor) -> list[int]:
    """Return the clusters whose people and profile an actor looks after."""
    query = select(Organisation.id).where(
        Organisation.id.in_(actor.administered_ids), Organisation.kind == OrganisationKind.CLUSTER
    )
    return list(db.session.scalars(query))


def preview_erasure(person: Person) -> list[tuple[Described, int]]:
    """Return how many rows of each table are about a person."""
    found = Finder(subject_of(person)).find_all()
    return [(one, len(keys)) for one, keys in found if keys]
