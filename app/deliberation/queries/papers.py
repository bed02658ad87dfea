"""Minutes on paper: which part of them somebody reads, and its editions."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.ids import encode_id
from app.core.papers import WHOLE, Paper, list_papers
from app.deliberation.models import Minutes, Room
from app.deliberation.queries.rooms import Place
from app.events.models import TeamMember
from app.identity.models import Person
from app.identity.queries import actor_for
from app.juries.models import Juror
from app.proposals.queries import closed_to
from challenges.canonical import digest

MINUTES = "minutes"
NOTHING: frozenset[str] = frozenset()


def left_out(minutes: Minutes, closed: Iterable[int]) -> frozenset[str]:
    """Return what of minutes is left out for somebody to whom these proposals are closed."""
    keys = {encode_id(one) for one in closed}
    return frozenset(one["proposal"] for one in minutes.content["items"] if one["proposal"] in keys)


def part_without(keys: Collection[str]) -> str:
    """Return the name of the part of minutes that leaves some proposals out."""
    return digest(sorted(keys)) if keys else WHOLE


def minutes_papers(minutes: Minutes, place: Place) -> Sequence[Paper]:
    """Return the editions of minutes as the reader may read them, the latest first."""
    part = part_without(left_out(minutes, place.closed))
    return list_papers(MINUTES, minutes.id, part=part)


def parts_read(minutes: Minutes) -> set[frozenset[str]]:
    """Return what is left out for anybody of panel and team, nothing for most of them."""
    event_id = minutes.room.challenge.event_id
    jurors = select(Juror.person_id).where(Juror.event_id == event_id)
    team = select(TeamMember.person_id).where(TeamMember.event_id == event_id)
    people = select(Person).where(or_(Person.id.in_(jurors), Person.id.in_(team)))
    closed = (closed_to(actor_for(one), event_id) for one in db.session.scalars(people).all())
    return {NOTHING, *(left_out(minutes, keys) for keys in closed)}


def list_standing() -> Sequence[Minutes]:
    """Return the minutes that stand, of every room."""
    newer = aliased(Minutes)
    query = select(Minutes).where(
        ~exists().where(newer.room_id == Minutes.room_id, newer.version > Minutes.version)
    )
    return db.session.scalars(query.join(Room, Room.id == Minutes.room_id)).all()
