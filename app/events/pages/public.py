"""What everybody sees: the front page, an event's face, its entry for a calendar."""

from functools import lru_cache
from itertools import groupby
from typing import Any

from flask import Response, current_app, render_template, url_for
from flask_babel import get_locale
from icalendar import Calendar
from icalendar import Event as CalendarEntry
from markupsafe import Markup

from app.core import clock
from app.core.errors import NotFound
from app.core.times import to_local
from app.events import queries
from app.events.pages.frame import blueprint
from app.web.guards import actor, public
from app.web.panels import calls_of


@blueprint.get("/")
@public
def index() -> str:
    """Say what this is, and which events come next and have been."""
    now = clock.now()
    upcoming, portals = queries.list_upcoming_events(now), queries.list_open_portals(now)
    return render_template(
        "events/index.html",
        upcoming=upcoming,
        portals=portals,
        calls=calls_of([*upcoming, *portals]),
        past=queries.list_past_events(now, limit=12),
    )


@blueprint.get("/e/<slug>")
@public
def public_event(slug: str) -> str:
    """Show an event's face."""
    event = queries.get_visible_event(actor(), slug)
    return render_template(
        "events/public.html",
        event=event,
        programme=_programme(event),
        holders=queries.list_holders(event),
        linked_data=_linked_data(event),
        is_over=event.ends_at <= clock.now(),
    )


def _programme(event: Any) -> list[tuple[Any, Markup]]:
    """Return the sessions that the reader may see, by day, as they are written on the page."""
    shown = queries.list_visible_sessions(actor(), event)
    by_day = groupby(shown, key=lambda one: to_local(one.starts_at, event.timezone).date())
    language = str(get_locale())
    return [
        (day, _write_programme(tuple(sessions), event.timezone, language))
        for day, sessions in by_day
    ]


@lru_cache(maxsize=256)
def _write_programme(sessions: tuple[Any, ...], timezone: str, _language: str) -> Markup:
    """Write the sessions of a day; it follows from their words alone, so once is enough."""
    template = current_app.jinja_env.get_template("events/_programme.html")
    return Markup(template.render(sessions=sessions, timezone=timezone))  # noqa: S704 - by Jinja


def _linked_data(event: Any) -> dict[str, Any]:
    """Return the event as search engines read it; standing challenges are a page of theirs."""
    if event.is_portal:
        return {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "name": event.name,
            "description": event.summary,
            "url": _address(event),
            "publisher": {"@type": "Organization", "name": event.lead_organisation.name},
        }
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.name,
        "description": event.summary,
        "startDate": event.starts_at.isoformat(),
        "endDate": event.ends_at.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": _address(event),
        "location": {
            "@type": "Place",
            "name": event.venue_name,
            "address": event.venue_address,
        },
        "organizer": {"@type": "Organization", "name": event.lead_organisation.name},
    }


def _address(event: Any) -> str:
    base = str(current_app.config["BASE_URL"])
    return base + url_for("events.public_event", slug=event.slug)


@blueprint.get("/e/<slug>/calendar.ics")
@public
def calendar(slug: str) -> Response:
    """Give the Day as an entry for a calendar; standing challenges are none."""
    event = queries.get_visible_event(actor(), slug)
    if event.is_portal:
        raise NotFound
    entry = CalendarEntry()
    entry.add("uid", f"{event.slug}@innoday")
    entry.add("dtstamp", event.published_at or event.created_at)
    entry.add("dtstart", event.starts_at)
    entry.add("dtend", event.ends_at)
    entry.add("summary", event.name)
    entry.add("description", event.summary)
    place = (event.venue_name, event.venue_address)
    entry.add("location", ", ".join(part for part in place if part))
    entry.add("url", _address(event))
    file = Calendar()
    file.add("prodid", "-//Innoday//EN")
    file.add("version", "2.0")
    file.add_component(entry)
    response = Response(file.to_ical(), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response
