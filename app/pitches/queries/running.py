"""Reads of pitch days: the running order, how many handed in, what a juror scores now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, not_, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.challenges.models import Challenge
from app.core import tokens
from app.core.authz import Actor, authorize
from app.core.clock import now
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.events.queries import get_managed_event
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import Assignment, JudgingRound, Juror, JurorChallenge, Scorecard
from app.juries.queries.judging import visible_to
from app.juries.queries.ties import in_conflict
from app.juries.rules.roles import COUNTING, SCORING, JurorRole, may_judge
from app.juries.rules.rounds import RoundKind
from app.pitches.models import JurorPass, Pitch, PitchDay
from app.pitches.rules import Light, Stage, light, timetable
from app.proposals.models import Proposal
from app.proposals.queries import closed_to


@dataclass(frozen=True)
class Turn:
    """A pitch in its running order: when it is planned, and how many of its jurors handed in."""

    pitch: Pitch
    planned_at: datetime
    done: int
    due: int

    @property
    def light(self) -> Light:
        """The quorum light."""
        return light(self.done, self.due)


@dataclass(frozen=True)
class Seat:
    """A juror and the code that signs them in, if one was made."""

    juror: Juror
    key: JurorPass | None


def list_pitch_rounds(event: Event) -> list[tuple[JudgingRound, PitchDay | None]]:
    """Return the rounds of an event that are pitched, each with its day once it is planned."""
    query = (
        select(JudgingRound, PitchDay)
        .join(Challenge, Challenge.id == JudgingRound.challenge_id)
        .outerjoin(PitchDay, PitchDay.round_id == JudgingRound.id)
        .where(Challenge.event_id == event.id, JudgingRound.kind == RoundKind.PITCH)
        .options(joinedload(JudgingRound.challenge))
        .order_by(Challenge.title, JudgingRound.position)
    )
    return [(one, day) for one, day in db.session.execute(query)]


def get_round(actor: Actor, round_id: int) -> JudgingRound:
    """Return a round whose pitches the actor runs; NotFound for everybody else."""
    query = select(JudgingRound).where(JudgingRound.id == round_id)
    whole = joinedload(JudgingRound.challenge).joinedload(Challenge.event)
    found = db.session.scalar(query.options(whole))
    if found is None:
        raise NotFound
    get_managed_event(actor, found.challenge.event.slug)
    authorize(actor, Permission.PITCH_MANAGE, found.challenge.event)
    return found


def get_run_round(actor: Actor, round_id: int) -> JudgingRound:
    """Return a round whose pitches the actor opens and closes: as an organiser, or as its chair."""
    challenge = select(JudgingRound.challenge_id).where(JudgingRound.id == round_id)
    limits = select(JurorChallenge.juror_id).where(
        JurorChallenge.challenge_id == challenge.scalar_subquery(),
        JurorChallenge.is_chair.is_(True),
    )
    chair = (
        select(JudgingRound)
        .join(JudgingRound.challenge)
        .join(Juror, Juror.event_id == Challenge.event_id)
        .where(JudgingRound.id == round_id, Juror.person_id == actor.person_id)
        .where(Juror.role == JurorRole.CHAIR)
        .where(or_(Juror.is_limited.is_(False), Juror.id.in_(limits)))
        .options(joinedload(JudgingRound.challenge).joinedload(Challenge.event))
    )
    return db.session.scalar(chair) or get_round(actor, round_id)


def list_scoring(event_id: int, challenge_id: int) -> set[int]:
    """Return the jurors of an event who score a challenge: not those who wait or take minutes."""
    query = select(Juror).where(Juror.event_id == event_id, Juror.role.in_(SCORING))
    jurors = db.session.scalars(query.options(selectinload(Juror.limits)))
    return {juror.id for juror in jurors if may_judge(juror, challenge_id)}


def find_day(round_id: int) -> PitchDay | None:
    """Return the pitch day of a round, if it is planned."""
    query = select(PitchDay).where(PitchDay.round_id == round_id)
    return db.session.scalar(query)


def get_day(round_id: int) -> PitchDay:
    """Return the pitch day of a round; NotFound before it is planned."""
    found = find_day(round_id)
    if found is None:
        raise NotFound
    return found


def list_turns(actor: Actor, day: PitchDay) -> list[Turn]:
    """Return the running order of a day with its quorum lights, but for what is closed to one."""
    query = (
        select(Pitch)
        .where(Pitch.day_id == day.id)
        .options(joinedload(Pitch.proposal).joinedload(Proposal.organisation))
        .order_by(Pitch.place, Pitch.id)
    )
    pitches = db.session.scalars(query).all()
    counted = _count_sheets(day.round_id)
    closed = closed_to(actor, day.round.challenge.event_id)
    times = timetable(day.terms, len(pitches))
    return [
        Turn(pitch, planned, *counted.get(pitch.proposal_id, (0, 0)))
        for pitch, planned in zip(pitches, times, strict=True)
        if pitch.proposal_id not in closed
    ]


def _count_sheets(round_id: int) -> dict[int, tuple[int, int]]:
    """Return how many scorecards are handed in and due, by proposal.

    The conflicted and trainees are not due.
    """
    query = (
        select(Assignment.proposal_id, func.count(Scorecard.submitted_at), func.count())
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Juror.role.in_(COUNTING))
        .where(Assignment.round_id == round_id, Assignment.recused_at.is_(None))
        .where(not_(in_conflict()))
        .group_by(Assignment.proposal_id)
    )
    return {proposal: (done, due) for proposal, done, due in db.session.execute(query)}


def list_days_of_juror(actor: Actor) -> Sequence[PitchDay]:
    """Return the pitch days that are not over in which the actor has anything to judge."""
    mine = visible_to(actor).with_only_columns(Assignment.round_id)
    waiting = select(Pitch.day_id).where(Pitch.closed_at.is_(None))
    query = (
        select(PitchDay)
        .where(PitchDay.round_id.in_(mine), PitchDay.id.in_(waiting))
        .options(
            joinedload(PitchDay.round)
            .joinedload(JudgingRound.challenge)
            .joinedload(Challenge.event)
        )
        .order_by(PitchDay.starts_at, PitchDay.id)
    )
    return db.session.scalars(query).all()


def has_pitches(event: Event) -> bool:
    """Whether any round of an event is pitched."""
    query = select(JudgingRound.id).join(JudgingRound.challenge)
    query = query.where(Challenge.event_id == event.id, JudgingRound.kind == RoundKind.PITCH)
    return db.session.scalar(query.limit(1)) is not None


def find_open(day: PitchDay) -> Pitch | None:
    """Return the pitch that goes on now."""
    query = select(Pitch).where(Pitch.day_id == day.id)
    query = query.where(Pitch.opened_at.is_not(None), Pitch.closed_at.is_(None))
    return db.session.scalar(query.options(joinedload(Pitch.proposal)))


def get_day_of_juror(actor: Actor, round_id: int) -> PitchDay:
    """Return the pitch day of a round in which the actor has anything to judge."""
    mine = visible_to(actor).where(Assignment.round_id == round_id).limit(1)
    if db.session.scalar(mine) is None:
        raise NotFound
    return get_day(round_id)


def find_own_assignment(actor: Actor, pitch: Pitch) -> int | None:
    """Return the actor's duty to judge a pitch, None when it is not theirs to judge or to see."""
    query = visible_to(actor).with_only_columns(Assignment.id)
    query = query.where(Assignment.proposal_id == pitch.proposal_id)
    return db.session.scalar(query.where(Assignment.round_id == pitch.day.round_id))


def count_handed_in(pitch: Pitch) -> tuple[int, int]:
    """Return how many of a pitch's jurors handed in, and how many are due."""
    return _count_sheets(pitch.day.round_id).get(pitch.proposal_id, (0, 0))


def find_gate(assignment: Assignment) -> Pitch | None:
    """Return the pitch that an assignment is about, held as it is until the unit of work ends."""
    query = (
        select(Pitch)
        .join(Pitch.day)
        .where(PitchDay.round_id == assignment.round_id)
        .where(Pitch.proposal_id == assignment.proposal_id)
        .with_for_update(read=True, of=Pitch)
        .execution_options(populate_existing=True)
    )
    return db.session.scalar(query)


def refusal(assignment: Assignment) -> str | None:
    """Return why a pitch may not be scored now; nothing in rounds without a pitch day."""
    pitch = find_gate(assignment)
    if pitch is None or pitch.stage is Stage.OPEN:
        return None
    return "pitch_not_open" if pitch.stage is Stage.WAITING else "pitch_closed"


def list_seats(day: PitchDay) -> list[Seat]:
    """Return the jurors of a day by name, each with their newest code that was not revoked."""
    duties = select(Assignment.juror_id).where(Assignment.round_id == day.round_id)
    jurors = (
        select(Juror)
        .join(Juror.person)
        .where(Juror.id.in_(duties))
        .options(joinedload(Juror.person))
        .order_by(Person.family_name, Person.given_name, Juror.id)
    )
    passes = select(JurorPass).where(JurorPass.day_id == day.id, JurorPass.revoked_at.is_(None))
    newest = {one.juror_id: one for one in db.session.scalars(passes.order_by(JurorPass.id))}
    return [Seat(juror, newest.get(juror.id)) for juror in db.session.scalars(jurors)]


def get_pass(day: PitchDay, pass_id: int) -> JurorPass:
    """Return a code of a day; NotFound for any other."""
    query = select(JurorPass).where(JurorPass.id == pass_id, JurorPass.day_id == day.id)
    found = db.session.scalar(query.options(joinedload(JurorPass.juror).joinedload(Juror.person)))
    if found is None:
        raise NotFound
    return found


def find_pass_holder(secret: str, round_id: int) -> tuple[Actor, int] | None:
    """Return the juror whom a phone was signed in for, and their event; None once that is over."""
    query = (
        select(JurorPass)
        .join(JurorPass.day)
        .where(JurorPass.secret_hash == tokens.hash_secret(secret))
        .where(JurorPass.revoked_at.is_(None), JurorPass.expires_at > now())
        .where(PitchDay.round_id == round_id)
        .options(joinedload(JurorPass.juror).joinedload(Juror.person))
    )
    found = db.session.scalar(query)
    if found is None:
        return None
    return actor_for(found.juror.person), found.juror.event_id
