"""Who may agree, get a copy, erase, and see and set how long things are kept."""

from collections.abc import Collection
from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission


@permits(Permission.CONSENT_GIVE)
def can_give_consent(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor is a known person; everybody answers for themself."""
    return actor.is_signed_in


@permits(Permission.EXPORT_MAKE)
def can_make_export(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor is a known person; everybody gets what is about themself."""
    return actor.is_signed_in


@permits(Permission.EXPORT_VIEW)
def can_view_export(actor: Actor, export: Any) -> bool:
    """Whether the copy is of the actor's own data."""
    if export is None:
        return actor.is_signed_in
    return actor.person_id is not None and actor.person_id == export.person_id


@permits(Permission.ERASURE_VIEW)
def can_view_erasures(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation."""
    return actor.operates


@permits(Permission.ERASURE_MAKE)
def can_erase(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation; people erase themselves without this."""
    return actor.operates


@permits(Permission.RETENTION_VIEW)
def can_view_retention(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation."""
    return actor.is_operator


@permits(Permission.RETENTION_EDIT)
def can_edit_retention(actor: Actor, _nothing: Any) -> bool:
    """Whether the actor runs the installation."""
    return actor.operates


@permits(Permission.RECORDS_VIEW)
def can_view_records(actor: Actor, clusters: Collection[int]) -> bool:
    """Whether the actor runs the installation, or owns one of the clusters."""
    return actor.is_operator or bool(actor.administered_ids & set(clusters))
