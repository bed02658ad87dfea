"""The room on a projector: what is up, its levels, the time, who is out; nothing of the others.

Everybody in the room reads it, and whoever leaves for the next proposal is still there. So of what
is not up it shows only who leaves, and of what is over nothing.
"""

from datetime import datetime
from typing import Any

from flask import render_template

from app.core import clock
from app.deliberation.pages.base import blueprint
from app.deliberation.queries import rooms as queries
from app.juries.queries.rounds import rubric_of
from app.web.forms import Page
from app.web.guards import actor, signed_in
from app.web.i18n import format_clock

MINUTE = 60


@blueprint.get("/deliberations/<id:room_id>/screen")
@signed_in
def view_screen(room_id: int) -> Page:
    """Show the room in big type."""
    return render_template("deliberation/screen.html", **_context(room_id))


@blueprint.get("/deliberations/<id:room_id>/screen/now")
@signed_in
def refresh_screen(room_id: int) -> Page:
    """Show the part of the screen that asks for itself again while the room is open."""
    return render_template("deliberation/_screen.html", **_context(room_id))


def _context(room_id: int) -> dict[str, Any]:
    place = queries.get_place(actor(), room_id)
    lines = queries.lines_of(place)
    current = next((one for one in lines if one.is_up), None)
    item = current.item if current else None
    now = clock.now()
    return {
        "room": place.room,
        "event": place.event,
        "current": current,
        "item": item,
        "following": next((one for one in lines if not one.is_up and not one.is_over), None),
        "criteria": rubric_of(place.room.round).criteria,
        "minute": _minute(item.begun_at if item else None, now),
        "now": format_clock(now, place.event.timezone),
        "number": len(lines),
    }


def _minute(begun_at: datetime | None, now: datetime) -> int | None:
    """Return for how many whole minutes an item has been up."""
    return None if begun_at is None else int((now - begun_at).total_seconds()) // MINUTE
