"""How a letter is worded: the reasons it may give, whose words the pages have in every language.

An event that has reasons of its own offers those instead.
"""

from dataclasses import dataclass

USUAL = (
    "fit_strong",
    "team_strong",
    "plan_strong",
    "need_unclear",
    "fit_weak",
    "novelty_weak",
    "too_early",
    "team_incomplete",
    "plan_thin",
    "costs_unclear",
    "evidence_missing",
    "rights_open",
    "others_stronger",
)


@dataclass(frozen=True)
class Wording:
    """What an organiser writes into a letter; `accept_reason` lets stand what looks like a leak."""

    feedback: str
    reasons: tuple[str, ...] = ()
    accept_reason: str = ""
