"""What is read about venue hubs, and on one."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.checkin.models import Scan, ScannerDevice
from app.checkin.rules.sealing import phrase_of
from app.core import tokens
from app.core.db import db
from app.core.errors import NotFound
from app.core.ids import encode_id
from app.hub.models import BroughtScans, HubHome, VenueHub

HUB = "venue hub"
PREFIX = "hub_"
AT_ONCE = 500


def list_hubs(event_id: int) -> Sequence[VenueHub]:
    """Return the hubs of an event, the latest first."""
    query = select(VenueHub).where(VenueHub.event_id == event_id)
    return db.session.scalars(query.order_by(VenueHub.made_at.desc(), VenueHub.id)).all()


def get_hub(event_id: int, hub_id: int) -> VenueHub:
    """Return a hub of an event."""
    found = find_hub(event_id, hub_id)
    if found is None:
        raise NotFound
    return found


def find_hub(event_id: int, hub_id: int) -> VenueHub | None:
    """Return a hub of an event, if it has such a one."""
    query = select(VenueHub).where(VenueHub.event_id == event_id, VenueHub.id == hub_id)
    return db.session.scalar(query)


def find_brought(event_id: int, sha256: str) -> BroughtScans | None:
    """Return a file of scans that was brought before."""
    query = select(BroughtScans).where(
        BroughtScans.event_id == event_id, BroughtScans.sha256 == sha256
    )
    return db.session.scalar(query)


def list_brought(event_id: int) -> Sequence[BroughtScans]:
    """Return the files of scans that were brought to an event, the latest first."""
    query = (
        select(BroughtScans)
        .where(BroughtScans.event_id == event_id)
        .order_by(BroughtScans.brought_at.desc(), BroughtScans.id)
    )
    return db.session.scalars(query).all()


def get_brought(brought_id: int) -> BroughtScans:
    """Return a file of scans."""
    found = db.session.get(BroughtScans, brought_id)
    if found is None:
        raise NotFound
    return found


def secret_of(hub_id: int) -> str:
    """Return what a hub proves itself with; made from its number, so that it is not stored."""
    return PREFIX + tokens.sign_link(HUB, hub_id)


def find_by_secret(secret: str) -> VenueHub | None:
    """Return the hub with a secret, unless it was ended."""
    text = secret.removeprefix(PREFIX)
    try:
        hub_id = tokens.linked_id(text)
        tokens.check_link(text, HUB, hub_id)
    except NotFound:
        return None
    query = select(VenueHub).where(VenueHub.id == hub_id, VenueHub.ended_at.is_(None))
    return db.session.scalar(query)


def phrase_of_hub(hub: VenueHub) -> str:
    """Return the words that open a hub's parcel."""
    return phrase_of(tokens.keyed_hash("parcel of a venue hub", encode_id(hub.id)))


def find_home() -> HubHome | None:
    """Return what this installation is a hub of; None where it is the main server."""
    return db.session.scalar(select(HubHome))


def get_home() -> HubHome:
    """Return what this hub is."""
    found = find_home()
    if found is None:
        raise NotFound
    return found


def count_scans(home: HubHome) -> tuple[int, int]:
    """Return how many scans a hub has, and how many of them the main server does not have yet."""
    of_event = select(func.count()).where(Scan.event_id == home.event_id)
    waiting = of_event.where(Scan.id > home.sent_through)
    return db.session.scalar(of_event) or 0, db.session.scalar(waiting) or 0


def list_scans_after(event_id: int, after: int, most: int | None = None) -> Sequence[Scan]:
    """Return an event's scans in the order in which they were written, from one on."""
    query = select(Scan).where(Scan.event_id == event_id, Scan.id > after).order_by(Scan.id)
    return db.session.scalars(query.limit(most)).all()


def list_devices(event_id: int) -> Sequence[ScannerDevice]:
    """Return the scanners that were paired at a hub."""
    query = select(ScannerDevice).where(
        ScannerDevice.event_id == event_id, ScannerDevice.paired_at.is_not(None)
    )
    return db.session.scalars(query.order_by(ScannerDevice.name, ScannerDevice.id)).all()
