"""Who may look into the log, and into an event in an emergency."""

from typing import Any

from app.core.authz import Actor, permits
from app.core.permissions import Permission
from app.events.policies import role_on
from app.events.rules import TeamRole


@permits(Permission.LOG_VIEW)
def can_view_log(actor: Actor, event: Any) -> bool:
    """The leads of an event see its log; the operator that of the installation."""
    if event is None:
        return actor.is_operator
    return role_on(actor, event) is TeamRole.LEAD


@permits(Permission.GLASS_BREAK)
def can_break_glass(actor: Actor, _event: Any) -> bool:
    """The operator; a program only if it was made to act as one, and it sees nothing by it."""
    return actor.operates


@permits(Permission.GLASS_VIEW)
def can_view_glass(actor: Actor, glass: Any) -> bool:
    """The operators, and the leads of the event."""
    if actor.is_operator or glass is None:
        return actor.is_operator
    return role_on(actor, glass.event) is TeamRole.LEAD


@permits(Permission.GLASS_END)
def can_end_glass(actor: Actor, glass: Any) -> bool:
    """Whoever broke it, and the leads of the event."""
    is_own = actor.person_id is not None and actor.person_id == glass.opened_by_id
    return is_own or role_on(actor, glass.event) is TeamRole.LEAD


@permits(Permission.PERSON_ADMINISTER)
def can_administer_people(actor: Actor, _person: Any) -> bool:
    """The operator."""
    return actor.operates


@permits(Permission.ORGANISATION_ADMINISTER)
def can_administer_organisations(actor: Actor, _organisation: Any) -> bool:
    """The operator."""
    return actor.operates


@permits(Permission.INSTALLATION_VIEW)
def can_view_installation(actor: Actor, _nothing: Any) -> bool:
    """The operator: how it is, what is said of it, who has an account."""
    return actor.operates


@permits(Permission.INSTALLATION_EDIT)
def can_edit_installation(actor: Actor, _nothing: Any) -> bool:
    """The operator."""
    return actor.operates
