"""Figures of a cluster's participants: its own report, and what policy makers may read."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import is_published
from app.checkin.models import Admission
from app.core.db import db
from app.events.models import Event, EventPartner, EventState
from app.events.policies import Fence
from app.events.rules import PartnerRole
from app.identity.models import ClusterMembership, Organisation, OrganisationLabel
from app.identity.rules import CrossedState
from app.identity.rules.nace import section_of
from app.identity.rules.profiles import LabelKind
from app.proposals.models import Proposal
from app.support.rules.figures import Breakdown, break_down, share
from app.tickets.models import Ticket, TicketState
from app.tickets.queries import within

UNKNOWN = ""
SMALL = ("sme", "startup")


@dataclass(frozen=True)
class Row:
    """How many of a group registered, were confirmed as own, and came."""

    key: str
    registered: int
    confirmed: int
    came: int


@dataclass(frozen=True)
class OwnReport:
    """The participants of a cluster at one event, by what they are and where they come from."""

    total: Row
    kinds: Sequence[Row]
    regions: Sequence[Row]
    sectors: Sequence[Row]


@dataclass(frozen=True)
class ClusterFigures:
    """What policy makers read of a cluster over its events."""

    participants: Breakdown
    kinds: Breakdown
    regions: Breakdown
    sectors: Breakdown
    organisations: Breakdown
    proposals: Breakdown
    sme_share: int | None
    challenges: int


def report_own(event: Event, seen: Fence) -> OwnReport:
    """Return the report of the participants within a fence."""
    rows = _people([event.id], seen)
    return OwnReport(
        total=_row("", rows),
        kinds=_grouped(rows, "kind"),
        regions=_grouped(rows, "region"),
        sectors=_grouped(rows, "sector"),
    )


def _grouped(rows: Sequence[Any], name: str) -> list[Row]:
    keys = Counter(getattr(row, name) for row in rows)
    return [_row(key, [row for row in rows if getattr(row, name) == key]) for key, _ in _by(keys)]


def _by(keys: Counter[str]) -> list[tuple[str, int]]:
    return sorted(keys.items(), key=lambda it: (-it[1], it[0]))


def _row(key: str, rows: Sequence[Any]) -> Row:
    return Row(
        key, len(rows), sum(row.is_confirmed for row in rows), sum(row.has_come for row in rows)
    )


@dataclass(frozen=True)
class _Person:
    event_id: int
    organisation: str
    kind: str
    region: str
    sector: str
    is_confirmed: bool
    has_come: bool


def _people(event_ids: Sequence[int], seen: Fence) -> list[_Person]:
    """Return those with a valid ticket within a fence, without names."""
    query = (
        select(
            Ticket.event_id,
            Ticket.organisation_id,
            Ticket.organisation_name,
            Ticket.organisation_kind,
            Ticket.country,
            Organisation.region,
            OrganisationLabel.code,
            Ticket.validated_at,
            Admission.ticket_id,
        )
        .outerjoin(Organisation, Organisation.id == Ticket.organisation_id)
        .outerjoin(
            OrganisationLabel,
            (OrganisationLabel.organisation_id == Organisation.id)
            & (OrganisationLabel.kind == LabelKind.NACE)
            & (OrganisationLabel.place == 0),
        )
        .outerjoin(Admission, Admission.ticket_id == Ticket.id)
        .where(Ticket.event_id.in_(event_ids), Ticket.state == TicketState.VALID, *within(seen))
    )
    return [_person(row) for row in db.session.execute(query)]


def _person(row: Any) -> _Person:
    return _Person(
        event_id=row.event_id,
        organisation=str(row.organisation_id or row.organisation_name.casefold()),
        kind=row.organisation_kind,
        region=row.region or row.country,
        sector=section_of(row.code) if row.code else UNKNOWN,
        is_confirmed=row.validated_at is not None,
        has_come=row.ticket_id is not None,
    )


def list_events_run_by(cluster_id: int) -> Sequence[Event]:
    """Return the public events that a cluster leads or co-organises, the latest first."""
    beside = select(EventPartner.event_id).where(
        EventPartner.organisation_id == cluster_id, EventPartner.role == PartnerRole.CO_ORGANISER
    )
    query = select(Event).where(
        Event.state != EventState.DRAFT,
        or_(Event.lead_organisation_id == cluster_id, Event.id.in_(beside)),
    )
    return db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id)).all()


def view_figures(cluster_id: int, events: Sequence[Event]) -> ClusterFigures:
    """Return the figures of a cluster over some events, in which nobody can be told."""
    ids = [event.id for event in events]
    people = _people(ids, Fence(frozenset({cluster_id})))
    homes = {row.organisation: row.kind for row in people if row.organisation}
    kinds = _broken_down(row.kind for row in people)
    return ClusterFigures(
        participants=_broken_down(str(row.event_id) for row in people),
        kinds=kinds,
        regions=_broken_down(row.region for row in people),
        sectors=_broken_down(row.sector for row in people),
        organisations=_broken_down(homes.values()),
        proposals=break_down(_count_proposals(cluster_id, ids)),
        sme_share=share(kinds, SMALL),
        challenges=_count_challenges(ids),
    )


def _broken_down(keys: Iterable[str]) -> Breakdown:
    return break_down(Counter(keys))


def _count_proposals(cluster_id: int, event_ids: Sequence[int]) -> dict[str, int]:
    """Return by kind of organisation how many proposals members of a cluster handed in."""
    members = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id == cluster_id,
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    query = (
        select(Organisation.kind, func.count())
        .select_from(Proposal)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .join(Organisation, Organisation.id == Proposal.organisation_id)
        .where(
            Challenge.event_id.in_(event_ids),
            Proposal.submitted_at.is_not(None),
            Proposal.organisation_id.in_(members),
        )
        .group_by(Organisation.kind)
    )
    return {str(kind): count for kind, count in db.session.execute(query)}


def _count_challenges(event_ids: Sequence[int]) -> int:
    """Return how many challenges of some events are public."""
    query = select(Challenge).where(Challenge.event_id.in_(event_ids))
    return sum(map(is_published, db.session.scalars(query)))
