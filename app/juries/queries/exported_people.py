"""The keys under which people stand in an export: of their seat on the panel, or their own."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.challenges.models import Challenge
from app.core.db import db
from app.core.ids import encode_id
from app.identity.models import Person
from app.juries.models import Juror


def keys_of(challenge: Challenge, people: Iterable[Person]) -> dict[int, str]:
    """Return the keys of some people in the export of a challenge."""
    ids = {one.id for one in people}
    seats = select(Juror.person_id, Juror.id).where(
        Juror.event_id == challenge.event_id, Juror.person_id.in_(ids)
    )
    seated = {row.person_id: row.id for row in db.session.execute(seats)}
    return {one: encode_id(seated.get(one, one)) for one in ids}


def exported_at(moment: datetime) -> str:
    """Return an instant as exports have it."""
    return moment.isoformat(timespec="seconds")
