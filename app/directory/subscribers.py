"""What the worker does for the directory: it looks for organisations that look like a new one."""

from app.core.facts import subscribe
from app.directory.services.finding import note_duplicates
from app.identity.facts import OrganisationChanged, OrganisationRegistered


@subscribe(OrganisationRegistered)
def compare_new(fact: OrganisationRegistered) -> None:
    """Compare an organisation that was entered with all others."""
    note_duplicates(fact.organisation_id)


@subscribe(OrganisationChanged)
def compare_changed(fact: OrganisationChanged) -> None:
    """Compare an organisation with all others once it says something else of itself."""
    note_duplicates(fact.organisation_id)
