"""Reads for organisers: the panel with its loads, conflicts, progress, who judges what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.challenges.models import Challenge
from app.challenges.queries import list_of_event
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events.models import Event, EventPartner
from app.events.queries import get_managed_event
from app.identity.models import Membership, Organisation, Person
from app.juries.models import (
    Assignment,
    AssignmentRun,
    ConflictOfInterest,
    Juror,
    Scorecard,
)
from app.juries.rules.conflicts import JurorSide, ProposalSide
from app.juries.rules.judging import JUDGED_STATES
from app.proposals.models import Proposal
from challenges.lifecycle import Phase, ProposalState

PENDING_STATES = (ProposalState.SUBMITTED,)


@dataclass(frozen=True)
class Load:
    """How much a juror has to judge, and how much of it is done."""

    assigned: int = 0
    done: int = 0


@dataclass(frozen=True)
class Progress:
    """How far the judging of a challenge is."""

    challenge: Challenge
    phase: Phase
    proposals: int = 0
    unscreened: int = 0
    sheets: int = 0
    done: int = 0


@dataclass(frozen=True)
class Seat:
    """One juror beside one proposal."""

    assignment_id: int
    juror_id: int
    name: str
    is_done: bool
    is_begun: bool


@dataclass(frozen=True)
class Bench:
    """A proposal with those who judge it."""

    proposal_id: int
    title: str
    organisation: str
    seats: list[Seat] = field(default_factory=list)


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


def get_judged_proposal(challenge: Challenge, proposal_id: int) -> Proposal:
    """Return a proposal of a challenge that the jury judges."""
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
        .options(contains_eager(Juror.person), joinedload(Juror.organisation))
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


def get_invited_juror(juror_id: int) -> Juror:
    """Return a juror by the number in an invitation, with event and person."""
    query = select(Juror).where(Juror.id == juror_id)
    juror = db.session.scalar(query.options(joinedload(Juror.person), joinedload(Juror.event)))
    if juror is None:
        raise NotFound
    return juror


def loads_of(event: Event) -> Mapping[int, Load]:
    """Return the load of every juror of an event who has one."""
    query = (
        select(Assignment.juror_id, func.count(), func.count(Scorecard.submitted_at))
        .join(Assignment.proposal)
        .join(Assignment.juror)
        .outerjoin(Assignment.scorecard)
        .where(Juror.event_id == event.id, Assignment.recused_at.is_(None))
        .where(Proposal.state.in_(JUDGED_STATES))
        .group_by(Assignment.juror_id)
    )
    return {juror: Load(assigned, done) for juror, assigned, done in db.session.execute(query)}


def list_progress(event: Event) -> list[Progress]:
    """Return how far the judging of each challenge is, for those whose deadline has passed."""
    now = clock.now()
    states = _count_states(event)
    sheets = _count_sheets(event)
    found = []
    for challenge in list_of_event(event):
        counts = states.get(challenge.id, {})
        total, done = sheets.get(challenge.id, (0, 0))
        found.append(
            Progress(
                challenge=challenge,
                phase=phase_of(challenge, now),
                proposals=sum(counts.get(state, 0) for state in JUDGED_STATES),
                unscreened=counts.get(ProposalState.SUBMITTED, 0),
                sheets=total,
                done=done,
            )
        )
    return found


def _count_states(event: Event) -> dict[int, dict[str, int]]:
    query = (
        select(Proposal.challenge_id, Proposal.state, func.count())
        .join(Proposal.challenge)
        .where(Challenge.event_id == event.id)
        .group_by(Proposal.challenge_id, Proposal.state)
    )
    counts: dict[int, dict[str, int]] = {}
    for challenge_id, state, number in db.session.execute(query):
        counts.setdefault(challenge_id, {})[state] = number
    return counts


def _count_sheets(event: Event) -> dict[int, tuple[int, int]]:
    query = (
        select(Proposal.challenge_id, func.count(), func.count(Scorecard.submitted_at))
        .select_from(Assignment)
        .join(Assignment.proposal)
        .join(Proposal.challenge)
        .outerjoin(Assignment.scorecard)
        .where(Challenge.event_id == event.id, Assignment.recused_at.is_(None))
        .where(Proposal.state.in_(JUDGED_STATES))
        .group_by(Proposal.challenge_id)
    )
    return {challenge: (total, done) for challenge, total, done in db.session.execute(query)}


def count_sheets(event: Event) -> tuple[int, int]:
    """Return how many scorecards an event needs, and how many are handed in."""
    counts = _count_sheets(event).values()
    return sum(total for total, _ in counts), sum(done for _, done in counts)


def list_benches(challenge: Challenge) -> list[Bench]:
    """Return every judged proposal of a challenge with its jurors, by title."""
    query = (
        select(Proposal.id, Proposal.title, Organisation.name)
        .join(Proposal.organisation)
        .where(Proposal.challenge_id == challenge.id, Proposal.state.in_(JUDGED_STATES))
        .order_by(Proposal.title, Proposal.id)
    )
    benches = {row.id: Bench(*row) for row in db.session.execute(query)}
    for proposal_id, seat in _seats(challenge):
        if proposal_id in benches:
            benches[proposal_id].seats.append(seat)
    return list(benches.values())


def titles_of(event: Event) -> dict[str, str]:
    """Return the titles of an event's judged proposals by the keys that the kernel knows."""
    query = select(Proposal.id, Proposal.title).join(Proposal.challenge)
    query = query.where(Challenge.event_id == event.id, Proposal.state.in_(JUDGED_STATES))
    return {encode_id(key): title for key, title in db.session.execute(query)}


def _seats(challenge: Challenge) -> list[tuple[int, Seat]]:
    query = (
        select(
            Assignment.proposal_id,
            Assignment.id,
            Assignment.juror_id,
            Person.given_name,
            Person.family_name,
            Scorecard.submitted_at.is_not(None),
            Scorecard.id.is_not(None),
        )
        .join(Assignment.proposal)
        .join(Assignment.juror)
        .join(Juror.person)
        .outerjoin(Assignment.scorecard)
        .where(Proposal.challenge_id == challenge.id, Assignment.recused_at.is_(None))
        .order_by(Person.family_name, Person.given_name, Assignment.id)
    )
    return [
        (proposal, Seat(assignment, juror, f"{given} {family}".strip(), bool(done), bool(begun)))
        for proposal, assignment, juror, given, family, done, begun in db.session.execute(query)
    ]


def list_conflicts(challenge: Challenge) -> Sequence[ConflictOfInterest]:
    """Return the register of conflicts of a challenge, the newest first."""
    query = (
        select(ConflictOfInterest)
        .join(ConflictOfInterest.proposal)
        .join(ConflictOfInterest.juror)
        .join(Juror.person)
        .where(Proposal.challenge_id == challenge.id)
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


def juror_sides(event_id: int) -> list[JurorSide]:
    """Return what the records say of each juror of an event."""
    jurors = select(Juror.id, Juror.person_id, Juror.organisation_id, Person.email)
    rows = db.session.execute(jurors.join(Juror.person).where(Juror.event_id == event_id)).all()
    places = (
        select(Membership.person_id, Membership.organisation_id)
        .join(Juror, Juror.person_id == Membership.person_id)
        .where(Juror.event_id == event_id)
    )
    member_of: dict[int, set[int]] = {}
    for person_id, organisation_id in db.session.execute(places):
        member_of.setdefault(person_id, set()).add(organisation_id)
    return [
        JurorSide(row.id, row.email, row.organisation_id, frozenset(member_of.get(row[1], ())))
        for row in rows
    ]


def proposal_sides(event_id: int) -> list[ProposalSide]:
    """Return what the records say of who wrote each proposal that is or may be judged."""
    query = (
        select(Proposal.id, Person.email, Proposal.organisation_id)
        .join(Proposal.challenge)
        .join(Proposal.created_by)
        .where(Challenge.event_id == event_id)
        .where(Proposal.state.in_((*JUDGED_STATES, *PENDING_STATES)))
    )
    return [ProposalSide(*row) for row in db.session.execute(query)]


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
    """Return the organisation with exactly this name, whatever its capitals."""
    query = select(Organisation).where(func.lower(Organisation.name) == name.lower())
    return db.session.scalar(query.order_by(Organisation.created_at, Organisation.id).limit(1))


def has_scorecards(juror: Juror) -> bool:
    """Whether a juror has begun to score."""
    query = select(Scorecard.id).join(Scorecard.assignment)
    return db.session.scalar(query.where(Assignment.juror_id == juror.id).limit(1)) is not None
