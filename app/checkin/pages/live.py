"""The numbers of the day, and what check-in brings to the organiser's pages."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import render_template, url_for
from flask_babel import gettext as _

from app.checkin.pages.base import blueprint, get_event_for
from app.checkin.policies import can_view_arrivals
from app.checkin.queries.board import Board, view_board
from app.checkin.queries.live import STEP, count_people
from app.core.authz import Actor
from app.core.permissions import Permission
from app.events.policies import fence
from app.web.guards import actor, signed_in
from app.web.panels import Figure, NavItem, figures, navigation, panel
from app.web.tabs import DOOR

COLUMN, HEIGHT = 28, 120
MOST_GATES = 6  # as many as a table of arrivals has room for


@blueprint.get("/manage/<slug>/checkin")
@signed_in
def show_live(slug: str) -> str:
    """Show who is here, by gate and by time, which scanners are silent, and who is late."""
    event = get_event_for(slug, Permission.ARRIVAL_VIEW)
    context = _numbers(event)
    return render_template(
        "checkin/live.html", event=event, tabs=DOOR.tabs(event, slug=event.slug), **context
    )


@blueprint.get("/manage/<slug>/checkin/live")
@signed_in
def refresh_live(slug: str) -> str:
    """Return the numbers alone, for the page that is open."""
    event = get_event_for(slug, Permission.ARRIVAL_VIEW)
    return render_template("checkin/_live.html", event=event, **_numbers(event))


@blueprint.get("/manage/<slug>/checkin/wall")
@signed_in
def show_wall(slug: str) -> str:
    """Show the numbers on a screen that all can see: nobody's name stands on it."""
    event = get_event_for(slug, Permission.ARRIVAL_VIEW)
    return render_template("checkin/wall.html", event=event, **_numbers(event))


@blueprint.get("/manage/<slug>/checkin/wall/now")
@signed_in
def refresh_wall(slug: str) -> str:
    """Return what the screen shows now."""
    event = get_event_for(slug, Permission.ARRIVAL_VIEW)
    return render_template("checkin/_wall.html", event=event, **_numbers(event))


def _numbers(event: Any) -> dict[str, Any]:
    board = view_board(event, fence(actor(), event))
    sizes = {"chart_height": HEIGHT, "column_width": COLUMN}
    columns = _columns(board, event.timezone)
    return {"board": board, "live": board.live, "columns": columns} | sizes | _heads(board)


def _heads(board: Board) -> dict[str, Any]:
    """Return the gates that get a column of their own in the table of arrivals."""
    used = [gate for gate in board.gates if gate.people]
    return {"gate_columns": used if 1 < len(used) <= MOST_GATES else []}


def _columns(board: Board, timezone: str) -> list[dict[str, Any]]:
    """Return the chart's columns: ten minutes each, as high as people came."""
    arrivals = board.live.arrivals
    top = max((slot.people for slot in arrivals), default=0) or 1
    zone = ZoneInfo(timezone)
    return [
        {
            "x": number * COLUMN,
            "height": round(slot.people / top * HEIGHT, 1),
            "people": slot.people,
            "gates": board.by_slot.get(slot.starts_at, Counter()),
            "starts": f"{slot.starts_at.astimezone(zone):%H:%M}",
            "ends": f"{(slot.starts_at + STEP).astimezone(zone):%H:%M}",
            "is_hour": slot.starts_at.minute % 30 == 0,
        }
        for number, slot in enumerate(arrivals[-int(timedelta(hours=12) / STEP) :])
    ]


@navigation
def entry(actor: Actor, event: Any) -> list[NavItem]:
    """Return Check-in within an event, for its organisers and desk."""
    if event is None or not can_view_arrivals(actor, event):
        return []
    url = url_for("checkin.show_live", slug=event.slug)
    return [NavItem(label=_("Check-in"), url=url, icon="scan", order=60)]


@figures
def people_here(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count who is here, of those who are expected."""
    if can_view_arrivals(actor, event):
        here = count_people(event.id, fence(actor, event))
        yield Figure(
            label=_("Checked in"),
            value=here.people,
            note=_("of %(expected)s expected", expected=here.expected),
            url=url_for("checkin.show_live", slug=event.slug),
            order=60,
        )


@panel("event.manage", 60, "checkin/_panel_manage.html")
def door_panel(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show how many are here on the organiser's page."""
    if not can_view_arrivals(actor, event):
        return None
    return {"here": count_people(event.id, fence(actor, event))}
