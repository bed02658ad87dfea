"""Reads of where matching finds nobody, for the organisers of an event."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.authz import Actor
from app.events.models import Event
from app.events.queries import list_clusters
from app.identity.models import Organisation
from app.matching.queries.suggestions import (
    Suited,
    count_suited,
    list_live_of,
    list_unsuited_members,
)


@dataclass(frozen=True)
class Overview:
    """The challenges of an event with how many they suit, and members whom none suits."""

    challenges: Sequence[Suited]
    clusters: Sequence[Organisation]
    members: Sequence[Organisation]


def get_overview(
    actor: Actor, event: Event, now: datetime, *, limit: int, offset: int = 0
) -> Overview:
    """Return the overview of an event; of members only those of the actor's own clusters."""
    own = [one for one in list_clusters(event) if one.id in actor.organisation_ids]
    members = list_unsuited_members([one.id for one in own], event, now, limit=limit, offset=offset)
    return Overview(count_suited(list_live_of(event, now)), own, members)
