"""The room: opened with its order and its tie rules, joined and left, gone through, closed."""

import secrets

from sqlalchemy import delete, update

from app.challenges.models import Challenge
from app.challenges.services.moving import lock_challenge
from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.facts import Fact, record
from app.core.ids import encode_id, new_id
from app.core.permissions import Permission
from app.deliberation.facts import ItemBegun, ItemEnded, LevelsProposed, RoomClosed, RoomOpened
from app.deliberation.models import LevelAgreement, Room, RoomComment, RoomItem, RoomPresence
from app.deliberation.queries.rooms import (
    Place,
    conflicts_of,
    find_presence,
    get_item,
    get_place,
    scores_of,
)
from app.deliberation.rules.agenda import EVERYBODY_IN, plan
from app.juries.queries.results import NOTHING, load_results
from app.juries.queries.rounds import find_last_round, rubric_of
from app.juries.rules.judging import DECIDABLE
from app.proposals.queries import refuse_tied
from challenges.criteria import SCALE
from challenges.lifecycle import Phase


def open_room(actor: Actor, challenge_id: int) -> Room:
    """Open the deliberation of the round that is judged, in the order with the fewest moves."""
    challenge = lock_challenge(challenge_id)
    authorize(actor, Permission.JURY_DECIDE, challenge)
    refuse_tied(actor, [challenge.id])
    one = find_last_round(challenge, NOTHING)
    if one is None or Phase(challenge.phase) not in DECIDABLE:
        raise Conflict("not_time_to_deliberate")
    results = load_results(challenge, NOTHING, one)
    keys = [row.proposal_id for row in results.rows if row.score.count]
    if not keys:
        raise Conflict("nothing_to_deliberate")
    tied = conflicts_of(challenge)
    away = {key: tied.get(key, EVERYBODY_IN) for key in keys}
    agenda = plan(keys, away)
    room = Room(
        id=new_id(),
        challenge_id=challenge.id,
        round_id=one.id,
        tie_rules=[str(rule) for rule in rubric_of(one).tie_rules],
        rubric_digest=one.rubric.digest,
        seed=secrets.token_hex(16),
        moves=agenda.moves,
        least_moves=agenda.least,
    )
    room.items = [
        RoomItem(
            proposal_id=key,
            position=place,
            away=[encode_id(juror) for juror in sorted(away[key])],
        )
        for place, key in enumerate(agenda.order, 1)
    ]
    db.session.add(room)
    db.session.flush()
    _note_opened(actor, challenge, room)
    return room


def _note_opened(actor: Actor, challenge: Challenge, room: Room) -> None:
    record(
        RoomOpened(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            challenge_id=challenge.id,
            room_id=room.id,
            items=len(room.items),
            rubric_digest=room.rubric_digest,
        )
    )


def join_room(actor: Actor, room_id: int) -> RoomPresence:
    """Come into the room as one of the panel."""
    place = _open_place(actor, room_id, Permission.ROOM_JOIN)
    presence = RoomPresence(room_id=place.room.id, person_id=actor.person_id or 0)
    db.session.add(presence)
    db.session.flush()
    return presence


def leave_room(actor: Actor, room_id: int) -> RoomPresence:
    """Leave the room."""
    place = _open_place(actor, room_id, Permission.ROOM_JOIN)
    presence = find_presence(place.room, actor.person_id)
    if presence is None:
        raise Conflict("not_in_room")
    presence.left_at = clock.now()
    return presence


def begin_item(actor: Actor, room_id: int, item_id: int) -> RoomItem:
    """Bring a proposal up: who is tied leaves, and the scores until now are kept."""
    place, item = _item(actor, room_id, item_id, Permission.ROOM_RUN)
    if item.begun_at is not None:
        raise Conflict("item_over")
    challenge = place.room.challenge
    tied = conflicts_of(challenge).get(item.proposal_id, EVERYBODY_IN)
    item.away = [encode_id(juror) for juror in sorted(tied)]
    item.before = _scores(place.room, item)
    item.begun_at = clock.now()
    db.session.flush()
    _note(actor, place, ItemBegun, proposal_id=item.proposal_id)
    return item


def end_item(actor: Actor, room_id: int, item_id: int) -> RoomItem:
    """End an item; the scores from now on are kept beside those before."""
    place, item = _item(actor, room_id, item_id, Permission.ROOM_RUN)
    _must_be_up(item)
    item.after = _scores(place.room, item)
    item.ended_at = clock.now()
    db.session.flush()
    _note(actor, place, ItemEnded, proposal_id=item.proposal_id)
    return item


def write_notes(
    actor: Actor, room_id: int, item_id: int, *, chair: str, secretary: str
) -> RoomItem:
    """Keep what the chair and the secretary noted of a proposal."""
    _place, item = _item(actor, room_id, item_id, Permission.ROOM_RUN)
    item.chair_note, item.secretary_note = chair, secretary
    return item


def set_levels(actor: Actor, room_id: int, item_id: int, levels: dict[str, int]) -> RoomItem:
    """Write down the levels that the panel comes to; who agreed to others is asked again."""
    place, item = _item(actor, room_id, item_id, Permission.ROOM_RUN)
    _must_be_up(item)
    keys = {one.key for one in rubric_of(place.room.round).criteria}
    if set(levels) - keys or any(level not in SCALE for level in levels.values()):
        raise Invalid("level_unknown", field="levels")
    if levels != item.levels:
        item.levels = dict(levels)
        db.session.execute(delete(LevelAgreement).where(LevelAgreement.item_id == item.id))
        db.session.expire(item, ["agreements"])
        _note(actor, place, LevelsProposed, proposal_id=item.proposal_id)
    return item


def agree(actor: Actor, room_id: int, item_id: int) -> LevelAgreement:
    """Agree to the levels of the proposal that is up, as one of the panel in the room."""
    place, item = _item(actor, room_id, item_id, Permission.ROOM_JOIN)
    _must_be_up(item)
    _must_be_in(actor, place)
    if not item.levels:
        raise Conflict("no_levels")
    agreement = LevelAgreement(item_id=item.id, person_id=actor.person_id or 0)
    db.session.add(agreement)
    db.session.flush()
    return agreement


def say(actor: Actor, room_id: int, item_id: int, text: str) -> RoomComment:
    """Write something about the proposal that is up, for the panel in the room."""
    place, item = _item(actor, room_id, item_id, Permission.ROOM_JOIN)
    _must_be_up(item)
    _must_be_in(actor, place)
    comment = RoomComment(item_id=item.id, said_by_id=actor.person_id or 0, text=text)
    db.session.add(comment)
    db.session.flush()
    return comment


def close_room(actor: Actor, room_id: int) -> Room:
    """Close the deliberation once every proposal was dealt with; everybody leaves."""
    place = _open_place(actor, room_id, Permission.ROOM_RUN)
    refuse_tied(actor, [place.room.challenge_id])
    if left := sum(one.ended_at is None for one in place.room.items):
        raise Conflict("items_left", number=left)
    now = clock.now()
    place.room.closed_at = now
    db.session.execute(
        update(RoomPresence)
        .where(RoomPresence.room_id == place.room.id, RoomPresence.left_at.is_(None))
        .values(left_at=now)
    )
    _note(actor, place, RoomClosed, challenge_id=place.room.challenge_id)
    return place.room


def _open_place(actor: Actor, room_id: int, permission: Permission) -> Place:
    place = get_place(actor, room_id)
    authorize(actor, permission, place)
    if place.room.closed_at is not None:
        raise Conflict("room_closed")
    return place


def _item(
    actor: Actor, room_id: int, item_id: int, permission: Permission
) -> tuple[Place, RoomItem]:
    place = _open_place(actor, room_id, permission)
    return place, get_item(place, item_id)


def _must_be_up(item: RoomItem) -> None:
    if item.begun_at is None or item.ended_at is not None:
        raise Conflict("item_not_up")


def _must_be_in(actor: Actor, place: Place) -> None:
    if find_presence(place.room, actor.person_id) is None:
        raise Conflict("not_in_room")


def _scores(room: Room, item: RoomItem) -> dict[str, object]:
    results = load_results(room.challenge, NOTHING, room.round)
    row = next((row for row in results.rows if row.proposal_id == item.proposal_id), None)
    return scores_of(row, results) if row else {}


def _note(actor: Actor, place: Place, kind: type[Fact], **ids: int) -> None:
    about = {"actor_id": actor.person_id, "event_id": place.event_id, "room_id": place.room.id}
    record(kind(**about, **ids))
