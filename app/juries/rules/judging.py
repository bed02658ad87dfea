"""When a jury judges and decides, and what a scorecard and a decision need."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.juries.rules.roles import JurorRole
from challenges.lifecycle import PROPOSAL_MOVES, By, Phase, ProposalState, allowed_moves

MAX_COMMENT = 4000
# Those that passed the screening: a jury judges them, or has.
JUDGED_STATES = (
    ProposalState.ELIGIBLE,
    ProposalState.SHORTLISTED,
    ProposalState.SELECTED,
    ProposalState.NOT_SELECTED,
)
PENDING_STATES = (ProposalState.SUBMITTED,)
BEFORE_JURY = frozenset({Phase.CLOSED, Phase.SCREENING})
ASSIGNABLE = BEFORE_JURY | {Phase.JURY}
DECIDABLE = frozenset({Phase.JURY, Phase.SHORTLIST, Phase.DECISION})
OVER = frozenset({Phase.SHORTLIST, Phase.DECISION, Phase.FOLLOW_UP, Phase.ARCHIVED})


class Outcome(StrEnum):
    """What is decided on a proposal."""

    SELECTED = "selected"
    SHORTLISTED = "shortlisted"
    NOT_SELECTED = "not_selected"


FINAL = frozenset({Outcome.SELECTED, Outcome.NOT_SELECTED})


@dataclass(frozen=True)
class Mark:
    """A juror's level for one criterion, not yet chosen perhaps, and why."""

    value: int | None
    comment: str = ""


@dataclass(frozen=True)
class Missing:
    """What a scorecard lacks: the criterion, and which of its two parts."""

    criterion: str
    part: str


@dataclass(frozen=True)
class Judgement:
    """What a juror says about a proposal: marks by criterion, comments, yes or no by question."""

    marks: Mapping[str, Mark]
    comment: str = ""
    comment_to_proposer: str = ""
    answers: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """What is decided on a proposal, why, and what its authors are told."""

    outcome: Outcome
    reason: str
    feedback: str = ""


@dataclass(frozen=True)
class Invitee:
    """Whom an organiser wants on the panel, and what is known of them."""

    email: str
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""
    capacity: int | None = None
    role: JurorRole = JurorRole.MEMBER
    challenge_ids: tuple[int, ...] = ()


def missing_marks(
    keys: Collection[str], marks: Mapping[str, Mark], *, needs_reasons: bool = True
) -> tuple[Missing, ...]:
    """Return what keeps a scorecard from being submitted, in the order of the criteria."""
    empty = Mark(None)
    found = []
    for key in keys:
        mark = marks.get(key, empty)
        if mark.value is None:
            found.append(Missing(key, "value"))
        if needs_reasons and not mark.comment.strip():
            found.append(Missing(key, "comment"))
    return tuple(found)


def offered_outcomes(phase: Phase, state: ProposalState) -> tuple[Outcome, ...]:
    """Return the outcomes that can be recorded for a proposal while its challenge is in a phase."""
    if phase not in DECIDABLE:
        return ()
    return tuple(outcome for outcome in Outcome if _leads_to(outcome, phase, state))


def _leads_to(outcome: Outcome, phase: Phase, state: ProposalState) -> bool:
    """Whether a proposal has an outcome already or can get it, as the kernel's moves say."""
    there = phase_for(outcome, phase)
    if outcome is Outcome.SHORTLISTED and there is Phase.DECISION:
        return False
    moves = allowed_moves(PROPOSAL_MOVES, state, By.ORGANISER, there)
    return outcome in {state, *(move.target for move in moves)}


def phase_for(outcome: Outcome, phase: Phase) -> Phase:
    """Return the phase that a challenge must be in for an outcome to be recorded."""
    if outcome in FINAL:
        return Phase.DECISION
    return Phase.SHORTLIST if phase is Phase.JURY else phase


def suggested_feedback(comments: Collection[str]) -> str:
    """Return the jurors' words to the proposer as a first draft, each said once."""
    words = (comment.strip() for comment in comments)
    return "\n\n".join(dict.fromkeys(comment for comment in words if comment))
