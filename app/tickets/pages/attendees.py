"""The organiser's list of attendees: searched, exported, and one ticket at a time."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import can
from app.core.csv_text import to_csv
from app.core.ids import decode_id, encode_id
from app.core.permissions import Permission
from app.tickets import queries, services
from app.tickets.pages.base import blueprint, managed, parts
from app.tickets.queries import AttendeeFilter
from app.web.guards import actor, signed_in, writes
from app.web.paging import page_number, turns

PER_PAGE = 50
MOST_EXPORTED = 100_000
HEAD = (
    *("code", "family_name", "given_name", "email", "organisation", "organisation_kind"),
    *("country", "ticket_type", "state", "registered_at"),
)


@blueprint.get("/manage/<slug>/tickets/attendees")
@signed_in
def list_attendees(slug: str) -> str:
    """Show who has registered; filters live in the address."""
    event = managed(slug, Permission.TICKET_VIEW)
    wanted, page = _wanted(), page_number()
    found = queries.list_attendees(
        event.id, wanted, limit=PER_PAGE + 1, offset=(page - 1) * PER_PAGE
    )
    return render_template(
        "tickets/attendees.html",
        event=event,
        tickets=found[:PER_PAGE],
        total=queries.count_attendees(event.id, wanted),
        page=page,
        **turns(page, has_more=len(found) > PER_PAGE),
        wanted=wanted,
        filters=_filters(wanted),
        types=queries.list_ticket_types(event.id),
        tabs=parts(event, "tickets.list_attendees"),
    )


@blueprint.get("/manage/<slug>/tickets/attendees.csv")
@signed_in
def export_attendees(slug: str) -> Response:
    """Give the list as it is filtered as CSV."""
    event = managed(slug, Permission.TICKET_VIEW)
    tickets = queries.list_attendees(event.id, _wanted(), limit=MOST_EXPORTED)
    key = queries.private_key(event.id)
    rows = (_row(one, queries.codes_of(one, key).letters) for one in tickets)
    response = Response(to_csv(HEAD, rows), mimetype="text/csv")
    name = f"attendees-{event.slug}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _row(ticket: Any, code: str) -> tuple[object, ...]:
    return (
        code,
        ticket.family_name,
        ticket.given_name,
        ticket.email,
        ticket.organisation_name,
        ticket.organisation_kind,
        ticket.country,
        ticket.ticket_type.name,
        str(ticket.state),
        ticket.created_at.isoformat(timespec="seconds"),
    )


def _wanted() -> AttendeeFilter:
    """Read the filters; what makes no sense filters nothing."""
    state = request.args.get("state", "valid")
    return AttendeeFilter(
        text=request.args.get("q", "").replace("\x00", "").strip()[:200],
        ticket_type_id=_read_id(request.args.get("type", "")),
        state=None if state == "all" else "cancelled" if state == "cancelled" else "valid",
    )


def _read_id(text: str) -> int | None:
    try:
        return decode_id(text)
    except ValueError:
        return None


def _filters(wanted: AttendeeFilter) -> dict[str, str]:
    """Return the filters as they stand in the address, the defaults left out."""
    state = "all" if wanted.state is None else str(wanted.state)
    chosen = {
        "q": wanted.text,
        "type": encode_id(wanted.ticket_type_id) if wanted.ticket_type_id else "",
        "state": "" if state == "valid" else state,
    }
    return {key: value for key, value in chosen.items() if value}


@blueprint.get("/manage/<slug>/tickets/attendees/<id:ticket_id>")
@signed_in
def attendee(slug: str, ticket_id: int) -> str:
    """Show one ticket, its code and what can be done with it."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_ticket(ticket_id, event.id)
    return render_template(
        "tickets/attendee.html",
        event=event,
        ticket=ticket,
        codes=queries.codes_of(ticket),
        has_come=bool(queries.who_came([ticket.id])),
        # Whoever has it may cancel, and the desk may not.
        link=queries.link_of(ticket) if can(actor(), Permission.TICKET_MANAGE, event) else None,
    )


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/cancel")
@signed_in
@writes
def cancel_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Cancel a ticket and free its place."""
    event = managed(slug)
    ticket = queries.get_ticket(ticket_id, event.id)
    services.cancel_ticket(actor(), ticket)
    flash(_("The ticket of %(name)s is cancelled.", name=ticket.name), "success")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/reissue")
@signed_in
@writes
def reissue_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Give a ticket a new code."""
    event = managed(slug)
    ticket = queries.get_ticket(ticket_id, event.id)
    services.reissue_ticket(actor(), ticket)
    flash(
        _("%(name)s has a new code. The old badge no longer counts.", name=ticket.name), "success"
    )
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))
