"""What the people on a panel do: who scores, whose marks count, who waits."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class JurorRole(StrEnum):
    """What somebody does on a panel."""

    CHAIR = "chair"
    MEMBER = "member"
    ALTERNATE = "alternate"
    TRAINEE = "trainee"
    SECRETARY = "secretary"


# Whose marks make the ranking, and who is given proposals by the assignment.
COUNTING = frozenset({JurorRole.CHAIR, JurorRole.MEMBER})
SCORING = COUNTING | {JurorRole.TRAINEE}


@dataclass(frozen=True)
class Seat:
    """What an organiser sets of a seat: the role and the challenges; None leaves them alone."""

    role: JurorRole | None = None
    challenge_ids: tuple[int, ...] | None = None


AS_IT_IS = Seat()


def may_become(before: JurorRole, after: JurorRole, *, has_scored: bool, is_busy: bool) -> bool:
    """Whether a role can change: marks that count stay so, nobody waits with proposals in hand."""
    if before == after:
        return True
    if has_scored and (before in COUNTING) is not (after in COUNTING):
        return False
    return not is_busy or after in SCORING


def may_judge(juror: Any, challenge_id: int) -> bool:
    """Whether a juror judges a challenge, as far as their limits tell."""
    return not juror.is_limited or challenge_id in juror.challenge_ids
