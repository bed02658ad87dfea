"""Running a pitch day: planning it, its order, opening and closing each pitch, scoring it."""

from dataclasses import replace

from sqlalchemy import func, select, update

from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import Conflict, NotFound
from app.core.facts import record
from app.juries.models import Assignment, JudgingRound, ScorecardSave
from app.juries.queries import ties
from app.juries.queries.judging import get_assignment, is_done
from app.juries.queries.rounds import rubric_of
from app.juries.queries.saving import find_save
from app.juries.rules.conflicts import detect_all
from app.juries.rules.judging import missing_marks
from app.juries.rules.rounds import RoundKind, entrants, is_open
from app.juries.rules.saving import Sheet
from app.juries.services.gates import gates_scoring
from app.juries.services.saving import lock_saves, take_sheet
from app.juries.services.scoring import reopen_scorecard
from app.pitches import queries
from app.pitches.facts import PitchClosed, PitchDayPlanned, PitchOpened
from app.pitches.models import Pitch, PitchDay
from app.pitches.rules import Stage, Terms, swapped
from app.proposals.models import Proposal
from app.proposals.queries import closed_to, refuse_tied
from challenges.lifecycle import Phase

gates_scoring(queries.refusal)


def plan_pitch_day(actor: Actor, round_id: int, terms: Terms) -> PitchDay:
    """Set when the pitches of a round begin, and let the whole panel judge each of them.

    Whom something ties to a proposal does not get it. What was planned before keeps its order; who
    came onto the shortlist or the panel since is added.
    """
    one = queries.get_round(actor, round_id)
    refuse_tied(actor, [one.challenge_id])
    if one.kind != RoundKind.PITCH:
        raise Conflict("round_not_pitch")
    day = queries.find_day(round_id) or _new_day(one, terms)
    day.starts_at = terms.starts_at
    day.pitch_minutes = terms.minutes.pitch
    day.question_minutes = terms.minutes.questions
    day.change_minutes = terms.minutes.change
    proposals = _add_pitches(day, one)
    assigned = _assign_everybody(one, proposals)
    db.session.flush()
    event_id = one.challenge.event_id
    counts = {"pitches": len(proposals), "assignments": assigned}
    record(
        PitchDayPlanned(actor_id=actor.person_id, event_id=event_id, round_id=round_id, **counts)
    )
    return day


def _new_day(one: JudgingRound, terms: Terms) -> PitchDay:
    minutes = terms.minutes
    day = PitchDay(
        round_id=one.id,
        starts_at=terms.starts_at,
        pitch_minutes=minutes.pitch,
        question_minutes=minutes.questions,
        change_minutes=minutes.change,
    )
    db.session.add(day)
    db.session.flush()
    return day


def _add_pitches(day: PitchDay, one: JudgingRound) -> list[int]:
    """Give every proposal that the round judges a place; return all that have one."""
    query = select(Proposal.id).where(Proposal.challenge_id == one.challenge_id)
    query = query.where(Proposal.state.in_(entrants(one.position)))
    known = list(db.session.scalars(select(Pitch.proposal_id).where(Pitch.day_id == day.id)))
    fresh = [key for key in db.session.scalars(query.order_by(Proposal.title)) if key not in known]
    for place, proposal_id in enumerate(fresh, start=len(known)):
        db.session.add(Pitch(day_id=day.id, proposal_id=proposal_id, place=place))
    return known + fresh


def _assign_everybody(one: JudgingRound, proposal_ids: list[int]) -> int:
    event_id = one.challenge.event_id
    sides = [side for side in ties.proposal_sides([one.challenge_id]) if side.key in proposal_ids]
    ours = queries.list_scoring(event_id, one.challenge_id)
    jurors = [side for side in ties.juror_sides(event_id) if side.key in ours]
    closed = ties.known_conflicts(event_id) | set(detect_all(jurors, sides, {}))
    have = select(Assignment.juror_id, Assignment.proposal_id).where(Assignment.round_id == one.id)
    closed |= {(juror, proposal) for juror, proposal in db.session.execute(have)}
    pairs = {(juror.key, proposal) for juror in jurors for proposal in proposal_ids} - closed
    for juror_id, proposal_id in sorted(pairs):
        ids = {"juror_id": juror_id, "proposal_id": proposal_id}
        db.session.add(Assignment(round_id=one.id, **ids))
    return len(pairs)


def move_pitch(actor: Actor, round_id: int, pitch_id: int, by: int) -> None:
    """Let a pitch change places with its neighbour; those that were given keep theirs."""
    day = _hold(actor, round_id)
    pitches = {pitch.id: pitch for pitch in day.pitches}
    order = [pitch.id for pitch in day.pitches]
    _of_day(actor, day, pitch_id)
    moved = swapped(order, pitch_id, by)
    changed = [key for key, before in zip(moved, order, strict=True) if key != before]
    if any(pitches[key].stage is not Stage.WAITING for key in changed):
        raise Conflict("pitch_given")
    for place, key in enumerate(moved):
        pitches[key].place = place
    db.session.flush()


def open_pitch(actor: Actor, round_id: int, pitch_id: int) -> Pitch:
    """Let a pitch begin, or go on after all: from now its jurors may score it."""
    day = _hold(actor, round_id)
    one = day.round
    if not is_open(one, Phase(one.challenge.phase), clock.now()):
        raise Conflict("judging_not_open")
    pitch = _of_day(actor, day, pitch_id)
    if pitch.stage is Stage.OPEN:
        return pitch
    if queries.find_open(day) is not None:
        raise Conflict("another_pitch_open")
    if pitch.given is None:
        last = db.session.scalar(select(func.max(Pitch.given)).where(Pitch.day_id == day.id))
        pitch.given, pitch.opened_at = (last or 0) + 1, clock.now()
    pitch.closed_at = None
    db.session.flush()
    event_id = one.challenge.event_id
    told = {"proposal_id": pitch.proposal_id, "given": pitch.given or 0}
    record(PitchOpened(actor_id=actor.person_id, event_id=event_id, **told))
    return pitch


def close_pitch(actor: Actor, round_id: int, pitch_id: int) -> Pitch:
    """End a pitch: what comes later is refused."""
    day = _hold(actor, round_id)
    pitch = _of_day(actor, day, pitch_id)
    closed = (
        update(Pitch)
        .where(Pitch.id == pitch.id, Pitch.opened_at.is_not(None), Pitch.closed_at.is_(None))
        .values(closed_at=clock.now())
        .returning(Pitch.id)
    )
    if db.session.scalar(closed) is not None:
        event_id = day.round.challenge.event_id
        told = {"event_id": event_id, "proposal_id": pitch.proposal_id}
        record(PitchClosed(actor_id=actor.person_id, **told))
    db.session.refresh(pitch)
    return pitch


def _hold(actor: Actor, round_id: int) -> PitchDay:
    """Return a day of which nobody else opens, closes or moves a pitch meanwhile."""
    queries.get_run_round(actor, round_id)
    held = select(PitchDay).where(PitchDay.round_id == round_id).with_for_update()
    db.session.execute(held.execution_options(populate_existing=True))
    return queries.get_day(round_id)


def _of_day(actor: Actor, day: PitchDay, pitch_id: int) -> Pitch:
    found = next((pitch for pitch in day.pitches if pitch.id == pitch_id), None)
    if found is None or found.proposal_id in closed_to(actor, day.round.challenge.event_id):
        raise NotFound
    return found


def score_pitch(actor: Actor, assignment_id: int, sheet: Sheet) -> ScorecardSave:
    """Take a juror's marks while a pitch is open: complete ones are handed in and may change."""
    lock_saves(assignment_id)
    assignment = get_assignment(actor, assignment_id)
    keys = [criterion.key for criterion in rubric_of(assignment.round).criteria]
    missing = missing_marks(keys, sheet.judgement.marks, needs_reasons=False)
    whole = replace(sheet, submit=not missing)
    has_arrived = find_save(assignment_id, sheet.client_id) is not None
    if not has_arrived and is_done(assignment):
        if assignment.scorecard is None or assignment.scorecard.version != sheet.version:
            raise Conflict("changed_meanwhile")
        whole = replace(whole, version=reopen_scorecard(actor, assignment_id).version)
    return take_sheet(actor, assignment_id, whole)
