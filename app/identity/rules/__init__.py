"""What organisations are and say of themselves, and how people and programs get in."""

from app.identity.rules.crossed import ASKABLE, CrossedState, Side, answering_side
from app.identity.rules.inviting import ASKED_OF_OWNERS, INVITATION_LASTS, Purpose
from app.identity.rules.kinds import SELF_DECLARED, OrganisationKind, SizeClass
from app.identity.rules.profiles import (
    LabelKind,
    OfferKind,
    StaffBand,
    StartupStage,
    SupportService,
)
from app.identity.rules.roles import ACTING, MemberRole
from app.identity.rules.scopes import Scope
from app.identity.rules.sizes import (
    BalanceSheet,
    Figures,
    Headcount,
    Relation,
    Turnover,
    is_outdated,
    size_class_of,
)
from app.identity.rules.throttling import FORGETS_AFTER, Throttle, delay_after, failures_now
from app.identity.rules.tokens import (
    MOST_DAYS,
    USUAL_DAYS,
    hour_of,
    is_stronger,
    most_days,
    told_at,
)

__all__ = [
    "ACTING",
    "ASKABLE",
    "ASKED_OF_OWNERS",
    "FORGETS_AFTER",
    "INVITATION_LASTS",
    "MOST_DAYS",
    "SELF_DECLARED",
    "USUAL_DAYS",
    "BalanceSheet",
    "CrossedState",
    "Figures",
    "Headcount",
    "LabelKind",
    "MemberRole",
    "OfferKind",
    "OrganisationKind",
    "Purpose",
    "Relation",
    "Scope",
    "Side",
    "SizeClass",
    "StaffBand",
    "StartupStage",
    "SupportService",
    "Throttle",
    "Turnover",
    "answering_side",
    "delay_after",
    "failures_now",
    "hour_of",
    "is_outdated",
    "is_stronger",
    "most_days",
    "size_class_of",
    "told_at",
]
