"""Moving a challenge through its phases: who, when and why is kept for each move."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.challenges.facts import (
    ChallengeApproved,
    ChallengeMoved,
    ChallengeSentBack,
    DeadlineExtended,
)
from app.challenges.models import Challenge, ChallengeMove, DeadlineExtension
from app.challenges.queries import gaps_of
from app.challenges.rules.completeness import FIRM
from app.challenges.rules.phases import phase_of, refusal
from app.challenges.services.versions import OCCASIONS, keep_version
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_instant, to_local
from challenges.lifecycle import By, IllegalMove, Phase, check_phase_move

BEFORE_CLOSE = (Phase.PUBLISHED, Phase.OPEN)
MoveGuard = Callable[[Challenge, Phase, Phase], None]
MoverGuard = Callable[[Actor, Challenge, Phase, Phase], None]
_guards: list[MoveGuard] = []
_questions: list[MoverGuard] = []


def guards_moves(guard: MoveGuard) -> MoveGuard:
    """Register the decorated function: it raises while its feature forbids a move."""
    _guards.append(guard)
    return guard


def asks_movers(question: MoverGuard) -> MoverGuard:
    """Register the decorated function: it raises if it is not for this person to make a move."""
    _questions.append(question)
    return question


def lock_challenge(challenge_id: int, *, shared: bool = False) -> Challenge:
    """Return a challenge that nobody else can change until the unit of work ends.

    Shared locks do not wait for each other: many may submit at once while none may move it on.
    """
    statement = (
        select(Challenge)
        .where(Challenge.id == challenge_id)
        .with_for_update(read=shared)
        .execution_options(populate_existing=True)
    )
    challenge = db.session.scalar(statement)
    if challenge is None:
        raise NotFound
    return challenge


def move_challenge(actor: Actor, challenge_id: int, to: Phase | str, reason: str = "") -> Challenge:
    """Move a challenge on as an organiser; the kernel says which moves there are."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_APPROVE, challenge)
    target = _phase(to)
    if target == Phase.PUBLISHED and challenge.phase == Phase.IN_REVIEW:
        check_promises(challenge)
    source = make_move(actor, challenge, target, by=By.ORGANISER, reason=reason)
    if target == Phase.PUBLISHED:
        _note_approval(actor, challenge)
    elif target == Phase.DRAFT:
        _note_return(actor, challenge, reason.strip())
    else:
        note_move(actor, challenge, source, reason.strip())
    return challenge


def check_promises(challenge: Challenge) -> None:
    """Refuse to publish what nobody answers for: sponsor, budget, decision day, rights."""
    gaps = [gap for gap in gaps_of(challenge, clock.now()) if gap.code in FIRM]
    if gaps:
        missing = ", ".join(dict.fromkeys(gap.field for gap in gaps))
        raise Conflict("challenge_incomplete", fields=missing)


def approve_challenge(actor: Actor, challenge_id: int) -> Challenge:
    """Publish a challenge that waits for review."""
    return move_challenge(actor, challenge_id, Phase.PUBLISHED)


def send_back_challenge(actor: Actor, challenge_id: int, reason: str) -> Challenge:
    """Give a challenge back to its owner, who is told why."""
    return move_challenge(actor, challenge_id, Phase.DRAFT, reason)


def extend_deadline(actor: Actor, challenge_id: int, closes_at: datetime, reason: str) -> Challenge:
    """Put the deadline off, before it has passed; everybody sees that and why."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.CHALLENGE_APPROVE, challenge)
    old, now = challenge.closes_at, clock.now()
    zone = challenge.event.timezone
    new = to_instant(closes_at, zone, "closes_at")
    if old is None or phase_of(challenge, now) not in BEFORE_CLOSE:
        raise Conflict("deadline_passed")
    if new <= old:
        raise Invalid("deadline_not_later", field="closes_at")
    if challenge.decision_on and to_local(new, zone).date() > challenge.decision_on:
        raise Invalid("deadline_after_decision", field="closes_at")
    if not reason.strip():
        raise Invalid("reason_missing", field="reason")
    challenge.closes_at = new
    challenge.extensions.append(
        DeadlineExtension(
            from_closes_at=old, to_closes_at=new, at=now, by_id=actor.person_id, reason=reason
        )
    )
    record(
        DeadlineExtended(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            from_closes_at=old,
            to_closes_at=new,
            reason=reason,
        )
    )
    return challenge


def make_move(actor: Actor, challenge: Challenge, to: Phase, *, by: By, reason: str = "") -> Phase:
    """Make a move that kernel and guards allow, keep it in the log, return where it came from."""
    source = phase_of(challenge, clock.now())
    try:
        step = check_phase_move(source, to, by, reason)
    except IllegalMove as error:
        raise refusal(error) from error
    for question in _questions:
        question(actor, challenge, source, to)
    for guard in _guards:
        guard(challenge, source, to)
    if to in OCCASIONS:
        keep_version(actor, challenge, to)
    challenge.phase = to
    challenge.version += 1
    db.session.add(
        ChallengeMove(
            challenge_id=challenge.id,
            from_phase=source,
            to_phase=to,
            by_id=actor.person_id,
            reason=step.reason,
        )
    )
    return source


def _phase(value: Phase | str) -> Phase:
    try:
        return Phase(value)
    except ValueError as error:
        raise Invalid("no_such_phase", field="to") from error


def _note_approval(actor: Actor, challenge: Challenge) -> None:
    challenge.published_at = challenge.published_at or clock.now()
    record(
        ChallengeApproved(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            email=challenge.created_by.email,
            opens_at=challenge.opens_at,
            closes_at=challenge.closes_at,
        )
    )


def _note_return(actor: Actor, challenge: Challenge, reason: str) -> None:
    challenge.published_at = None
    record(
        ChallengeSentBack(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            email=challenge.created_by.email,
            reason=reason,
        )
    )


def note_move(actor: Actor, challenge: Challenge, source: Phase, reason: str = "") -> None:
    """Record that a challenge has come from one phase to another."""
    record(
        ChallengeMoved(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            title=challenge.title,
            from_phase=source,
            to_phase=challenge.phase,
            reason=reason,
        )
    )
