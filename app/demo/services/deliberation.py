"""The deliberation of the finished event's first challenge, with minutes that the panel signed."""

from datetime import timedelta
from statistics import median_low
from typing import Any

from app.core.db import db
from app.core.ids import encode_id
from app.deliberation.facts import MinutesSigned, MinutesWritten, RoomClosed, RoomOpened
from app.deliberation.models import (
    LevelAgreement,
    Minutes,
    MinutesSignature,
    Room,
    RoomComment,
    RoomItem,
    RoomPresence,
)
from app.deliberation.queries.minutes import compose
from app.deliberation.queries.rooms import conflicts_of, scores_of
from app.deliberation.rules.agenda import EVERYBODY_IN, plan
from app.demo.services.stage import Book, Stage, write
from app.juries.models import Juror
from app.juries.queries.results import NOTHING, Results, load_results
from app.juries.queries.rounds import rubric_of
from challenges.canonical import digest

OPENED_AT, WRITTEN_AT = "13:00", "16:00"
MINUTES_EACH = 12
COMMENT = "The pilot site is named and its owner has agreed in writing. That decides it for me."
CHAIR_NOTE = "The panel agreed without a vote."
SECRETARY_NOTE = "Questions on the measurements were answered from Annex 2."


def write_deliberation(stage: Stage, book: Book) -> None:
    """Write one room from its opening to signed minutes."""
    challenge = book.calls[0].challenge
    results = load_results(challenge, NOTHING)
    if results.round is None:
        raise LookupError("the first challenge of the finished event has no round")
    room = _room(stage, book, results)
    write([room])
    jurors = _present(book, results)
    write(_presence(stage, room, jurors))
    _talk(stage, room, jurors, results)
    minutes = _minutes(stage, book, room)
    write(
        MinutesSignature(
            id=stage.ids.new(),
            minutes_id=minutes.id,
            person_id=juror.person_id,
            name=juror.person.name,
            sha256=minutes.sha256,
            signed_at=minutes.written_at + timedelta(minutes=10 + place),
        )
        for place, juror in enumerate(jurors)
    )
    _note(stage, book, room, minutes, jurors)


def _room(stage: Stage, book: Book, results: Results) -> Room:
    challenge, judged = book.calls[0].challenge, results.round
    keys = [row.proposal_id for row in results.rows if row.score.count]
    tied = conflicts_of(challenge)
    away = {key: tied.get(key, EVERYBODY_IN) for key in keys}
    agenda, at = plan(keys, away), book.day.at(OPENED_AT)
    room = Room(
        id=stage.ids.new(),
        challenge_id=challenge.id,
        round_id=judged.id if judged else 0,
        tie_rules=[str(rule) for rule in rubric_of(judged).tie_rules] if judged else [],
        rubric_digest=judged.rubric.digest if judged else "",
        seed=(encode_id(stage.ids.new()) * 3)[:32],
        moves=agenda.moves,
        least_moves=agenda.least,
        opened_at=at,
        closed_at=at + timedelta(minutes=MINUTES_EACH * len(keys)),
    )
    rows = {row.proposal_id: row for row in results.rows}
    for place, key in enumerate(agenda.order):
        scores = scores_of(rows[key], results)
        room.items.append(
            RoomItem(
                id=stage.ids.new(),
                proposal_id=key,
                position=place + 1,
                begun_at=at + timedelta(minutes=MINUTES_EACH * place),
                ended_at=at + timedelta(minutes=MINUTES_EACH * (place + 1)),
                before=scores,
                after=scores,
                away=[encode_id(juror) for juror in sorted(away[key])],
            )
        )
    return room


def _present(book: Book, results: Results) -> list[Juror]:
    """Return the jurors who scored, in the order of their names."""
    scored = {card.juror for card in results.record.scorecards if not card.recused}
    present = [one for one in book.jurors.values() if encode_id(one.id) in scored]
    return sorted(present, key=lambda one: one.person.name)


def _presence(stage: Stage, room: Room, jurors: list[Juror]) -> list[RoomPresence]:
    return [
        RoomPresence(
            id=stage.ids.new(),
            room_id=room.id,
            person_id=one.person_id,
            joined_at=room.opened_at + timedelta(minutes=place),
            left_at=room.closed_at,
        )
        for place, one in enumerate(jurors)
    ]


def _talk(stage: Stage, room: Room, jurors: list[Juror], results: Results) -> None:
    """Let the panel come to levels on the first proposal, and say something to it."""
    item = room.items[0]
    inside = [one for one in jurors if encode_id(one.id) not in item.away]
    given = list(item.before["jurors"].values())
    item.levels = {
        one.key: median_low([card[one.key] for card in given if one.key in card])
        for one in results.record.criteria
    }
    item.chair_note, item.secretary_note = CHAIR_NOTE, SECRETARY_NOTE
    at = room.opened_at + timedelta(minutes=MINUTES_EACH // 2)
    about = {"item_id": item.id}
    said = RoomComment(
        id=stage.ids.new(), said_by_id=inside[0].person_id, text=COMMENT, said_at=at, **about
    )
    agreed = [
        LevelAgreement(id=stage.ids.new(), person_id=one.person_id, agreed_at=at, **about)
        for one in inside
    ]
    write([said, *agreed])


def _minutes(stage: Stage, book: Book, room: Room) -> Minutes:
    db.session.expire_all()
    content = compose(room)
    minutes = Minutes(
        id=stage.ids.new(),
        room_id=room.id,
        version=1,
        content=content,
        sha256=digest(content),
        written_by_id=stage.lead().id,
        written_at=book.day.at(WRITTEN_AT),
    )
    write([minutes])
    return minutes


def _note(stage: Stage, book: Book, room: Room, minutes: Minutes, jurors: list[Juror]) -> None:
    lead: dict[str, Any] = {
        "actor_id": stage.lead().id,
        "event_id": book.event.id,
        "room_id": room.id,
    }
    about = {"challenge_id": room.challenge_id}
    opened = RoomOpened(**lead, **about, items=len(room.items), rubric_digest=room.rubric_digest)
    signed: dict[str, Any] = {"minutes_id": minutes.id, "version": 1, "sha256": minutes.sha256}
    stage.deeds += [
        (room.opened_at, opened),
        (room.closed_at or room.opened_at, RoomClosed(**lead, **about)),
        (minutes.written_at, MinutesWritten(**lead, **signed)),
    ]
    for place, juror in enumerate(jurors):
        at = minutes.written_at + timedelta(minutes=10 + place)
        fact = MinutesSigned(**(lead | {"actor_id": juror.person_id}), **signed)
        stage.deeds.append((at, fact))
