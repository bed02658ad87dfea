"""What organisations are, what tokens are for, and how long a guesser has to wait."""

from app.identity.rules.kinds import SELF_DECLARED, OrganisationKind, SizeClass
from app.identity.rules.scopes import Scope
from app.identity.rules.throttling import FORGETS_AFTER, Throttle, delay_after, failures_now

__all__ = [
    "FORGETS_AFTER",
    "SELF_DECLARED",
    "OrganisationKind",
    "Scope",
    "SizeClass",
    "Throttle",
    "delay_after",
    "failures_now",
]
