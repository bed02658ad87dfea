"""Moving participants between the clusters that support them."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Update, update

from app.core import clock
from app.core.authz import SYSTEM, Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import fence
from app.tickets import queries
from app.tickets.facts import AttendeesMoved, AttendeeValidated
from app.tickets.models import Ticket
from app.tickets.queries.support import clusters_of_each, list_with_lead, supporting_clusters
from app.tickets.rules.support import SupportReason, choose_support

Late = defaultdict[tuple[int, SupportReason], list[tuple[int, str]]]


@dataclass(frozen=True, kw_only=True)
class Move:
    """Participants that the lead would hand to a cluster: from one country, for one reason."""

    cluster_id: int
    reason: SupportReason
    country: str
    people: int


def hand_over(actor: Actor, event: Event, ticket_ids: Sequence[int], cluster_id: int) -> int:
    """Let another of the event's clusters support some participants; return how many moved."""
    authorize(actor, Permission.TICKET_VIEW, event)
    for ticket in queries.get_attendees(actor, event, ticket_ids):
        authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    if cluster_id not in [one.id for one in supporting_clusters(event)]:
        raise Invalid("not_of_event", field="cluster_id")
    seen = queries.within(fence(actor, event))
    rule = update(Ticket).where(Ticket.id.in_(ticket_ids), Ticket.event_id == event.id, *seen)
    rule = rule.where(Ticket.supported_by_id != cluster_id)
    return _move(actor, event, rule, cluster_id, SupportReason.HANDED_OVER)


def _move(actor: Actor, event: Event, rule: Update, to_id: int, reason: SupportReason) -> int:
    """Move those whom a rule finds at this moment; what another cluster checked begins anew."""
    values = {"supported_by_id": to_id, "support_reason": reason}
    fresh = {"validated_at": None, "validated_by_id": None}
    moved = db.session.scalars(rule.values(**values, **fresh).returning(Ticket.id)).all()
    if moved:
        record(
            AttendeesMoved(
                actor_id=actor.person_id,
                event_id=event.id,
                to_id=to_id,
                reason=str(reason),
                ticket_ids=tuple(sorted(moved)),
            )
        )
    return len(moved)


def preview_late(actor: Actor, event: Event) -> list[Move]:
    """Return whom the rule would give to clusters that came late; nobody moves yet."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    counted = Counter(
        (cluster_id, reason, country)
        for (cluster_id, reason), people in _late(event).items()
        for _ticket_id, country in people
    )
    return [
        Move(cluster_id=cluster_id, reason=reason, country=country, people=people)
        for (cluster_id, reason, country), people in sorted(counted.items())
    ]


def move_late(actor: Actor, event: Event, *, people: int) -> int:
    """Give clusters that came late their participants, as many as the lead has agreed to."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    found = _late(event)
    if sum(map(len, found.values())) != people:
        raise Conflict("preview_changed")
    for (cluster_id, reason), some in found.items():
        rule = update(Ticket).where(Ticket.id.in_([ticket_id for ticket_id, _country in some]))
        held = rule.where(Ticket.supported_by_id == event.lead_organisation_id)
        _move(actor, event, held, cluster_id, reason)
    return people


def _late(event: Event) -> Late:
    """Return by cluster and reason those of the lead's whom another cluster would get today."""
    found: Late = defaultdict(list)
    if event.ends_at <= clock.now():
        return found
    clusters, rows = supporting_clusters(event), list_with_lead(event)
    homes = clusters_of_each({row.organisation_id for row in rows} - {None})
    for row in rows:
        own = homes.get(row.organisation_id, frozenset())
        support = choose_support(clusters, memberships=own, country=row.country)
        if support.cluster_id != event.lead_organisation_id:
            found[support.cluster_id, support.reason].append((row.id, row.country))
    return found


def hand_all_back(event: Event, cluster_id: int) -> int:
    """Give the lead everybody whom a cluster that left has; of an event that is over nobody."""
    stays = cluster_id in [one.id for one in supporting_clusters(event)]
    if stays or event.ends_at <= clock.now():
        return 0
    rule = update(Ticket).where(Ticket.event_id == event.id, Ticket.supported_by_id == cluster_id)
    return _move(SYSTEM, event, rule, event.lead_organisation_id, SupportReason.LEFT)


def validate_attendee(actor: Actor, ticket: Ticket) -> None:
    """Say that a participant is one of the cluster's own; said twice, it stands once."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    open_one = (Ticket.id == ticket.id, Ticket.supported_by_id == ticket.supported_by_id)
    rule = update(Ticket).where(*open_one, Ticket.validated_at.is_(None))
    done = rule.values(validated_at=clock.now(), validated_by_id=actor.person_id)
    if db.session.scalar(done.returning(Ticket.id)) is None:
        return
    record(
        AttendeeValidated(
            actor_id=actor.person_id,
            event_id=ticket.event_id,
            ticket_id=ticket.id,
            cluster_id=ticket.supported_by_id,
        )
    )
