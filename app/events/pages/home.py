"""Home, the to-do list; and the events a person works on."""

from flask import render_template

from app.core import clock
from app.events import queries
from app.events.pages.frame import blueprint, may_create, stages_of
from app.identity.queries import list_organisations_of
from app.web.guards import actor, signed_in
from app.web.panels import steps_of


@blueprint.get("/home")
@signed_in
def home() -> str:
    """Show what waits for the reader."""
    who = actor()
    organisations = list_organisations_of(who)
    mine = queries.list_events_of(who)
    return render_template(
        "events/home.html",
        steps=steps_of(who),
        events=mine,
        stages=stages_of(mine),
        kinds={one.kind for one in organisations},
    )


@blueprint.get("/events")
@signed_in
def list_events() -> str:
    """Show the reader's own events and those that are open to everybody."""
    who = actor()
    mine, organisations = queries.list_events_of(who), list_organisations_of(who)
    return render_template(
        "events/list.html",
        mine=mine,
        stages=stages_of(mine),
        upcoming=queries.list_upcoming_events(clock.now()),
        portals=queries.list_open_portals(clock.now()),
        kinds={one.kind for one in organisations},
        cluster=next((one for one in organisations if may_create([one])), None),
    )
