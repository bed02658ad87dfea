"""The logo of an organisation: drawn anew from what is uploaded, served from our own pages."""

from app.core.authz import Actor
from app.core.content import LOGOS, CheckedFile
from app.core.db import db
from app.core.errors import NotFound
from app.core.files import Placed, StoredFile, store_placed
from app.core.intake import take_file
from app.identity import queries
from app.identity.models import OrganisationLogo
from app.identity.services.own import owned
from app.identity.services.profiles import note_change

MAX_LOGO_BYTES = 5 * 1024 * 1024
LONGEST_SIDE = 800  # in points; no page shows more


def check_logo(data: bytes, filename: str) -> CheckedFile:
    """Return a picture as it is kept as a logo, small enough for any page; before the unit."""
    return take_file(data, filename, LOGOS, limit=MAX_LOGO_BYTES, longest_side=LONGEST_SIDE)


def set_logo(actor: Actor, organisation_id: int, placed: Placed) -> OrganisationLogo:
    """Give an organisation a logo instead of the one that it had."""
    owned(actor, organisation_id)
    logo = queries.find_logo(organisation_id)
    stored = store_placed(placed)
    if logo is None:
        logo = OrganisationLogo(organisation_id=organisation_id)
        db.session.add(logo)
    before, logo.file = logo.file, stored
    db.session.flush()
    _forget_file(before)
    note_change(actor, organisation_id, "logo")
    return logo


def remove_logo(actor: Actor, organisation_id: int) -> None:
    """Take the logo away."""
    owned(actor, organisation_id)
    logo = queries.find_logo(organisation_id)
    if logo is None:
        raise NotFound
    before = logo.file
    db.session.delete(logo)
    db.session.flush()
    _forget_file(before)
    note_change(actor, organisation_id, "logo")


def _forget_file(stored: StoredFile | None) -> None:
    """Remove a file's record; its bytes are then swept with those that nobody names."""
    if stored is not None:
        db.session.delete(stored)
