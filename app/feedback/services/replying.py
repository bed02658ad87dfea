"""The right of reply to an outcome: sent once, given to somebody unconflicted, answered once."""

from datetime import datetime

from sqlalchemy import update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.feedback.facts import OutcomeAnswered, ReplyRouted, ReplySettled
from app.feedback.models import FeedbackReply
from app.feedback.queries.letters import reply_days_of
from app.feedback.queries.replying import get_reply, list_candidates
from app.feedback.rules.replying import Finding, ReplyKind, fits, reply_until, who_may_read
from app.proposals.models import Proposal
from app.proposals.queries import get_own_proposal, refuse_tied
from app.proposals.services.writing import lock_proposal


def send_reply(actor: Actor, proposal_id: int, kind: ReplyKind, text: str) -> FeedbackReply:
    """Reply to the outcome of a proposal of one's own, or appeal: once, within the time."""
    get_own_proposal(actor, proposal_id)
    proposal = lock_proposal(proposal_id)
    authorize(actor, Permission.FEEDBACK_REPLY, proposal)
    if clock.now() > _until(proposal):
        raise Conflict("reply_time_over")
    reply = FeedbackReply(
        id=new_id(),
        challenge_id=proposal.challenge_id,
        proposal_id=proposal.id,
        kind=kind,
        text=text,
        sent_by_id=actor.person_id,
    )
    db.session.add(reply)
    db.session.flush()
    record(
        OutcomeAnswered(
            actor_id=actor.person_id,
            event_id=proposal.challenge.event_id,
            challenge_id=proposal.challenge_id,
            proposal_id=proposal.id,
            reply_id=reply.id,
            kind=kind,
        )
    )
    return reply


def _until(proposal: Proposal) -> datetime:
    event, told_at = proposal.challenge.event, proposal.outcome_told_at
    if told_at is None:
        raise Conflict("reply_time_over")
    return reply_until(told_at, reply_days_of(event.id), event.timezone)


def route_reply(actor: Actor, reply_id: int, person_id: int) -> FeedbackReply:
    """Give a reply to somebody who neither judged the proposal nor has a tie to it, to answer."""
    reply = get_reply(actor, reply_id)
    authorize(actor, Permission.REPLY_ROUTE, reply)
    refuse_tied(actor, [reply.challenge.id])
    fit = who_may_read(list_candidates(reply.challenge.event, reply.proposal))
    if person_id not in {one.person_id for one in fit}:
        raise Invalid("reader_unfit", field="person_id")
    routing = (
        update(FeedbackReply)
        .where(FeedbackReply.id == reply.id, FeedbackReply.answered_at.is_(None))
        .values(reader_id=person_id, routed_by_id=actor.person_id, routed_at=clock.now())
        .returning(FeedbackReply)
        .execution_options(populate_existing=True)
    )
    routed = db.session.scalar(routing)
    if routed is None:
        raise Conflict("reply_answered")
    record(
        ReplyRouted(
            actor_id=actor.person_id,
            event_id=reply.challenge.event_id,
            challenge_id=reply.challenge_id,
            proposal_id=reply.proposal_id,
            reply_id=reply.id,
            reader_id=person_id,
        )
    )
    return routed


def answer_reply(actor: Actor, reply_id: int, finding: Finding, answer: str) -> FeedbackReply:
    """Answer a reply that was given to one: once, with a reason that the authors read."""
    reply = get_reply(actor, reply_id)
    authorize(actor, Permission.REPLY_ANSWER, reply)
    if not fits(ReplyKind(reply.kind), finding):
        raise Invalid("finding_unfit", field="finding")
    answering = (
        update(FeedbackReply)
        .where(FeedbackReply.id == reply.id, FeedbackReply.answered_at.is_(None))
        .where(FeedbackReply.reader_id == actor.person_id)
        .values(finding=finding, answer=answer, answered_at=clock.now())
        .returning(FeedbackReply)
        .execution_options(populate_existing=True)
    )
    answered = db.session.scalar(answering)
    if answered is None:
        raise Conflict("reply_answered")
    record(
        ReplySettled(
            actor_id=actor.person_id,
            event_id=reply.challenge.event_id,
            challenge_id=reply.challenge_id,
            proposal_id=reply.proposal_id,
            reply_id=reply.id,
            finding=finding,
        )
    )
    return answered
