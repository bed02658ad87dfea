"""Who may do what: an actor, a permission, a thing, and one door.

Policies are pure functions of a feature, registered for a permission. Pages, API and commands all
pass `authorize`; templates ask `can`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from app.core.errors import DomainError, Forbidden, NotFound
from app.core.permissions import Permission

Policy = Callable[["Actor", Any], bool]
Refusal = Callable[["Actor", Permission, Any], DomainError | None]
P = TypeVar("P", bound=Policy)
R = TypeVar("R", bound=Refusal)
_policies: dict[Permission, Policy] = {}
_refusals: list[Refusal] = []

READ = "read"
WRITE = "write"
OPERATE = "operate"


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Whoever acts: a person, a paired device, the system itself, or nobody known.

    The actor speaks for `organisation_ids`, and looks after the people and the profile of
    `administered_ids` among them; of the clusters in `observed_ids` it only reads figures.
    `scopes` is None for a signed-in person; an API token has some of "read", "write", "operate",
    and perhaps one event that it is limited to. `proved_at` is when somebody with a browser last
    proved that it is them, `has_proved_email` whether the address is known to be theirs. An
    operator who broke the glass `looks_into` an event with the eyes of its lead; the guards say so
    only for requests that read.
    """

    person_id: int | None = None
    email: str = ""
    name: str = ""
    organisation_ids: frozenset[int] = field(default_factory=frozenset)
    administered_ids: frozenset[int] = field(default_factory=frozenset)
    observed_ids: frozenset[int] = field(default_factory=frozenset)
    is_operator: bool = False
    is_system: bool = False
    device_id: int | None = None
    session_id: int | None = None
    proved_at: datetime | None = None
    has_proved_email: bool = False
    scopes: frozenset[str] | None = None
    token_id: int | None = None
    event_limit: int | None = None
    looks_into: frozenset[int] = field(default_factory=frozenset)

    @property
    def is_signed_in(self) -> bool:
        """Whether a known person acts."""
        return self.person_id is not None

    @property
    def operates(self) -> bool:
        """Whether an operator acts: in person, or by a token that was made for it."""
        return self.is_operator and (self.token_id is None or OPERATE in (self.scopes or ()))


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True, name="Innoday")


def permits(permission: Permission) -> Callable[[P], P]:
    """Register the decorated policy as the answer for a permission."""

    def decorate(policy: P) -> P:
        if permission in _policies:
            raise TypeError("two policies for " + permission)
        _policies[permission] = policy
        return policy

    return decorate


def refuses(refusal: R) -> R:
    """Register the decorated function to say why those who see a thing cannot do this to it."""
    _refusals.append(refusal)
    return refusal


def can(actor: Actor, permission: Permission, thing: Any = None) -> bool:
    """Return whether the actor may; the system may everything, a token only within its limits."""
    if actor.is_system:
        return True
    if not is_within_limit(actor, thing):
        return False
    if actor.scopes is not None and not _within_scopes(actor.scopes, permission):
        return False
    return _policies[permission](actor, thing)


def authorize(actor: Actor, permission: Permission, thing: Any = None) -> None:
    """Pass, or refuse: 404 for what the actor may not even see, else 403.

    What nobody can do to such a thing is refused with its own reason to those who see it.
    """
    if can(actor, permission, thing):
        return
    if not is_within_limit(actor, thing):
        raise NotFound
    for refusal in _refusals:
        if (reason := refusal(actor, permission, thing)) is not None:
            raise reason
    view = permission.view
    if view is not None and (view is permission or not can(actor, view, thing)):
        raise NotFound
    raise Forbidden(permission=permission.value)


def is_within_limit(actor: Actor, thing: Any) -> bool:
    """Whether the actor is not limited to another event than the one that the thing belongs to.

    A thing says so by its `event_id`; what belongs to no event is outside of every limit.
    """
    limit = actor.event_limit
    return limit is None or getattr(thing, "event_id", None) == limit


def _within_scopes(scopes: frozenset[str], permission: Permission) -> bool:
    if permission.is_whole:
        return bool(scopes & {READ, WRITE})
    return (READ if permission.is_read else WRITE) in scopes


def policies() -> dict[Permission, Policy]:
    """Return the registered policies."""
    return dict(_policies)
