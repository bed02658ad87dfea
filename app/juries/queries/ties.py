"""Reads of what ties jurors to proposers: for detection, and what organisers are asked about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select

from app.challenges.models import Challenge
from app.core.db import db
from app.identity.models import Membership, Organisation, Person
from app.juries.models import Assignment, ConflictOfInterest, Juror, Scorecard
from app.juries.rules.conflicts import Duty, JurorSide, ProposalSide
from app.juries.rules.judging import JUDGED_STATES, OVER, PENDING_STATES
from app.proposals.models import Proposal, ProposalPartner


@dataclass(frozen=True)
class LateTie:
    """A juror tied to a proposer since after the assignment; an organiser says what it means."""

    juror_id: int
    juror: str
    proposal_id: int
    title: str
    organisation: str
    since: datetime | None
    is_begun: bool


def in_conflict() -> ColumnElement[bool]:
    """Whether the pair of an assignment is in the register of conflicts."""
    return exists().where(
        ConflictOfInterest.juror_id == Assignment.juror_id,
        ConflictOfInterest.proposal_id == Assignment.proposal_id,
    )


def joined_before() -> ColumnElement[bool]:
    """Whether an assignment's juror already was a member of the proposing organisation then."""
    return exists().where(
        Membership.person_id == Juror.person_id,
        Membership.organisation_id == Proposal.organisation_id,
        Membership.created_at <= Assignment.assigned_at,
    )


def is_of_the_proposer() -> ColumnElement[bool]:
    """Whether the panel has an assignment's juror as of the organisation that proposes."""
    return Juror.organisation_id.is_not_distinct_from(Proposal.organisation_id)


def is_begun() -> ColumnElement[bool]:
    """Whether a juror has written anything on the scorecard of an assignment."""
    return exists().where(Scorecard.assignment_id == Assignment.id).correlate(Assignment)


def list_late_ties(challenge: Challenge, closed: Collection[int]) -> list[LateTie]:
    """Return the ties that came up after the assignment, by juror, until the judging is over."""
    if challenge.phase in OVER:
        return []
    since = Membership.created_at
    query = (
        select(
            Assignment.juror_id,
            Person.given_name,
            Person.family_name,
            Proposal.id,
            Proposal.title,
            Organisation.name,
            since,
            is_begun(),
        )
        .join(Assignment.juror)
        .join(Juror.person)
        .join(Assignment.proposal)
        .join(Proposal.organisation)
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Juror.person_id,
                Membership.organisation_id == Proposal.organisation_id,
            ),
        )
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .where(Assignment.recused_at.is_(None), not_(in_conflict()))
        .where(Proposal.id.not_in(closed))
        .where(or_(since > Assignment.assigned_at, and_(is_of_the_proposer(), is_begun())))
        .order_by(Person.family_name, Person.given_name, Proposal.title, Assignment.id)
    )
    rows: Sequence[Any] = db.session.execute(query).all()
    return [LateTie(row[0], f"{row[1]} {row[2]}".strip(), *row[3:]) for row in rows]


def juror_sides(event_id: int) -> list[JurorSide]:
    """Return what the records say of each juror of an event."""
    jurors = select(Juror.id, Juror.person_id, Juror.organisation_id, Person.email)
    rows = db.session.execute(jurors.join(Juror.person).where(Juror.event_id == event_id)).all()
    places = (
        select(Membership.person_id, Membership.organisation_id, Membership.created_at)
        .join(Juror, Juror.person_id == Membership.person_id)
        .where(Juror.event_id == event_id)
    )
    since: dict[int, dict[int, datetime]] = {}
    for person_id, organisation_id, created_at in db.session.execute(places):
        since.setdefault(person_id, {})[organisation_id] = created_at
    return [
        JurorSide(row.id, row.email, row.organisation_id, since.get(row.person_id, {}))
        for row in rows
    ]


def proposal_sides(challenge_ids: Collection[int]) -> list[ProposalSide]:
    """Return what the records say of who wrote each proposal that is or may be judged."""
    query = (
        select(Proposal.id, Person.email, Proposal.organisation_id)
        .join(Proposal.created_by)
        .where(Proposal.challenge_id.in_(challenge_ids))
        .where(Proposal.state.in_((*JUDGED_STATES, *PENDING_STATES)))
    )
    # Whoever of another organisation agreed to make it together wrote it, too.
    allies = (
        select(Proposal.id, Person.email, ProposalPartner.organisation_id)
        .join(ProposalPartner, ProposalPartner.proposal_id == Proposal.id)
        .join(Person, Person.id == ProposalPartner.confirmed_by_id)
        .where(Proposal.challenge_id.in_(challenge_ids))
        .where(ProposalPartner.organisation_id.is_not(None))
        .where(Proposal.state.in_((*JUDGED_STATES, *PENDING_STATES)))
    )
    rows = (*db.session.execute(query), *db.session.execute(allies))
    return [ProposalSide(*row) for row in rows]


def duties(challenge_ids: Collection[int]) -> dict[tuple[int, int], Duty]:
    """Return what jurors have to judge in some challenges, by juror and proposal."""
    query = (
        select(Assignment.juror_id, Assignment.proposal_id, Assignment.assigned_at, is_begun())
        .join(Assignment.proposal)
        .where(Proposal.challenge_id.in_(challenge_ids), Assignment.recused_at.is_(None))
    )
    rows = db.session.execute(query)
    return {(juror, proposal): Duty(at, begun) for juror, proposal, at, begun in rows}


def known_conflicts(event_id: int) -> set[tuple[int, int]]:
    """Return the pairs of juror and proposal in the register of conflicts of an event."""
    query = select(ConflictOfInterest.juror_id, ConflictOfInterest.proposal_id)
    query = query.join(ConflictOfInterest.juror).where(Juror.event_id == event_id)
    return {(juror, proposal) for juror, proposal in db.session.execute(query)}
