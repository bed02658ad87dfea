"""Replies to outcomes: one, those of a challenge, those that wait, and who may answer one."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.models import Event
from app.events.policies import LEADS
from app.events.queries import list_team
from app.feedback.models import FeedbackReply
from app.feedback.rules.replying import Candidate
from app.identity.models import Membership, Person
from app.juries.models import Assignment, ConflictOfInterest, Decision, Juror
from app.proposals.models import Proposal, ProposalPartner


def find_reply(proposal_id: int) -> FeedbackReply | None:
    """Return what the authors of a proposal replied, if they did."""
    query = select(FeedbackReply).where(FeedbackReply.proposal_id == proposal_id)
    return db.session.scalar(query.options(joinedload(FeedbackReply.reader)))


def get_reply(actor: Actor, reply_id: int) -> FeedbackReply:
    """Return a reply that the actor may read; NotFound for everybody else."""
    proposal = joinedload(FeedbackReply.proposal)
    query = (
        select(FeedbackReply)
        .where(FeedbackReply.id == reply_id)
        .options(
            joinedload(FeedbackReply.challenge).joinedload(Challenge.event),
            proposal.joinedload(Proposal.organisation),
            joinedload(FeedbackReply.reader),
        )
    )
    reply = db.session.scalar(query)
    if reply is None:
        raise NotFound
    authorize(actor, Permission.REPLY_VIEW, reply)
    return reply


def list_replies(challenge: Challenge, limit: int, offset: int) -> Sequence[FeedbackReply]:
    """Return the replies to the outcomes of a challenge, the latest first."""
    query = (
        select(FeedbackReply)
        .where(FeedbackReply.challenge_id == challenge.id)
        .options(
            joinedload(FeedbackReply.proposal).joinedload(Proposal.organisation),
            joinedload(FeedbackReply.reader),
        )
        .order_by(FeedbackReply.sent_at.desc(), FeedbackReply.id)
    )
    return db.session.scalars(query.limit(limit).offset(offset)).all()


def list_after(challenge: Challenge, after: int | None, limit: int) -> Sequence[FeedbackReply]:
    """Return one page of the replies to the outcomes of a challenge, in the order of their ids."""
    query = select(FeedbackReply).where(FeedbackReply.challenge_id == challenge.id)
    if after is not None:
        query = query.where(FeedbackReply.id > after)
    return db.session.scalars(query.order_by(FeedbackReply.id).limit(limit)).all()


def count_unrouted(event_ids: Collection[int]) -> dict[int, int]:
    """Return how many replies at each event wait for somebody to answer them."""
    query = (
        select(Challenge.event_id, func.count())
        .join(FeedbackReply, FeedbackReply.challenge_id == Challenge.id)
        .where(Challenge.event_id.in_(event_ids), FeedbackReply.reader_id.is_(None))
        .group_by(Challenge.event_id)
    )
    return dict(iter(db.session.execute(query)))


def list_to_answer(actor: Actor) -> Sequence[FeedbackReply]:
    """Return the replies that wait for the actor's answer."""
    query = (
        select(FeedbackReply)
        .where(FeedbackReply.reader_id == actor.person_id, FeedbackReply.answered_at.is_(None))
        .options(
            joinedload(FeedbackReply.proposal),
            joinedload(FeedbackReply.challenge).joinedload(Challenge.event),
        )
        .order_by(FeedbackReply.routed_at, FeedbackReply.id)
    )
    return db.session.scalars(query).all()


def list_candidates(event: Event, proposal: Proposal) -> list[Candidate]:
    """Return the jurors and leads of an event with what speaks against each as a reader."""
    judged = set(_people(Assignment.proposal_id == proposal.id, Assignment))
    tied = set(_people(ConflictOfInterest.proposal_id == proposal.id, ConflictOfInterest))
    tied |= _members_behind(proposal)
    decided = select(Decision.decided_by_id).where(Decision.proposal_id == proposal.id)
    by = db.session.scalar(decided)
    people = {person.id: (person.name, "juror") for person in _jurors(event)}
    for member in list_team(event):
        if member.role in LEADS:
            people[member.person_id] = (member.person.name, "lead")
    return [
        Candidate(key, name, role, key in judged, key in tied, key == by)
        for key, (name, role) in people.items()
    ]


def _jurors(event: Event) -> Sequence[Person]:
    query = select(Person).join(Juror, Juror.person_id == Person.id)
    return db.session.scalars(query.where(Juror.event_id == event.id)).all()


def _people(
    about: ColumnElement[bool], table: type[Assignment] | type[ConflictOfInterest]
) -> Sequence[int]:
    query = select(Juror.person_id).join(table, table.juror_id == Juror.id)
    return db.session.scalars(query.where(about)).all()


def _members_behind(proposal: Proposal) -> set[int]:
    partners = select(ProposalPartner.organisation_id).where(
        ProposalPartner.proposal_id == proposal.id, ProposalPartner.organisation_id.is_not(None)
    )
    organisations = [proposal.organisation_id, *db.session.scalars(partners)]
    query = select(Membership.person_id).where(Membership.organisation_id.in_(organisations))
    return set(db.session.scalars(query))
