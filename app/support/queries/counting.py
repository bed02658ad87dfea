"""What a reading of figures counts: of a cluster over its events, or of one event."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, Select, func, select

from app.challenges.models import Challenge
from app.challenges.rules.phases import is_published
from app.core.db import db
from app.events.models import Event, EventState
from app.events.policies import EVERYBODY, Fence
from app.events.queries import list_events_of_cluster
from app.identity.models import ClusterMembership, Organisation
from app.identity.rules import CrossedState
from app.proposals.models import Proposal
from app.support.queries.people import UNKNOWN, Participant, list_people

Counts = dict[str, Mapping[str, int]]  # of each table, how many in each group


def list_public_events() -> Sequence[int]:
    """Return the ids of all events that are public, in their order."""
    query = select(Event.id).where(Event.state != EventState.DRAFT)
    return db.session.scalars(query.order_by(Event.id)).all()


def count_cluster(cluster_id: int) -> Counts:
    """Count a cluster's participants, its members' proposals, and the challenges of its events."""
    event_ids = [event.id for event in list_events_of_cluster(cluster_id)]
    members = select(ClusterMembership.organisation_id).where(
        ClusterMembership.cluster_id == cluster_id,
        ClusterMembership.state == CrossedState.ACCEPTED,
    )
    people = list_people(event_ids, Fence(frozenset({cluster_id})))
    return _count(event_ids, people, Proposal.organisation_id.in_(members))


def count_event(event_id: int) -> Counts:
    """Count everybody at an event, its challenges and all proposals to them."""
    return _count([event_id], list_people([event_id], EVERYBODY))


def _count(
    event_ids: Sequence[int], people: Sequence[Participant], *of_whom: ColumnElement[bool]
) -> Counts:
    homes = {one.organisation: one.kind for one in people if one.organisation}
    kinds, regions = _proposals(event_ids, *of_whom)
    owners = _owners(event_ids)
    return {
        "participants": Counter(str(one.event_id) for one in people),
        "kinds": Counter(one.kind for one in people),
        "regions": Counter(one.region for one in people),
        "sectors": Counter(one.sector for one in people),
        "priorities": Counter(one.priority for one in people),
        "months": Counter(one.month for one in people),
        "organisations": Counter(homes.values()),
        "proposals": kinds,
        "proposal_regions": regions,
        "challenge_kinds": Counter(kind for kind, _region in owners),
        "challenge_regions": Counter(region for _kind, region in owners),
    }


def _proposals(
    event_ids: Sequence[int], *of_whom: ColumnElement[bool]
) -> tuple[Counter[str], Counter[str]]:
    """Count the proposals that were handed in, by kind and by region of who did."""
    query = _by_home(func.count(Proposal.id)).join(
        Proposal, Proposal.organisation_id == Organisation.id
    )
    query = query.join(Challenge, Challenge.id == Proposal.challenge_id)
    query = query.where(
        Challenge.event_id.in_(event_ids), Proposal.submitted_at.is_not(None), *of_whom
    )
    kinds: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for kind, region, country, count in db.session.execute(query):
        kinds[str(kind)] += count
        regions[region or country or UNKNOWN] += count
    return kinds, regions


def _by_home(counted: ColumnElement[int]) -> Select[str, str | None, str, int]:
    home = (Organisation.kind, Organisation.region, Organisation.country)
    return select(*home, counted).select_from(Organisation).group_by(*home)


def _owners(event_ids: Sequence[int]) -> list[tuple[str, str]]:
    """Return kind and region of who posted each public challenge of some events."""
    query = (
        select(Challenge, Organisation)
        .join(Organisation, Organisation.id == Challenge.owner_organisation_id)
        .where(Challenge.event_id.in_(event_ids))
    )
    return [
        (str(owner.kind), owner.region or owner.country)
        for challenge, owner in db.session.execute(query)
        if is_published(challenge)
    ]
