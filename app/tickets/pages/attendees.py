"""The organiser's list of attendees: searched, exported, and one ticket at a time."""

from collections.abc import Collection, Iterable
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core.authz import can
from app.core.ids import decode_id, encode_id
from app.core.permissions import Permission
from app.events.policies import fence, is_looking_in
from app.events.queries import list_clusters
from app.privacy.messages import PURPOSES
from app.privacy.queries import list_asked
from app.privacy.rules.purposes import Purpose
from app.tickets import queries, services
from app.tickets.messages import REASONS
from app.tickets.pages.base import TICKETS, blueprint, managed
from app.tickets.queries import AttendeeFilter
from app.web.downloads import send_csv
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered, page_number

MOST_EXPORTED = 100_000
PURPOSES_BY_CODE = {one.value: one for one in Purpose}
HEAD = (
    *("family_name", "given_name", "email", "organisation", "organisation_kind"),
    *("country", "ticket_type", "state", "supported_by", "validated_at", "registered_at"),
)


@blueprint.get("/manage/<slug>/tickets/attendees")
@signed_in
def list_attendees(slug: str) -> str:
    """Show who has registered; filters live in the address."""
    event = managed(slug, Permission.TICKET_VIEW)
    wanted = _wanted()
    seen = fence(actor(), event)
    found, turns = numbered(
        lambda limit, offset: queries.list_attendees(
            event.id, wanted, seen=seen, limit=limit, offset=offset
        )
    )
    return render_template(
        "tickets/attendees.html",
        event=event,
        tickets=found,
        total=queries.count_attendees(event.id, wanted, seen=seen),
        page=page_number(),
        **turns,
        wanted=wanted,
        filters=_filters(wanted),
        asked=[(one.value, PURPOSES[one]) for one in (*list_asked(event.id), Purpose.NEWSLETTER)],
        types=queries.list_ticket_types(event.id),
        clusters=list_clusters(event),
        is_fenced=not seen.is_open,
        may_move=can(actor(), Permission.SUPPORT_MANAGE, event),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.get("/manage/<slug>/tickets/attendees.csv")
@signed_in
def export_attendees(slug: str) -> Response:
    """Give the list as it is filtered as CSV."""
    event = managed(slug, Permission.TICKET_VIEW)
    seen = fence(actor(), event)
    tickets = queries.list_attendees(event.id, _wanted(), seen=seen, limit=MOST_EXPORTED)
    asked, agreed = list_asked(event.id), queries.list_agreed(event.id)
    head = (*HEAD, *(f"agrees_{one}" for one in asked))
    rows = ((*_row(one), *_answers(asked, agreed.get(one.id, ()))) for one in tickets)
    return send_csv(f"attendees-{event.slug}", head, rows)


def _row(ticket: Any) -> tuple[object, ...]:
    return (
        ticket.family_name,
        ticket.given_name,
        ticket.email,
        ticket.organisation_name,
        ticket.organisation_kind,
        ticket.country,
        ticket.ticket_type.name,
        str(ticket.state),
        ticket.supported_by.name,
        ticket.validated_at and ticket.validated_at.isoformat(timespec="seconds"),
        ticket.created_at.isoformat(timespec="seconds"),
    )


def _answers(asked: Iterable[Purpose], agreed: Collection[Purpose]) -> list[str]:
    """Return for each purpose that the event asks for whether the holder agrees."""
    return ["yes" if one in agreed else "no" for one in asked]


def _wanted() -> AttendeeFilter:
    """Read the filters; what makes no sense filters nothing."""
    state = request.args.get("state", "valid")
    return AttendeeFilter(
        text=request.args.get("q", "").replace("\x00", "").strip()[:200],
        ticket_type_id=_read_id(request.args.get("type", "")),
        cluster_id=_read_id(request.args.get("cluster", "")),
        state=None if state == "all" else "cancelled" if state == "cancelled" else "valid",
        agrees_to=PURPOSES_BY_CODE.get(request.args.get("agrees", "")),
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
        "cluster": encode_id(wanted.cluster_id) if wanted.cluster_id else "",
        "state": "" if state == "valid" else state,
        "agrees": wanted.agrees_to or "",
    }
    return {key: value for key, value in chosen.items() if value}


@blueprint.get("/manage/<slug>/tickets/attendees/<id:ticket_id>")
@signed_in
def attendee(slug: str, ticket_id: int) -> str:
    """Show one ticket, its code and what can be done with it."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    # Whoever has the link may cancel, and the desk may not; break-glass shows no key at all.
    gives_keys = not is_looking_in(actor(), event)
    may_hold = gives_keys and can(actor(), Permission.ATTENDEE_EDIT, ticket)
    return render_template(
        "tickets/attendee.html",
        event=event,
        ticket=ticket,
        codes=queries.codes_of(ticket) if gives_keys else None,
        has_come=bool(queries.who_came([ticket.id])),
        link=queries.link_of(ticket) if may_hold else None,
        clusters=list_clusters(event),
        reason=REASONS[ticket.support_reason],
    )


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/cancel")
@signed_in
@writes
def cancel_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Cancel a ticket and free its place."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.cancel_ticket(actor(), ticket)
    flash(_("The ticket of %(name)s is cancelled.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/reissue")
@signed_in
@writes
def reissue_attendee(slug: str, ticket_id: int) -> AnyResponse:
    """Give a ticket a new code."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    services.reissue_ticket(actor(), ticket)
    flash(_("%(name)s has a new code. The old badge no longer counts.", name=ticket.name), "good")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))
