"""What the worker does for events: whoever left a cluster no longer acts for it."""

from app.core.facts import subscribe
from app.events.services.leaving import end_places_for
from app.identity.facts import MemberRemoved


@subscribe(MemberRemoved)
def end_places(fact: MemberRemoved) -> None:
    """Take somebody who left an organisation off the teams where they acted for it."""
    end_places_for(fact.person_id, fact.organisation_id, fact.actor_id)
