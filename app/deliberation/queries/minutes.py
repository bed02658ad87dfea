"""Minutes: the versions of a room, who signed them, and what a new version would say."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.challenges.models import Challenge
from app.core.authz import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.deliberation.models import Minutes, MinutesSignature, Room, RoomItem, RoomPresence
from app.deliberation.queries.rooms import list_presence
from app.deliberation.rules.lots import draw
from app.identity.models import Person
from app.juries.models import Decision, Juror
from app.juries.queries.overriding import list_overrides
from app.juries.queries.panel import list_jurors
from app.juries.queries.results import NOTHING, ResultRow, list_decisions, load_results
from app.juries.queries.rounds import rubric_of
from challenges import export as kernel
from challenges.canonical import digest, to_plain


def list_minutes(room: Room) -> Sequence[Minutes]:
    """Return the versions of a room's minutes, the latest first."""
    query = select(Minutes).where(Minutes.room_id == room.id)
    query = query.options(selectinload(Minutes.signatures), joinedload(Minutes.room))
    return db.session.scalars(query.order_by(Minutes.version.desc())).all()


def get_minutes(room: Room) -> Minutes:
    """Return the version of a room's minutes that stands; NotFound before the first."""
    found = list_minutes(room)
    if not found:
        raise NotFound
    return found[0]


def compose(room: Room) -> dict[str, Any]:
    """Return what the minutes of a room say, as plain values in a fixed order."""
    challenge, rubric = room.challenge, rubric_of(room.round)
    results = load_results(challenge, NOTHING, room.round)
    jurors = list_jurors(challenge.event)
    names = {encode_id(one.id): one.person.name for one in jurors}
    read = {one.proposal_id: one.read for one in room.items}
    rows = [row for row in results.rows if row.proposal_id in read]
    decisions = {one.proposal_id: one for one in list_decisions(challenge)}
    deciders = _names_of({one.decided_by_id for one in decisions.values()})
    plain = to_plain(
        {
            "event": challenge.event.name,
            "challenge": challenge.title,
            "round": {"position": room.round.position, "name": room.round.name},
            "opened_at": room.opened_at,
            "closed_at": room.closed_at,
            "panel": [_seat(one) for one in jurors],
            "attendance": [_stay(one) for one in list_presence(room)],
            "rubric": {
                "version": room.round.rubric.version,
                "digest": room.rubric_digest,
                "criteria": [[one.key, one.name, one.weight] for one in rubric.criteria],
            },
            "tie_rules": room.tie_rules,
            "seed": room.seed,
            "items": [_item(one, names) for one in room.items],
            "ranking": [
                {
                    "title": read[row.proposal_id].title,
                    "organisation": read[row.proposal_id].organisation.name,
                    "rank": row.rank.rank,
                    "percent": None if row.percent is None else str(row.percent),
                    "tied": bool(row.rank.tied_with),
                }
                for row in rows
            ],
            "lots": _lots(room, rows, read),
            "decisions": [
                _decision(read[key].title, decisions[key], deciders)
                for key in (row.proposal_id for row in rows)
                if key in decisions
            ],
            "overrides": _overrides(challenge),
            "export_sha256": digest(kernel.build_export(results.record)),
        }
    )
    return dict(plain) if isinstance(plain, dict) else {}


def _lots(room: Room, rows: Sequence[ResultRow], read: Mapping[int, Any]) -> list[list[str]]:
    """Return the titles of those whom no rule separates, as the lot from the seed orders them."""
    titles = {row.rank.proposal: read[row.proposal_id].title for row in rows}
    groups = {
        tuple(sorted((row.rank.proposal, *row.rank.tied_with)))
        for row in rows
        if row.rank.tied_with
    }
    return [[titles[key] for key in draw(room.seed, group)] for group in sorted(groups)]


def _seat(juror: Juror) -> dict[str, Any]:
    home = juror.organisation.name if juror.organisation else ""
    return {"name": juror.person.name, "organisation": home, "role": str(juror.role)}


def _stay(one: RoomPresence) -> dict[str, Any]:
    return {"name": one.person.name, "joined_at": one.joined_at, "left_at": one.left_at}


def _item(one: RoomItem, names: dict[str, str]) -> dict[str, Any]:
    return {
        "proposal": encode_id(one.proposal_id),
        "title": one.read.title,
        "organisation": one.read.organisation.name,
        "begun_at": one.begun_at,
        "ended_at": one.ended_at,
        "away": sorted(names[key] for key in one.away if key in names),
        "before": {key: one.before.get(key) for key in ("rank", "percent", "scorecards")},
        "after": {key: one.after.get(key) for key in ("rank", "percent", "scorecards")},
        "levels": one.levels,
        "agreed": sorted(agreement.person.name for agreement in one.agreements),
        "chair_note": one.chair_note,
        "secretary_note": one.secretary_note,
    }


def _decision(title: str, one: Decision, deciders: dict[int, str]) -> dict[str, Any]:
    return {
        "title": title,
        "outcome": one.outcome,
        "reason": one.reason,
        "decided_by": deciders.get(one.decided_by_id, ""),
        "decided_at": one.decided_at,
        "earlier": one.earlier,
    }


def _overrides(challenge: Challenge) -> list[dict[str, Any]]:
    """Return the outcomes that depart from the ranking, with both who signed and why."""
    signed = [one for one in list_overrides(challenge, NOTHING) if one.signed_by]
    return [
        {
            "title": one.proposal.title,
            "rank": one.rank,
            "outcome": one.outcome,
            "grounds": one.grounds,
            "asked_by": one.asked_by.name,
            "signed_by": one.signed_by.name if one.signed_by else "",
            "signed_at": one.signed_at,
        }
        for one in reversed(signed)
    ]


def _names_of(ids: set[int]) -> dict[int, str]:
    people = db.session.scalars(select(Person).where(Person.id.in_(ids)))
    return {one.id: one.name for one in people}


def list_to_sign(actor: Actor) -> Sequence[Minutes]:
    """Return the minutes that stand and wait for the signature of somebody who took part."""
    newer = aliased(Minutes)
    own = MinutesSignature.person_id == (actor.person_id or 0)
    query = (
        select(Minutes)
        .where(
            exists().where(
                RoomPresence.room_id == Minutes.room_id,
                RoomPresence.person_id == (actor.person_id or 0),
            ),
            ~exists().where(newer.room_id == Minutes.room_id, newer.version > Minutes.version),
            ~exists().where(MinutesSignature.minutes_id == Minutes.id, own),
        )
        .options(joinedload(Minutes.room).joinedload(Room.challenge))
        .order_by(Minutes.written_at, Minutes.id)
    )
    return db.session.scalars(query).all()
