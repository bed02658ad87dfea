"""Who reads and writes an organisation's applicant file."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission


@permits(Permission.APPLICANT_VIEW)
def can_view_file(actor: Actor, organisation: Any) -> bool:
    """Those who act for the organisation, and nobody else: no operator, no organiser."""
    return actor.is_signed_in and organisation.id in actor.organisation_ids


@permits(Permission.APPLICANT_EDIT)
def can_edit_file(actor: Actor, organisation: Any) -> bool:
    """Those who act for the organisation."""
    return can_view_file(actor, organisation)
