"""What the worker does for events: who left a cluster, or only observes it, acts no longer."""

from app.core.facts import subscribe
from app.events.services.leaving import end_places_for
from app.identity.facts import MemberRemoved, MemberRoleChanged


@subscribe(MemberRemoved)
def end_places(fact: MemberRemoved) -> None:
    """Take somebody who left an organisation off the teams where they acted for it."""
    end_places_for(fact.person_id, fact.organisation_id, fact.actor_id)


@subscribe(MemberRoleChanged)
def end_places_of_observers(fact: MemberRoleChanged) -> None:
    """Take somebody who only observes a cluster from now on off the teams where they acted."""
    end_places_for(fact.person_id, fact.organisation_id, fact.actor_id)
