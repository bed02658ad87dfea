"""Phases of a challenge, states of a proposal, and the allowed moves as data.

Method: two finite state machines whose tables are read by one function; the clock opens and
closes a published challenge without anybody storing it. Cost: linear in the size of a table.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Phase(StrEnum):
    """Where a challenge stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"
    SCREENING = "screening"
    JURY = "jury"
    SHORTLIST = "shortlist"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"
    ARCHIVED = "archived"


class ProposalState(StrEnum):
    """Where a proposal stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    INELIGIBLE = "ineligible"
    ELIGIBLE = "eligible"
    SHORTLISTED = "shortlisted"
    SELECTED = "selected"
    NOT_SELECTED = "not_selected"


class By(StrEnum):
    """Who makes a move."""

    OWNER = "owner"
    ORGANISER = "organiser"
    CLOCK = "clock"
    PROPOSER = "proposer"
    JURY = "jury"


NO_SUCH_MOVE = "no_such_move"
NOT_YOURS = "not_yours"
WRONG_PHASE = "wrong_phase"
REASON_MISSING = "reason_missing"

ANY_PHASE = frozenset(Phase)
BEFORE_DECISION = frozenset(
    {Phase.OPEN, Phase.CLOSED, Phase.SCREENING, Phase.JURY, Phase.SHORTLIST}
)
WHILE_OPEN = frozenset({Phase.OPEN})
WHILE_SCREENING = frozenset({Phase.CLOSED, Phase.SCREENING, Phase.JURY})
WHILE_SHORTLISTING = frozenset({Phase.JURY, Phase.SHORTLIST})
WHILE_DECIDING = frozenset({Phase.DECISION})
AFTER_DECISION = frozenset({Phase.DECISION, Phase.FOLLOW_UP})


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: from where to where, by whom, and in which phases of the challenge."""

    source: StrEnum
    target: StrEnum
    by: By
    reason_required: bool = False
    phases: frozenset[Phase] = ANY_PHASE


@dataclass(frozen=True, slots=True)
class Step:
    """A move that was checked, with the reason that was given for it."""

    move: Move
    reason: str


class IllegalMove(Exception):  # noqa: N818 - named for what happened, like the other refusals
    """A move that is not allowed; `code` and `params` say why."""

    def __init__(self, code: str, params: dict[str, str]) -> None:
        """Keep the code and its parameters for the edge, which chooses the words."""
        self.code = code
        self.params = params
        super().__init__(code, params)


PHASE_MOVES = frozenset(
    {
        Move(Phase.DRAFT, Phase.IN_REVIEW, By.OWNER),
        Move(Phase.DRAFT, Phase.IN_REVIEW, By.ORGANISER),
        Move(Phase.IN_REVIEW, Phase.DRAFT, By.OWNER),
        Move(Phase.IN_REVIEW, Phase.DRAFT, By.ORGANISER, reason_required=True),
        Move(Phase.IN_REVIEW, Phase.PUBLISHED, By.ORGANISER),
        Move(Phase.PUBLISHED, Phase.DRAFT, By.ORGANISER, reason_required=True),
        Move(Phase.PUBLISHED, Phase.OPEN, By.CLOCK),
        Move(Phase.OPEN, Phase.CLOSED, By.CLOCK),
        Move(Phase.CLOSED, Phase.SCREENING, By.ORGANISER),
        Move(Phase.CLOSED, Phase.JURY, By.ORGANISER),
        Move(Phase.SCREENING, Phase.JURY, By.ORGANISER),
        Move(Phase.JURY, Phase.SCREENING, By.ORGANISER, reason_required=True),
        Move(Phase.JURY, Phase.SHORTLIST, By.ORGANISER),
        Move(Phase.JURY, Phase.DECISION, By.ORGANISER),
        Move(Phase.SHORTLIST, Phase.JURY, By.ORGANISER, reason_required=True),
        Move(Phase.SHORTLIST, Phase.DECISION, By.ORGANISER),
        Move(Phase.DECISION, Phase.SHORTLIST, By.ORGANISER, reason_required=True),
        Move(Phase.DECISION, Phase.JURY, By.ORGANISER, reason_required=True),
        Move(Phase.DECISION, Phase.FOLLOW_UP, By.ORGANISER),
        Move(Phase.FOLLOW_UP, Phase.DECISION, By.ORGANISER, reason_required=True),
        Move(Phase.FOLLOW_UP, Phase.ARCHIVED, By.ORGANISER),
        # A challenge may be called off at any point before its follow-up.
        *(
            Move(phase, Phase.ARCHIVED, By.ORGANISER, reason_required=True)
            for phase in Phase
            if phase not in {Phase.FOLLOW_UP, Phase.ARCHIVED}
        ),
    }
)

_P = ProposalState
_DECISIONS = (
    (_P.ELIGIBLE, _P.SELECTED),
    (_P.ELIGIBLE, _P.NOT_SELECTED),
    (_P.SHORTLISTED, _P.SELECTED),
    (_P.SHORTLISTED, _P.NOT_SELECTED),
)

PROPOSAL_MOVES = frozenset(
    {
        Move(_P.DRAFT, _P.SUBMITTED, By.PROPOSER, phases=WHILE_OPEN),
        Move(_P.SUBMITTED, _P.DRAFT, By.PROPOSER, phases=WHILE_OPEN),
        Move(_P.WITHDRAWN, _P.DRAFT, By.PROPOSER, phases=WHILE_OPEN),
        *(
            Move(state, _P.WITHDRAWN, By.PROPOSER, phases=BEFORE_DECISION)
            for state in (_P.DRAFT, _P.SUBMITTED, _P.ELIGIBLE, _P.SHORTLISTED)
        ),
        Move(_P.SUBMITTED, _P.ELIGIBLE, By.ORGANISER, phases=WHILE_SCREENING),
        *(
            Move(source, target, By.ORGANISER, reason_required=True, phases=WHILE_SCREENING)
            for source, target in (
                (_P.SUBMITTED, _P.INELIGIBLE),
                (_P.ELIGIBLE, _P.INELIGIBLE),
                (_P.INELIGIBLE, _P.ELIGIBLE),
            )
        ),
        *(
            move
            for by in (By.ORGANISER, By.JURY)
            for move in (
                Move(_P.ELIGIBLE, _P.SHORTLISTED, by, phases=WHILE_SHORTLISTING),
                Move(
                    _P.SHORTLISTED,
                    _P.ELIGIBLE,
                    by,
                    reason_required=True,
                    phases=WHILE_SHORTLISTING,
                ),
            )
        ),
        *(
            Move(source, target, by, reason_required=True, phases=WHILE_DECIDING)
            for by in (By.ORGANISER, By.JURY)
            for source, target in _DECISIONS
        ),
        # A decision taken by mistake, as long as nobody was told.
        *(
            Move(
                source,
                _P.SHORTLISTED,
                By.ORGANISER,
                reason_required=True,
                phases=WHILE_SHORTLISTING,
            )
            for source in (_P.SELECTED, _P.NOT_SELECTED)
        ),
        *(
            Move(source, target, By.ORGANISER, reason_required=True, phases=AFTER_DECISION)
            for source, target in (
                (_P.SELECTED, _P.NOT_SELECTED),
                (_P.NOT_SELECTED, _P.SELECTED),
            )
        ),
    }
)


def phase_at(
    stored: Phase, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> Phase:
    """Return the phase a challenge is in now: once published, the clock opens and closes it."""
    if stored not in {Phase.PUBLISHED, Phase.OPEN}:
        return stored
    if closes_at is not None and now >= closes_at:
        return Phase.CLOSED
    if opens_at is not None and now >= opens_at:
        return Phase.OPEN
    return Phase.PUBLISHED


def may_submit(phase: Phase) -> bool:
    """Say whether proposals can be submitted in a phase."""
    return phase is Phase.OPEN


def accepts_submissions(
    stored: Phase, opens_at: datetime | None, closes_at: datetime | None, now: datetime
) -> bool:
    """Say whether proposals can be submitted now: from opens_at on, and before closes_at."""
    return may_submit(phase_at(stored, opens_at, closes_at, now))


def allowed_moves(
    moves: Collection[Move], source: StrEnum, by: By, phase: Phase | None = None
) -> tuple[Move, ...]:
    """Return the moves somebody can make from a state, in the order of their targets."""
    found = [
        move
        for move in moves
        if move.source == source and move.by == by and (phase is None or phase in move.phases)
    ]
    order = [*Phase, *ProposalState]
    return tuple(sorted(found, key=lambda move: order.index(move.target)))


def check_phase_move(source: Phase, target: Phase, by: By, reason: str = "") -> Step:
    """Return the step of a challenge from its phase by the clock, or raise `IllegalMove`."""
    return check_move(PHASE_MOVES, source, target, by, reason=reason)


def check_proposal_move(
    source: ProposalState, target: ProposalState, by: By, phase: Phase, reason: str = ""
) -> Step:
    """Return the step of a proposal while its challenge is in a phase, or raise `IllegalMove`."""
    return check_move(PROPOSAL_MOVES, source, target, by, phase=phase, reason=reason)


def check_move(
    moves: Collection[Move],
    source: StrEnum,
    target: StrEnum,
    by: By,
    *,
    phase: Phase | None = None,
    reason: str = "",
) -> Step:
    """Return the step with its reason, or raise `IllegalMove` with the first rule it breaks."""
    params = {"source": str(source), "target": str(target), "by": str(by)}
    found = [move for move in moves if move.source == source and move.target == target]
    if not found:
        raise IllegalMove(NO_SUCH_MOVE, params)
    mine = [move for move in found if move.by == by]
    if not mine:
        allowed = ", ".join(sorted(move.by for move in found))
        raise IllegalMove(NOT_YOURS, {**params, "allowed": allowed})
    move = mine[0]
    if phase is not None and phase not in move.phases:
        raise IllegalMove(WRONG_PHASE, {**params, "phase": str(phase)})
    if move.reason_required and not reason.strip():
        raise IllegalMove(REASON_MISSING, params)
    return Step(move, reason.strip())
