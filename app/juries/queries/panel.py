"""Reads for organisers: the panel with its loads, and the register of conflicts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from app.challenges.models import Challenge
from app.core.addresses import email_key
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.core.text import search_key
from app.events.models import Event, EventPartner
from app.events.queries import get_managed_event
from app.identity.models import Invitation, Organisation, Person
from app.identity.rules import Purpose
from app.juries.models import (
    Assignment,
    AssignmentRun,
    ConflictOfInterest,
    Juror,
    Scorecard,
)
from app.juries.rules.judging import JUDGED_STATES
from app.proposals.models import Proposal
from app.proposals.queries import is_closed


@dataclass(frozen=True)
class Load:
    """How much a juror has to judge, and how much of it is done."""

    assigned: int = 0
    done: int = 0


def get_jury_event(actor: Actor, slug: str) -> Event:
    """Return an event whose jury the actor runs."""
    event = get_managed_event(actor, slug)
    authorize(actor, Permission.JURY_MANAGE, event)
    return event


def get_event_challenge(event: Event, challenge_id: int) -> Challenge:
    """Return a challenge of an event."""
    query = select(Challenge).where(Challenge.id == challenge_id, Challenge.event_id == event.id)
    challenge = db.session.scalar(query.options(joinedload(Challenge.event)))
    if challenge is None:
        raise NotFound
    return challenge


def get_judged_challenge(actor: Actor, challenge_id: int) -> Challenge:
    """Return a challenge whose jury the actor runs; NotFound for everybody else."""
    query = select(Challenge).where(Challenge.id == challenge_id)
    challenge = db.session.scalar(query.options(joinedload(Challenge.event)))
    if challenge is None:
        raise NotFound
    get_jury_event(actor, challenge.event.slug)
    return challenge


def get_open_proposal(actor: Actor, challenge: Challenge, proposal_id: int) -> Proposal:
    """Return a proposal of a challenge that the jury judges; a closed one does not exist."""
    if is_closed(actor, proposal_id):
        raise NotFound
    return get_judged_proposal(challenge, proposal_id)


def get_judged_proposal(challenge: Challenge, proposal_id: int) -> Proposal:
    """Return a proposal of a challenge that the jury judges, whoever asks."""
    query = select(Proposal).where(
        Proposal.id == proposal_id,
        Proposal.challenge_id == challenge.id,
        Proposal.state.in_(JUDGED_STATES),
    )
    proposal = db.session.scalar(query.options(joinedload(Proposal.organisation)))
    if proposal is None:
        raise NotFound
    return proposal


def list_jurors(event: Event) -> Sequence[Juror]:
    """Return the panel of an event, by name."""
    query = (
        select(Juror)
        .join(Juror.person)
        .where(Juror.event_id == event.id)
        .options(
            contains_eager(Juror.person),
            joinedload(Juror.organisation),
            joinedload(Juror.terms),
            selectinload(Juror.limits),
        )
        .order_by(Person.family_name, Person.given_name, Juror.id)
    )
    return db.session.scalars(query).all()


def get_juror(event: Event, juror_id: int) -> Juror:
    """Return a juror of an event."""
    query = select(Juror).where(Juror.id == juror_id, Juror.event_id == event.id)
    query = query.options(joinedload(Juror.person), joinedload(Juror.organisation))
    juror = db.session.scalar(query)
    if juror is None:
        raise NotFound
    return juror


def has_juror_at(event: Event, email: str) -> bool:
    """Whether a juror of an event has this address; as quick for one that nobody has."""
    query = select(Juror.id).join(Juror.person)
    found = query.where(Juror.event_id == event.id, Person.email_key == email_key(email))
    return db.session.scalar(found) is not None


def loads_of(event: Event, closed: Collection[int]) -> Mapping[int, Load]:
    """Return the load of every juror of an event who has one."""
    query = (
        select(Assignment.juror_id, func.count(), func.count(Scorecard.submitted_at))
        .join(Assignment.proposal)
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Juror.event_id == event.id, Assignment.recused_at.is_(None))
        .where(Proposal.state.in_(JUDGED_STATES), Proposal.id.not_in(closed))
        .group_by(Assignment.juror_id)
    )
    return {juror: Load(assigned, done) for juror, assigned, done in db.session.execute(query)}


def list_conflicts(challenge: Challenge, closed: Collection[int]) -> Sequence[ConflictOfInterest]:
    """Return the register of conflicts of a challenge, the newest first."""
    query = (
        select(ConflictOfInterest)
        .join(ConflictOfInterest.proposal)
        .join(ConflictOfInterest.juror)
        .join(Juror.person)
        .where(Proposal.challenge_id == challenge.id, Proposal.id.not_in(closed))
        .options(
            contains_eager(ConflictOfInterest.proposal),
            contains_eager(ConflictOfInterest.juror).contains_eager(Juror.person),
        )
        .order_by(ConflictOfInterest.declared_at.desc(), ConflictOfInterest.id)
    )
    return db.session.scalars(query).all()


def find_last_run(event: Event) -> AssignmentRun | None:
    """Return the latest attempt to assign proposals, whether it went or not."""
    query = select(AssignmentRun).where(AssignmentRun.event_id == event.id)
    newest = query.order_by(AssignmentRun.made_at.desc(), AssignmentRun.id).limit(1)
    return db.session.scalar(newest)


def list_known_organisations(event: Event, limit: int = 300) -> Sequence[Organisation]:
    """Return the organisations that take part in an event, by name, to choose a juror's from."""
    proposing = select(Proposal.organisation_id).join(Proposal.challenge)
    query = select(Organisation).where(
        or_(
            Organisation.id == event.lead_organisation_id,
            Organisation.id.in_(proposing.where(Challenge.event_id == event.id)),
            Organisation.id.in_(
                select(Challenge.owner_organisation_id).where(Challenge.event_id == event.id)
            ),
            Organisation.id.in_(
                select(EventPartner.organisation_id).where(EventPartner.event_id == event.id)
            ),
        )
    )
    return db.session.scalars(query.order_by(Organisation.search_key).limit(limit)).all()


def find_organisation_named(name: str) -> Organisation | None:
    """Return the organisation with this name, whatever its capitals and diacritics."""
    same = or_(Organisation.name == name, Organisation.search_key == search_key(name))
    query = select(Organisation).where(same)
    return db.session.scalar(query.order_by(Organisation.created_at, Organisation.id).limit(1))


def has_scorecards(juror: Juror) -> bool:
    """Whether a juror has begun to score."""
    query = select(Scorecard.id).join(Scorecard.assignment)
    return db.session.scalar(query.where(Assignment.juror_id == juror.id).limit(1)) is not None


def has_duties(juror: Juror) -> bool:
    """Whether a juror has any proposal in hand that they did not step back from."""
    query = select(Assignment.id).where(
        Assignment.juror_id == juror.id, Assignment.recused_at.is_(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def list_asked(event: Event) -> set[str]:
    """Return the addresses, as they are compared, of who is on the panel or was asked onto it."""
    jurors = select(Person.email_key).join(Juror, Juror.person_id == Person.id)
    asked = select(Invitation.email_key).where(
        Invitation.event_id == event.id, Invitation.purpose == Purpose.JURY
    )
    both = jurors.where(Juror.event_id == event.id).union(asked)
    return {key for key in db.session.scalars(both) if key}
