"""Setting up rounds and their rubrics, which are locked by the first score."""

from typing import Any

from sqlalchemy import update

from app.challenges.models import Challenge
from app.challenges.queries import criteria_of
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.core.times import to_instant
from app.juries.facts import RoundChanged, RubricChanged
from app.juries.models import JudgingRound
from app.juries.models import Rubric as RubricRow
from app.juries.queries import rounds as queries
from app.juries.rules.rounds import (
    FIRST,
    LAST,
    RoundKind,
    RoundTerms,
    RubricTerms,
    is_blind,
    rubric_from,
)
from app.proposals.queries import refuse_tied
from challenges import rubric as kernel
from challenges.canonical import to_plain


def ensure_first_round(challenge: Challenge) -> JudgingRound:
    """Return the first round of a challenge that the unit of work holds; made by its brief."""
    rounds = queries.list_rounds(challenge)
    if rounds:
        return rounds[0]
    return _add(challenge, FIRST, RoundTerms(name=""), kernel.plain_rubric(criteria_of(challenge)))


def add_round(actor: Actor, challenge_id: int, terms: RoundTerms) -> JudgingRound:
    """Add a round for the shortlist, with the form of the round before it to begin with."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    ensure_first_round(challenge)
    before = queries.list_rounds(challenge)[-1]
    if before.position == LAST:
        raise Conflict("too_many_rounds")
    made = _add(challenge, before.position + 1, terms, queries.rubric_of(before))
    _note_round(actor, challenge, made)
    return made


def change_round(actor: Actor, challenge_id: int, position: int, terms: RoundTerms) -> JudgingRound:
    """Change a round; who is hidden from whom stands once somebody has something to judge."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    ensure_first_round(challenge)
    one = queries.get_round(challenge, position)
    is_other = (one.kind, one.blindness) != (terms.kind, terms.blindness)
    if is_other and queries.has_assignments(one):
        raise Conflict("round_begun", field="blindness")
    _set(one, terms, challenge)
    _note_round(actor, challenge, one)
    db.session.flush()
    return one


def remove_round(actor: Actor, challenge_id: int, position: int) -> None:
    """Remove the last round of a challenge, as long as nobody has anything to judge in it."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    one = queries.get_round(challenge, position)
    if one.position == FIRST or one.position != queries.list_rounds(challenge)[-1].position:
        raise Conflict("round_not_last")
    if queries.has_assignments(one):
        raise Conflict("round_begun")
    _note_round(actor, challenge, one)
    db.session.delete(one)
    db.session.flush()


def change_rubric(
    actor: Actor, challenge_id: int, position: int, terms: RubricTerms, *, version: int
) -> RubricRow:
    """Write the next version of a round's rubric, until the first score locks it."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    ensure_first_round(challenge)
    one = queries.get_round(challenge, position)
    standing = one.rubric
    if standing.locked_at is not None:
        raise Conflict("rubric_locked")
    if standing.version != version:
        raise Conflict("changed_meanwhile")
    rubric = rubric_from(terms, queries.rubric_of(one), position)
    if findings := kernel.check_rubric(rubric):
        field = findings[0].path.replace("[", "-").replace("]", "").replace(".", "-")
        raise Invalid("rubric_wrong", field=field, message=findings[0].message)
    if kernel.rubric_digest(rubric) == standing.digest:
        return standing
    made = _add_rubric(one, rubric, version + 1, actor.person_id)
    record(
        RubricChanged(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            round_id=one.id,
            challenge_id=challenge.id,
            version=made.version,
            digest=made.digest,
        )
    )
    return made


def lock_rubric(one: JudgingRound) -> RubricRow:
    """Return the rubric to score by, which from now on nobody can change."""
    standing = one.rubric
    if standing.locked_at is None:
        locked = (
            update(RubricRow)
            .where(RubricRow.id == standing.id, RubricRow.locked_at.is_(None))
            .values(locked_at=clock.now())
        )
        db.session.execute(locked)
    return standing


def _add(
    challenge: Challenge, position: int, terms: RoundTerms, rubric: kernel.Rubric
) -> JudgingRound:
    made = JudgingRound(challenge_id=challenge.id, challenge=challenge, position=position)
    _set(made, terms, challenge)
    db.session.add(made)
    db.session.flush()
    _add_rubric(made, rubric, 1, None)
    return made


def _set(one: JudgingRound, terms: RoundTerms, challenge: Challenge) -> None:
    if terms.kind is RoundKind.PITCH and is_blind(terms.blindness):
        raise Invalid("pitch_not_blind", field="blindness")
    zone = challenge.event.timezone
    one.name, one.kind, one.blindness = terms.name, terms.kind, terms.blindness
    one.per_proposal = terms.per_proposal
    one.opens_at = to_instant(terms.opens_at, zone, "opens_at") if terms.opens_at else None
    one.closes_at = to_instant(terms.closes_at, zone, "closes_at") if terms.closes_at else None
    if one.opens_at and one.closes_at and one.closes_at <= one.opens_at:
        raise Invalid("closes_before_opens", field="closes_at")


def _add_rubric(
    one: JudgingRound, rubric: kernel.Rubric, version: int, person_id: int | None
) -> RubricRow:
    content: Any = to_plain(rubric)
    made = RubricRow(
        round_id=one.id,
        version=version,
        content=content,
        digest=kernel.rubric_digest(rubric),
        made_by_id=person_id,
    )
    one.rubrics.append(made)
    db.session.flush()
    return made


def _note_round(actor: Actor, challenge: Challenge, one: JudgingRound) -> None:
    record(
        RoundChanged(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            round_id=one.id,
            challenge_id=challenge.id,
        )
    )
