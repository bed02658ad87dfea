"""Opening a parcel on a laptop, which becomes the venue hub of its event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from app.checkin.models import Admission, CheckpointAddOn, CheckpointTicketType, Scan
from app.core import clock, tokens
from app.core.authz import SYSTEM
from app.core.db import Base, db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import decode_id
from app.core.text import search_key
from app.events.models import Event, TeamMember, TeamRole
from app.hub import queries
from app.hub.models import HubHome
from app.hub.queries import AT_ONCE
from app.hub.queries.slice import SLICE, kinds_of
from app.hub.rules import BadParcel, open_parcel, thaw
from app.hub.services.making import CONTENTS, VERSION
from app.identity.models import Person
from app.identity.queries import find_person_by_email
from app.identity.services import register_person
from app.tickets.models import Order, Ticket, TicketAddOn

KEEPER = "hub@hub.invalid"  # whoever sits at the laptop; nobody else has an account there
ENTER = "enter the hub"
# What a hub writes itself: what came along never replaces it.
OWN: Mapping[type[Base], tuple[str, ...]] = {
    Scan: ("event_id", "client_id"),
    Admission: ("ticket_id", "checkpoint_id", "occasion"),
}
# What has no life of its own: a newer parcel says all of it.
LINKS = (TicketAddOn, CheckpointTicketType, CheckpointAddOn)


def read_parcel(phrase: str, parcel: bytes) -> dict[str, Any]:
    """Return what a parcel holds; Invalid if it is none, or of a version that is not ours."""
    try:
        contents: dict[str, Any] = json.loads(open_parcel(phrase, parcel))
    except (BadParcel, ValueError) as error:
        raise Invalid("parcel_unreadable") from error
    if contents.get("format") != CONTENTS or contents.get("version") != VERSION:
        raise Invalid("parcel_of_other_version")
    return contents


def open_hub(contents: Mapping[str, Any]) -> Person:
    """Enter what came along and return whoever keeps the hub; a newer parcel brings news.

    What was scanned here stays, and so do the scanners that were paired here.
    """
    told = contents["hub"]
    event_id, home = decode_id(told["event"]), queries.find_home()
    if home is not None and home.event_id != event_id:
        raise Conflict("hub_of_other_event")
    for model, names, condition in SLICE:
        kinds = kinds_of(model, names)
        if model in LINKS:
            db.session.execute(delete(model).where(condition(event_id)))
        rows = [thaw(row, kinds) for row in contents["rows"][model.__tablename__]]
        _enter(model, [_completed(model, row) for row in rows])
        if model is Event:
            _enter(Order, [{"id": event_id, "event_id": event_id, "email": KEEPER}])
    _settle(told, event_id)
    return _keeper(event_id)


def _completed(model: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """Add what a row must have and what did not come along."""
    if model is Ticket:
        words = (row["family_name"], row["given_name"], row["organisation_name"])
        key = search_key(*words)[:500]
        return row | {"order_id": row["event_id"], "email": "", "search_key": key}
    return row | {"code": ""} if model is Scan else row


def _enter(model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        db.session.execute(_upsert(model, some[0]), some)


def _upsert(model: type[Base], names: Iterable[str]) -> Any:
    """Return what enters rows; one that is there becomes what came along, unless it is our own."""
    table: Any = model.__table__
    statement = (sqlite if db.engine.dialect.name == "sqlite" else postgresql).insert(table)
    keys = OWN.get(model) or tuple(column.name for column in table.primary_key)
    news = {name: statement.excluded[name] for name in names if name not in keys}
    if model in OWN or not news:
        return statement.on_conflict_do_nothing(index_elements=list(keys))
    return statement.on_conflict_do_update(index_elements=list(keys), set_=news)


def _settle(told: Mapping[str, Any], event_id: int) -> None:
    """Write down whose hub this is; a newer parcel may come from a hub of another name."""
    home = queries.find_home()
    if home is None:
        came_along = select(func.max(Scan.id)).where(Scan.event_id == event_id)
        home = HubHome(event_id=event_id, sent_through=db.session.scalar(came_along) or 0)
        db.session.add(home)
    home.hub_id, home.name = decode_id(told["id"]), told["name"]
    home.main_url, home.secret = told["main_url"], told["secret"]
    home.made_at = datetime.fromisoformat(told["made_at"])


def get_keeper() -> Person:
    """Return whoever sits at the laptop."""
    keeper = find_person_by_email(KEEPER)
    if keeper is None:
        raise NotFound
    return keeper


def link_for(keeper: Person) -> str:
    """Return the last part of the address that lets the keeper in."""
    return tokens.sign_link(ENTER, keeper.id, keeper.link_epoch)


def keeper_of(link: str) -> Person:
    """Return the keeper whom a link lets in."""
    keeper = get_keeper()
    tokens.check_link(link, ENTER, keeper.id, keeper.link_epoch)
    return keeper


def _keeper(event_id: int) -> Person:
    """Return whoever sits at the laptop: the lead of the event, as far as a hub goes."""
    found = find_person_by_email(KEEPER)
    if found is not None:
        return found
    keeper = register_person(
        SYSTEM,
        email=KEEPER,
        given_name="Venue",
        family_name="Hub",
        password_hash=None,
        email_confirmed_at=clock.now(),
    )
    db.session.flush()
    lead = TeamRole.LEAD
    db.session.add(TeamMember(event_id=event_id, person_id=keeper.id, role=lead))
    return keeper
