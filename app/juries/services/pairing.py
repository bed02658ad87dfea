"""Trainees beside members: pairing them, and keeping what they judge the same."""

from sqlalchemy import delete, or_, select

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from app.juries.facts import TraineePaired, TraineeUnpaired
from app.juries.models import Assignment, Juror, Pairing, Scorecard
from app.juries.queries import pairing as queries
from app.juries.queries import panel
from app.juries.rules.pairing import PairingTerms, Place, follow
from app.juries.rules.roles import COUNTING, JurorRole
from app.juries.services.conflicts import detect_conflicts
from app.proposals.queries import refuse_tied_anywhere


def pair_trainee(actor: Actor, event: Event, juror_id: int, terms: PairingTerms) -> Pairing:
    """Let a trainee judge beside a member: she gets what the member has and is open to her."""
    trainee = _get_trainee(actor, event, juror_id)
    member = db.session.get(Juror, terms.member_id)
    if member is None or member.event_id != event.id or member.role not in COUNTING:
        raise Invalid("member_unknown", field="member_id")
    detect_conflicts(actor, event.id)
    found = queries.find_pairing(trainee) or Pairing(trainee_id=trainee.id)
    found.member_id, found.is_mutual = member.id, terms.is_mutual
    found.paired_at = clock.now()
    db.session.add(found)
    db.session.flush()
    ids = {"event_id": event.id, "juror_id": trainee.id, "member_id": member.id}
    record(TraineePaired(actor_id=actor.person_id, is_mutual=terms.is_mutual, **ids))
    _follow(trainee, queries.duties_of(member.id))
    return found


def end_pairing(actor: Actor, event: Event, juror_id: int) -> None:
    """Let a trainee judge beside nobody; what she has not begun goes, what she wrote stays."""
    trainee = _get_trainee(actor, event, juror_id)
    gone = delete(Pairing).where(Pairing.trainee_id == trainee.id).returning(Pairing.id)
    if db.session.scalar(gone) is None:
        raise Conflict("not_paired")
    fact = TraineeUnpaired(actor_id=actor.person_id, event_id=event.id, juror_id=trainee.id)
    record(fact)
    _follow(trainee, {})


def _get_trainee(actor: Actor, event: Event, juror_id: int) -> Juror:
    authorize(actor, Permission.JURY_MANAGE, event)
    trainee = panel.get_juror(event, juror_id)
    refuse_tied_anywhere(actor, event.id)  # what she gets tells who judges what
    if trainee.role != JurorRole.TRAINEE:
        raise Conflict("not_a_trainee")
    return trainee


def follow_members(event_id: int) -> None:
    """Give the trainees of an event what their members have by now."""
    for one in queries.list_pairings(event_id):
        _follow(one.trainee, queries.duties_of(one.member_id))


def forget_pairings(juror: Juror) -> None:
    """End what pairs somebody whose seat no longer goes with it, as trainee or as member."""
    ours = or_(Pairing.trainee_id == juror.id, Pairing.member_id == juror.id)
    for one in db.session.scalars(select(Pairing).where(ours)).all():
        trainee = one.trainee
        db.session.delete(one)
        db.session.flush()
        _follow(trainee, {})


def _follow(trainee: Juror, beside: dict[Place, int]) -> None:
    db.session.flush()
    challenges = {proposal: challenge for (_, proposal), challenge in beside.items()}
    barred = queries.barred_to(trainee, challenges) if challenges else set()
    following = follow(beside, queries.own_duties(trainee.id), barred)
    for round_id, proposal_id in following.removed:
        unbegun = delete(Assignment).where(
            Assignment.juror_id == trainee.id,
            Assignment.round_id == round_id,
            Assignment.proposal_id == proposal_id,
            Assignment.id.not_in(select(Scorecard.assignment_id)),
        )
        db.session.execute(unbegun)
    for round_id, proposal_id in following.added:
        ids = {"round_id": round_id, "proposal_id": proposal_id}
        db.session.add(Assignment(juror_id=trainee.id, **ids))
    db.session.flush()
