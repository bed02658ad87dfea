"""Rooms as somebody sees them: what is up, who must leave, nothing of what is closed to them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.challenges.models import Challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.deliberation.models import (
    LevelAgreement,
    Room,
    RoomComment,
    RoomItem,
    RoomPresence,
)
from app.events.models import Event
from app.identity.models import Person
from app.juries.models import ConflictOfInterest, JudgingRound, Juror
from app.juries.queries.agreed import tells_agreed_levels
from app.juries.queries.blinding import blind_copies
from app.juries.queries.results import ResultRow, Results
from app.juries.rules.roles import may_judge
from app.juries.rules.rounds import is_blind
from app.proposals.models import Proposal
from app.proposals.queries import closed_to


@dataclass(frozen=True)
class Place:
    """A room with the seat that the actor has in it, and what is closed to them."""

    room: Room
    seat: Juror | None
    closed: frozenset[int]

    @property
    def event(self) -> Event:
        """The event of the room."""
        return self.room.challenge.event

    @property
    def event_id(self) -> int:
        """Its number."""
        return self.room.challenge.event_id


@dataclass(frozen=True)
class Line:
    """An item as somebody sees it: None of the proposal that is closed to them."""

    item: RoomItem | None
    position: int
    away: tuple[str, ...]
    is_up: bool
    is_over: bool


def get_place(actor: Actor, room_id: int) -> Place:
    """Return a room that the actor may enter; NotFound for everybody else."""
    query = select(Room).where(Room.id == room_id)
    room = db.session.scalar(query.options(*_whole()))
    if room is None:
        raise NotFound
    _hide_authors(room)
    place = Place(room, _seat(actor, room), frozenset(closed_to(actor, room.event_id)))
    authorize(actor, Permission.ROOM_VIEW, place)
    return place


def _whole() -> tuple[Any, ...]:
    items = selectinload(Room.items)
    return (
        joinedload(Room.challenge).joinedload(Challenge.event).selectinload(Event.team),
        joinedload(Room.round).selectinload(JudgingRound.rubrics),
        items.joinedload(RoomItem.proposal).joinedload(Proposal.organisation),
        items.selectinload(RoomItem.agreements).joinedload(LevelAgreement.person),
        items.selectinload(RoomItem.comments).joinedload(RoomComment.said_by),
    )


def _hide_authors(room: Room) -> None:
    """Let the panel of a blind round go on without knowing who proposes, in its minutes too."""
    if is_blind(room.round.blindness):
        copies = blind_copies({one.proposal_id: one.proposal for one in room.items})
        for one in room.items:
            one.hide(copies[one.proposal_id])


def _seat(actor: Actor, room: Room) -> Juror | None:
    query = select(Juror).where(Juror.event_id == room.event_id)
    seat = db.session.scalar(query.where(Juror.person_id == (actor.person_id or 0)))
    return seat if seat is not None and may_judge(seat, room.challenge_id) else None


def find_room(one: JudgingRound) -> Room | None:
    """Return the room of a round, if it was opened."""
    return db.session.scalar(select(Room).where(Room.round_id == one.id))


def get_item(place: Place, item_id: int) -> RoomItem:
    """Return an item of a room; what is closed to the reader is not there."""
    for one in place.room.items:
        if one.id == item_id and one.proposal_id not in place.closed:
            return one
    raise NotFound


def lines_of(place: Place) -> list[Line]:
    """Return what comes up in which order, and who leaves for it."""
    names = _names(place.room)
    return [
        Line(
            item=None if one.proposal_id in place.closed else one,
            position=one.position,
            away=tuple(sorted(names[key] for key in one.away if key in names))
            if one.proposal_id not in place.closed
            else (),
            is_up=one.begun_at is not None and one.ended_at is None,
            is_over=one.ended_at is not None,
        )
        for one in place.room.items
    ]


def _names(room: Room) -> dict[str, str]:
    query = select(Juror.id, Person.given_name, Person.family_name).join(Juror.person)
    rows = db.session.execute(query.where(Juror.event_id == room.event_id))
    return {encode_id(key): f"{given} {family}".strip() for key, given, family in rows}


def conflicts_of(challenge: Challenge) -> dict[int, frozenset[int]]:
    """Return the jurors in conflict with each proposal of a challenge."""
    query = select(ConflictOfInterest.proposal_id, ConflictOfInterest.juror_id)
    query = query.join(ConflictOfInterest.proposal)
    found: dict[int, set[int]] = {}
    for proposal, juror in db.session.execute(query.where(Proposal.challenge_id == challenge.id)):
        found.setdefault(proposal, set()).add(juror)
    of_them = select(Proposal.id, Juror.id).join(
        Juror, Juror.organisation_id == Proposal.organisation_id
    )
    of_them = of_them.where(
        Proposal.challenge_id == challenge.id, Juror.event_id == challenge.event_id
    )
    for proposal, juror in db.session.execute(of_them):
        found.setdefault(proposal, set()).add(juror)
    return {key: frozenset(jurors) for key, jurors in found.items()}


def list_presence(room: Room) -> Sequence[RoomPresence]:
    """Return who was in a room, from when until when."""
    query = select(RoomPresence).where(RoomPresence.room_id == room.id)
    query = query.options(joinedload(RoomPresence.person))
    return db.session.scalars(query.order_by(RoomPresence.joined_at, RoomPresence.id)).all()


def find_presence(room: Room, person_id: int | None) -> RoomPresence | None:
    """Return that somebody is in a room now, if they are."""
    return db.session.scalar(
        select(RoomPresence).where(
            RoomPresence.room_id == room.id,
            RoomPresence.person_id == (person_id or 0),
            RoomPresence.left_at.is_(None),
        )
    )


def list_rooms(actor: Actor) -> Sequence[Room]:
    """Return the rooms that are open to a juror now."""
    query = (
        select(Room)
        .join(Room.challenge)
        .join(Juror, Juror.event_id == Challenge.event_id)
        .where(Juror.person_id == (actor.person_id or 0), Room.closed_at.is_(None))
        .options(joinedload(Room.challenge))
    )
    return db.session.scalars(query.order_by(Room.opened_at, Room.id)).all()


def scores_of(row: ResultRow, results: Results) -> dict[str, Any]:
    """Return the scores of a proposal as they are kept beside an item."""
    key = encode_id(row.proposal_id)
    return {
        "rank": row.rank.rank,
        "percent": None if row.percent is None else str(row.percent),
        "scorecards": row.score.count,
        "means": {name: str(mean) for name, mean in row.score.criterion_means},
        "jurors": {
            card.juror: dict(card.scores)
            for card in results.record.scorecards
            if card.proposal == key and not card.recused
        },
    }


@tells_agreed_levels
def agreed_in_rooms(challenge: Challenge) -> Mapping[int, Mapping[str, int]]:
    """Return the levels that somebody on the panel agreed to, of items that are over."""
    query = (
        select(RoomItem)
        .join(Room, Room.id == RoomItem.room_id)
        .where(Room.challenge_id == challenge.id, RoomItem.ended_at.is_not(None))
        .options(selectinload(RoomItem.agreements))
        .order_by(Room.opened_at)
    )
    items = db.session.scalars(query).all()
    return {one.proposal_id: one.levels for one in items if one.levels and one.agreements}
