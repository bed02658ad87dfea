"""Pages of what a holder takes along: calendar files, the programme, passes for wallets."""

from dataclasses import replace
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock, wallets
from app.core.errors import Conflict, NotFound
from app.core.ids import encode_id
from app.core.times import to_local
from app.passes import queries
from app.passes.messages import KINDS
from app.passes.rules.calendars import (
    About,
    Entry,
    EntryKind,
    google_calendar,
    outlook_calendar,
    standing_of,
    write_calendar,
)
from app.passes.rules.wallets import Labels, Shown, apple_pass, google_pass
from app.tickets.queries import codes_of, get_ticket_by_link
from app.web.guards import actor, public
from app.web.panels import panel

blueprint = Blueprint("passes", __name__)


@panel("ticket.card", 10, "passes/_panel_ticket.html")
def take_along(ticket: Any) -> dict[str, Any] | None:
    """Offer calendar, programme and wallet to whoever holds a ticket that opens the door."""
    if ticket.state != "valid":
        return None
    entry = queries.entry_of_event(ticket)
    return {
        "google_calendar": google_calendar(entry),
        "outlook_calendar": outlook_calendar(entry),
        "has_apple": wallets.has_apple(),
        "has_google": wallets.has_google(),
    }


@blueprint.get("/tickets/<link>/<id:ticket_id>/programme")
@public
def programme(link: str, ticket_id: int) -> str:
    """Show the holder's own programme, to read or to print."""
    ticket = get_ticket_by_link(link, ticket_id)
    entries = queries.list_programme(actor(), ticket) if ticket.state == "valid" else []
    zone = ticket.event.timezone
    days = groupby(entries, key=lambda one: to_local(one.starts_at, zone).date())
    return render_template(
        "passes/programme.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        days=[(day, list(of_day)) for day, of_day in days],
        kinds=KINDS,
    )


@blueprint.get("/tickets/<link>/<id:ticket_id>/programme.ics")
@public
def programme_file(link: str, ticket_id: int) -> Response:
    """Give the programme as a file for calendars; of a cancelled ticket it takes everything out."""
    ticket = get_ticket_by_link(link, ticket_id)
    entries = [queries.entry_of_event(ticket), *queries.list_programme(actor(), ticket)]
    return _calendar(ticket, [_named(one) for one in entries], "programme")


@blueprint.get("/tickets/<link>/<id:ticket_id>/calendar.ics")
@public
def calendar_file(link: str, ticket_id: int) -> Response:
    """Give the Day as an entry for the holder's calendar."""
    ticket = get_ticket_by_link(link, ticket_id)
    return _calendar(ticket, [queries.entry_of_event(ticket)], "ticket")


def _calendar(ticket: Any, entries: list[Entry], name: str) -> Response:
    """Return a file for calendars; it names the public page, for calendars are shared."""
    about = About(
        version=queries.count_changes(ticket),
        standing=standing_of(ticket.state),
        made_at=clock.now(),
        url=_base() + url_for("events.public_event", slug=ticket.event.slug),
    )
    data = write_calendar(entries, about)
    return _download(data, "text/calendar", f"{name}-{ticket.event.slug}.ics")


def _named(entry: Entry) -> Entry:
    """Return an entry that says in a calendar, among others, what it is."""
    if entry.kind not in (EntryKind.PITCH, EntryKind.JURY):
        return entry
    return replace(entry, title=f"{KINDS[entry.kind]}: {entry.title}")


@blueprint.get("/tickets/<link>/<id:ticket_id>/wallet.pkpass")
@public
def apple_wallet(link: str, ticket_id: int) -> Response:
    """Give a valid ticket as a pass for Apple's wallet."""
    signer = wallets.apple()
    if signer is None:
        raise NotFound
    shown = _shown(_valid(link, ticket_id))
    labels = Labels(
        date=_("Date"),
        venue=_("Venue"),
        holder=_("Name"),
        ticket=_("Ticket"),
        letters=_("Code to type"),
    )
    data = signer.pack(apple_pass(shown, labels, signer.names))
    return _download(data, "application/vnd.apple.pkpass", f"{shown.ticket_key}.pkpass")


@blueprint.get("/tickets/<link>/<id:ticket_id>/google-wallet")
@public
def google_wallet(link: str, ticket_id: int) -> AnyResponse:
    """Lead to the page at Google that saves a valid ticket in the reader's wallet."""
    signer = wallets.google()
    if signer is None:
        raise NotFound
    payload = google_pass(_shown(_valid(link, ticket_id)), signer.issuer, str(get_locale()))
    return redirect(signer.save_link(payload, _base(), int(clock.now().timestamp())))


def _valid(link: str, ticket_id: int) -> Any:
    ticket = get_ticket_by_link(link, ticket_id)
    if ticket.state != "valid":
        raise Conflict("ticket_not_valid")
    return ticket


def _shown(ticket: Any) -> Shown:
    """Return what a pass shows; a ticket with a new code is another pass."""
    event, whole, codes = ticket.event, queries.entry_of_event(ticket), codes_of(ticket)
    return Shown(
        event_key=f"event-{encode_id(event.id)}",
        ticket_key=f"ticket-{encode_id(ticket.id)}-{ticket.epoch}",
        event=event.name,
        organiser=event.lead_organisation.name,
        venue=event.venue_name,
        address=event.venue_address,
        starts_at=whole.starts_at,
        ends_at=whole.ends_at or event.ends_at,
        holder=ticket.name,
        ticket_type=ticket.ticket_type.name,
        code=codes.token,
        letters=codes.letters,
    )


def _base() -> str:
    return str(current_app.config["BASE_URL"])


def _download(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
