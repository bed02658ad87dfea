"""What the pool of experts does about what happens elsewhere."""

from app.core.facts import subscribe
from app.experts.services import note_new_name
from app.identity.facts import PersonChanged


@subscribe(PersonChanged)
def find_by_new_name(fact: PersonChanged) -> None:
    """Let an expert who changed their name be found by it."""
    note_new_name(fact.person_id)
