"""The live figures of an event's registrations, drawn and as tables."""

from collections.abc import Sequence
from typing import Any

from flask import render_template
from flask_babel import format_date
from flask_babel import gettext as _

from app.core.authz import can
from app.core.permissions import Permission
from app.registrations import queries
from app.registrations.messages import channel_words
from app.registrations.pages.base import blueprint, managed
from app.web import charts
from app.web.charts import NARROW, Bar, Series
from app.web.fields import country_name
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

MOST_BARS = 15
Rows = Sequence[tuple[str, int]]


@blueprint.get("/manage/<slug>/tickets/figures")
@signed_in
def figures(slug: str) -> str:
    """Show how registrations come in, from where, by what, and the places."""
    event = managed(slug)
    found = queries.figures_of(actor(), event)
    counted = found.counted
    return render_template(
        "registrations/figures.html",
        event=event,
        total=counted.total,
        quotas=found.quotas,
        pictures=[
            _by_week([(format_date(day, "d MMM"), number) for day, number in counted.weeks]),
            _picture(_("By channel"), _("Channel"), _named(counted.channels, channel_words)),
            _picture(_("By country"), _("Country"), _named(counted.countries, _country)),
            _picture(_("By ticket"), _("Ticket"), _named(counted.types, found.types.get)),
        ],
        is_fenced=not found.sees_all,
        may_link=can(actor(), Permission.TICKET_MANAGE, event),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


def _named(rows: Any, name: Any) -> Rows:
    return [(str(name(key)), number) for key, number in rows]


def _country(code: str) -> str:
    return country_name(code) if code else _("Not said")


def _picture(title: str, head: str, rows: Rows) -> dict[str, Any]:
    drawn = [Bar(label, number) for label, number in rows[:MOST_BARS]]
    chart = charts.bars(title, drawn, width=NARROW)
    return {"title": title, "head": head, "rows": rows, "chart": chart}


def _by_week(rows: Rows) -> dict[str, Any]:
    title = _("By week")
    labels, values = [label for label, _n in rows], [number for _label, number in rows]
    chart = charts.columns(title, labels, [Series(title, values)], width=NARROW)
    return {"title": title, "head": _("Week from"), "rows": rows, "chart": chart}
