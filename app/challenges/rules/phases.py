"""Where a challenge stands, and what becomes of a move that the kernel refuses."""

from datetime import datetime
from typing import Any

from app.core.errors import Conflict, DomainError, Forbidden, Invalid
from challenges.lifecycle import (
    NOT_YOURS,
    PHASE_MOVES,
    REASON_MISSING,
    By,
    IllegalMove,
    Move,
    Phase,
    accepts_submissions,
    allowed_moves,
    phase_at,
)

DRAFTING = frozenset({Phase.DRAFT, Phase.IN_REVIEW})


def phase_of(challenge: Any, now: datetime) -> Phase:
    """Return the phase a challenge is in at an instant, the clock's moves included."""
    return phase_at(Phase(challenge.phase), challenge.opens_at, challenge.closes_at, now)


def is_open(challenge: Any, now: datetime) -> bool:
    """Whether proposals may be written and submitted at an instant."""
    return accepts_submissions(Phase(challenge.phase), challenge.opens_at, challenge.closes_at, now)


def has_closed(challenge: Any, now: datetime) -> bool:
    """Whether the deadline has passed, or the challenge has gone on from there."""
    phase = phase_of(challenge, now)
    return phase not in DRAFTING | {Phase.PUBLISHED, Phase.OPEN}


def is_published(challenge: Any) -> bool:
    """Whether everybody may read a challenge; one called off as a draft never was public."""
    if challenge.phase == Phase.ARCHIVED:
        return challenge.published_at is not None
    return challenge.phase not in DRAFTING


def organiser_moves(challenge: Any, now: datetime) -> tuple[Move, ...]:
    """Return the moves that an organiser can make from where a challenge stands."""
    return allowed_moves(PHASE_MOVES, phase_of(challenge, now), By.ORGANISER)


def refusal(error: IllegalMove) -> DomainError:
    """Return the kernel's refusal as an expected failure."""
    if error.code == REASON_MISSING:
        return Invalid("reason_missing", field="reason")
    if error.code == NOT_YOURS:
        return Forbidden("move_not_yours", **error.params)
    return Conflict(error.code, **error.params)
