"""Screening by a checklist: its points, what they suggest, what contradicts them, and the reply.

The conditions of the challenge come first, each with what can be seen by itself; the organisers'
own points follow. A person answers every point, with yes, no or unclear.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from app.core.ids import encode_id
from app.proposals.rules import check_eligibility
from challenges.lifecycle import Phase, ProposalState

REPLY_DAYS = 5
HOUSE = "house-"
SMALL = frozenset({"micro", "small", "medium"})
BEGINS_DECIDING = frozenset({Phase.SHORTLIST, Phase.DECISION})


class Verdict(StrEnum):
    """What is found of one point."""

    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class ReplyState(StrEnum):
    """Where the right of reply of a finding stands."""

    OPEN = "open"
    REPLIED = "replied"
    LAPSED = "lapsed"
    CONFIRMED = "confirmed"
    TURNED = "turned"


@dataclass(frozen=True)
class Point:
    """One point of a checklist: a condition of the challenge, or one of the house with its text."""

    key: str
    suggested: Verdict | None
    text: str = ""


def points_of(challenge: Any, proposal: Any, house: Iterable[Any]) -> tuple[Point, ...]:
    """Return the points of a proposal's checklist, each with what can be seen by itself."""
    checks = check_eligibility(challenge, proposal.organisation, proposal)
    found = [Point(one.code, Verdict.YES if one.is_met else Verdict.NO) for one in checks]
    if asks_for_small(challenge.who_may_apply):
        found.insert(1, Point("size", size_verdict(proposal.organisation.size_class)))
    if challenge.eligibility.strip():
        found.append(Point("words", None))
    return (*found, *(Point(f"{HOUSE}{encode_id(one.id)}", None, one.text) for one in house))


def asks_for_small(kinds: Sequence[str]) -> bool:
    """Whether a challenge is for small and medium companies but not for large ones."""
    return "sme" in kinds and "large_company" not in kinds


def size_verdict(size_class: str | None) -> Verdict:
    """Return what a declared size says; without a declaration it is unclear."""
    if size_class is None:
        return Verdict.UNCLEAR
    return Verdict.YES if size_class in SMALL else Verdict.NO


def contradiction(verdicts: Mapping[str, str], target: ProposalState, reason: str) -> str | None:
    """Return the code of what speaks against a finding, None if the checklist carries it.

    Nothing does where nobody has used the checklist. A no keeps a proposal out; what is unclear
    needs a reason to go in; and without a no there is no ground to keep it out.
    """
    said = set(verdicts.values())
    if not said:
        return None
    if target is ProposalState.INELIGIBLE:
        return None if Verdict.NO in said else "checklist_names_no_ground"
    if Verdict.NO in said:
        return "checklist_says_no"
    return "checklist_unclear" if Verdict.UNCLEAR in said and not reason.strip() else None


def reply_until(found_at: datetime, days: int) -> datetime:
    """Return until when authors may reply to a finding."""
    return found_at + timedelta(days=days)


def reply_state(finding: Any, now: datetime) -> ReplyState:
    """Return where the right of reply of a finding stands at an instant."""
    if finding.outcome is not None:
        return ReplyState(finding.outcome)
    if finding.replied_at is not None:
        return ReplyState.REPLIED
    return ReplyState.OPEN if now < finding.reply_until else ReplyState.LAPSED


def holds_up(finding: Any, now: datetime) -> bool:
    """Whether nothing may be decided yet: a reply can still come, or waits for an answer."""
    return reply_state(finding, now) in {ReplyState.OPEN, ReplyState.REPLIED}
