"""Reads of outcomes that depart from the ranking, and of who may sign them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize, can
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import decode_id
from app.core.permissions import Permission
from app.events.models import Event, TeamMember
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import Decision, Juror, Override
from app.juries.queries.blinding import blind_copies, judged_blind
from app.juries.queries.results import NOTHING, Results, load_results
from app.juries.rules.departing import Departure, Standing, departure
from app.juries.rules.judging import Outcome
from app.juries.rules.roles import COUNTING, may_judge
from app.proposals.models import Proposal
from app.proposals.queries import is_closed_to, is_tied


@dataclass(frozen=True)
class Signing:
    """An override with the seat on the panel of whoever reads it."""

    override: Override
    seat: Juror | None

    @property
    def event(self) -> Event:
        """The event of the override."""
        return self.override.challenge.event

    @property
    def event_id(self) -> int:
        """Its number."""
        return self.override.challenge.event_id


def standings_of(results: Results) -> list[Standing]:
    """Return where the proposals of a ranking stand."""
    return [
        Standing(
            row.proposal_id,
            row.rank.rank,
            row.decision.outcome if row.decision else None,
            bool(row.shortfalls),
        )
        for row in results.rows
    ]


def find_departure(
    challenge: Challenge, proposal_id: int, outcome: Outcome
) -> tuple[Departure | None, int | None]:
    """Return how an outcome would depart from the ranking that stands, and the rank in it."""
    standings = standings_of(load_results(challenge, NOTHING))
    rank = next((one.rank for one in standings if one.proposal_id == proposal_id), None)
    return departure(proposal_id, outcome, standings), rank


def find_open(proposal_id: int) -> Override | None:
    """Return what waits for a second signature on a proposal."""
    query = select(Override).where(Override.proposal_id == proposal_id, _is_open())
    return db.session.scalar(query)


def has_open(challenge: Challenge) -> bool:
    """Whether anything waits for a second signature at a challenge."""
    query = select(Override.id).where(Override.challenge_id == challenge.id, _is_open())
    return db.session.scalar(query.limit(1)) is not None


def list_overrides(challenge: Challenge, closed: frozenset[int]) -> Sequence[Override]:
    """Return what was asked for at a challenge, the newest first."""
    query = select(Override).where(Override.challenge_id == challenge.id)
    query = query.where(Override.proposal_id.not_in(closed)).options(*_whole())
    return db.session.scalars(query.order_by(Override.asked_at.desc(), Override.id)).all()


def get_signing(actor: Actor, override_id: int) -> Signing:
    """Return an override for those who may sign one there; NotFound for everybody else.

    Whoever is tied to any proposal of the challenge is told nothing.
    """
    override = db.session.scalar(
        select(Override).where(Override.id == override_id).options(*_whole())
    )
    if override is None or is_tied(actor, override.challenge_id):
        raise NotFound
    signing = Signing(override, find_seat(actor, override.challenge))
    authorize(actor, Permission.OVERRIDE_MANAGE, signing)
    return signing


def find_seat(actor: Actor, challenge: Challenge) -> Juror | None:
    """Return the seat of a chair or member whose panel judges a challenge."""
    query = select(Juror).where(
        Juror.event_id == challenge.event_id, Juror.person_id == (actor.person_id or 0)
    )
    seat = db.session.scalar(query.where(Juror.role.in_(COUNTING)))
    return seat if seat is not None and may_judge(seat, challenge.id) else None


def list_to_sign(actor: Actor) -> Sequence[Override]:
    """Return what waits for the actor's signature, the oldest first."""
    if actor.person_id is None:
        return []
    tied = exists().where(
        Proposal.challenge_id == Override.challenge_id,
        Proposal.submitted_at.is_not(None),
        is_closed_to(actor),
    )
    seated = exists().where(
        Juror.event_id == Challenge.event_id,
        Juror.person_id == actor.person_id,
        Juror.role.in_(COUNTING),
    )
    in_team = exists().where(
        TeamMember.event_id == Challenge.event_id, TeamMember.person_id == actor.person_id
    )
    query = (
        select(Override)
        .join(Override.challenge)
        .where(_is_open(), Override.asked_by_id != actor.person_id, ~tied, or_(seated, in_team))
        .options(*_whole())
        .order_by(Override.asked_at, Override.id)
    )
    found = db.session.scalars(query).all()
    events = {one.challenge.event_id for one in found}
    seats = select(Juror).where(Juror.event_id.in_(events), Juror.person_id == actor.person_id)
    seats = seats.where(Juror.role.in_(COUNTING)).options(selectinload(Juror.limits))
    mine = {one.event_id: one for one in db.session.scalars(seats)} if events else {}
    return [one for one in found if _may_sign(actor, one, mine.get(one.challenge.event_id))]


def list_signers(override: Override) -> list[Person]:
    """Return who may sign what waits: everybody on the panel or the team but the asker."""
    event_id = override.challenge.event_id
    seated = select(Juror.person_id).where(Juror.event_id == event_id, Juror.role.in_(COUNTING))
    in_team = select(TeamMember.person_id).where(TeamMember.event_id == event_id)
    query = select(Person).where(or_(Person.id.in_(seated), Person.id.in_(in_team)))
    people = db.session.scalars(query.where(Person.id != override.asked_by_id).order_by(Person.id))
    return [one for one in people if _is_signer(actor_for(one), override)]


def _is_signer(actor: Actor, override: Override) -> bool:
    if is_tied(actor, override.challenge_id):
        return False
    return _may_sign(actor, override, find_seat(actor, override.challenge))


def get_override(override_id: int) -> Override:
    """Return an override for those who write letters about it."""
    query = select(Override).where(Override.id == override_id).options(*_whole())
    return db.session.scalars(query).one()


def _may_sign(actor: Actor, override: Override, seat: Juror | None) -> bool:
    own = seat if seat is not None and may_judge(seat, override.challenge_id) else None
    return can(actor, Permission.OVERRIDE_MANAGE, Signing(override, own))


def _is_open() -> ColumnElement[bool]:
    return and_(Override.signed_at.is_(None), Override.withdrawn_at.is_(None))


def _whole() -> tuple[ExecutableOption, ...]:
    return (
        joinedload(Override.challenge).joinedload(Challenge.event).selectinload(Event.team),
        joinedload(Override.proposal),
        joinedload(Override.asked_by),
        joinedload(Override.signed_by),
    )


def waits(made: Decision | Override) -> bool:
    """Whether what came of deciding waits for a second signature."""
    return isinstance(made, Override)


def titles_for(actor: Actor, override: Override) -> tuple[str, list[str]]:
    """Return the title of the proposal, and of those that the outcome is out of order with.

    Jurors of a challenge that is judged blind read no title that names who proposes.
    """
    passed = [decode_id(one) for one in override.passed]
    query = select(Proposal).where(Proposal.id.in_([override.proposal_id, *passed]))
    read: dict[int, Any] = {one.id: one for one in db.session.scalars(query)}
    challenge = override.challenge
    if not can(actor, Permission.JURY_DECIDE, challenge) and judged_blind([challenge.id]):
        read = dict(blind_copies(read))
    return read[override.proposal_id].title, sorted(read[one].title for one in passed)
