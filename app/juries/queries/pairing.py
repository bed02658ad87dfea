"""Reads of trainees and their members: who sits beside whom, and what both handed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.challenges.models import Challenge
from app.core import clock
from app.core.db import db
from app.identity.models import Person
from app.juries.models import Assignment, JudgingRound, Juror, Pairing, Scorecard
from app.juries.queries.hints import open_pairs
from app.juries.queries.judging import is_done
from app.juries.queries.ties import (
    in_conflict,
    is_begun,
    juror_sides,
    known_conflicts,
    proposal_sides,
)
from app.juries.rules.conflicts import detect_all
from app.juries.rules.judging import JUDGED_STATES, OVER
from app.juries.rules.pairing import Place
from app.juries.rules.roles import COUNTING, JurorRole, may_judge
from app.juries.rules.rounds import FIRST, Blindness, RoundKind, has_closed, phase_of_round
from app.proposals.models import Proposal
from challenges.lifecycle import Phase


@dataclass(frozen=True)
class Beside:
    """The scorecard of whom one judges beside; in a double-blind round without the name."""

    juror: str | None
    is_trainee: bool
    scorecard: Scorecard


def list_pairings(event_id: int) -> Sequence[Pairing]:
    """Return the trainees of an event who judge beside a member, in a fixed order."""
    query = select(Pairing).join(Pairing.trainee).where(Juror.event_id == event_id)
    return db.session.scalars(query.order_by(Pairing.id)).all()


def find_pairing(trainee: Juror) -> Pairing | None:
    """Return beside whom a trainee judges, if beside anybody."""
    query = select(Pairing).where(Pairing.trainee_id == trainee.id)
    return db.session.scalar(query.options(joinedload(Pairing.member)))


def list_members(event_id: int) -> Sequence[Juror]:
    """Return those of a panel whose marks count, by name."""
    query = select(Juror).join(Juror.person).where(Juror.event_id == event_id)
    query = query.where(Juror.role.in_(COUNTING)).options(joinedload(Juror.person))
    return db.session.scalars(query.order_by(Person.family_name, Person.given_name, Juror.id)).all()


def duties_of(member_id: int) -> dict[Place, int]:
    """Return what a member judges by reading in rounds that go on, with the challenge of each."""
    query = (
        select(Assignment.proposal_id, Challenge, JudgingRound)
        .join(Assignment.proposal)
        .join(Assignment.round)
        .join(Challenge, Challenge.id == Proposal.challenge_id)
        .where(Assignment.juror_id == member_id, Assignment.recused_at.is_(None))
        .where(not_(in_conflict()), Proposal.state.in_(JUDGED_STATES))
        .where(JudgingRound.kind == RoundKind.REVIEW)
    )
    now = clock.now()
    return {
        (one.id, proposal_id): challenge.id
        for proposal_id, challenge, one in db.session.execute(query)
        if not has_closed(one, now) and challenge.phase not in _after(one.position)
    }


def _after(position: int) -> frozenset[Phase]:
    """Return the phases in which a round is over; a later one is judged with the shortlist."""
    return OVER if position == FIRST else OVER - {phase_of_round(position)}


def own_duties(trainee_id: int) -> dict[Place, bool]:
    """Return what a trainee has to judge by reading, and whether it may go: nothing is begun."""
    query = (
        select(Assignment.round_id, Assignment.proposal_id, Assignment.recused_at, is_begun())
        .join(Assignment.round)
        .where(Assignment.juror_id == trainee_id, JudgingRound.kind == RoundKind.REVIEW)
    )
    return {
        (round_id, proposal_id): recused_at is None and not has_begun
        for round_id, proposal_id, recused_at, has_begun in db.session.execute(query)
    }


def barred_to(trainee: Juror, challenges: dict[int, int]) -> set[int]:
    """Return the proposals of some, by challenge, that a trainee must not or may not judge.

    They are those in the register, those the records tie her to, those she may be tied to, and
    those of challenges that she does not judge.
    """
    sides = [one for one in juror_sides(trainee.event_id) if one.key == trainee.id]
    found = set(detect_all(sides, proposal_sides(set(challenges.values())), {}))
    found |= known_conflicts(trainee.event_id) | open_pairs(trainee.event_id)
    outside = {key for key, challenge in challenges.items() if not may_judge(trainee, challenge)}
    return outside | {proposal for juror, proposal in found if juror == trainee.id}


def list_beside(assignment: Assignment) -> list[Beside]:
    """Return the scorecards beside a juror's own, once both are handed in.

    A trainee reads her member's, the member hers where the organiser said so; never of a proposal
    that the other stepped back from or must not judge.
    """
    if not is_done(assignment):
        return []
    own = assignment.juror_id
    members = select(Pairing.member_id).where(Pairing.trainee_id == own)
    trainees = select(Pairing.trainee_id).where(Pairing.member_id == own, Pairing.is_mutual)
    query = (
        select(Scorecard)
        .join(Scorecard.assignment)
        .join(Assignment.juror)
        .join(Juror.person)
        .where(Assignment.round_id == assignment.round_id)
        .where(Assignment.proposal_id == assignment.proposal_id)
        .where(or_(Juror.id.in_(members), Juror.id.in_(trainees)))
        .where(Assignment.recused_at.is_(None), Scorecard.submitted_at.is_not(None))
        .where(not_(in_conflict()))
        .options(
            selectinload(Scorecard.scores),
            joinedload(Scorecard.assignment).joinedload(Assignment.juror).joinedload(Juror.person),
        )
        .order_by(Person.family_name, Person.given_name, Juror.id)
    )
    is_named = assignment.round.blindness != Blindness.DOUBLE_BLIND
    return [_beside(card, is_named=is_named) for card in db.session.scalars(query)]


def _beside(card: Scorecard, *, is_named: bool) -> Beside:
    juror = card.assignment.juror
    name = juror.person.name if is_named else None
    return Beside(name, juror.role == JurorRole.TRAINEE, card)
