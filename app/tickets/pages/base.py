"""What the pages of tickets share: their blueprint, their words, the way in for organisers."""

from typing import Any

from flask import Blueprint
from flask_babel import LazyString
from flask_babel import gettext as _text
from flask_babel import lazy_gettext as _

from app.core.authz import authorize
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.qr import make_qr, svg
from app.events.queries import get_managed_event
from app.tickets import queries
from app.tickets.rules.add_ons import AddOnKind
from app.tickets.rules.audiences import Audience
from app.tickets.rules.sales import TicketState, Visibility
from app.web.guards import actor
from app.web.tabs import ticket_tab

blueprint = Blueprint("tickets", __name__)
ticket_tab(10, _("Tickets and places"), "tickets.manage_tickets", Permission.TICKET_MANAGE)
ticket_tab(15, _("Questions"), "tickets.list_questions", Permission.TICKET_MANAGE)
ticket_tab(30, _("Needs"), "tickets.list_needs", Permission.NEED_VIEW)
ticket_tab(35, _("Vouchers"), "tickets.manage_vouchers", Permission.TICKET_MANAGE)
AUDIENCES: dict[str, LazyString] = {
    Audience.ATTENDEE: _("Attendees"),
    Audience.SME: _("Small and medium firms"),
    Audience.LARGE_COMPANY: _("Large companies"),
    Audience.STUDENT: _("Students"),
    Audience.SPEAKER: _("Speakers"),
    Audience.EXHIBITOR: _("Exhibitors"),
    Audience.JUROR: _("Jurors"),
    Audience.B2B: _("B2B participants"),
    Audience.PRESS: _("Press"),
    Audience.SPONSOR: _("Sponsors"),
    Audience.ORGANISER: _("Organisers and helpers"),
}
VISIBILITIES: dict[str, LazyString] = {
    Visibility.PUBLIC: _("Everybody"),
    Visibility.CODE: _("Whoever has the code"),
    Visibility.STAFF: _("Only the badge desk"),
}
STATES: dict[str, tuple[LazyString, str]] = {
    TicketState.REQUESTED: (_("To be decided"), "warn"),
    TicketState.DECLINED: (_("Declined"), "bad"),
    TicketState.UNPAID: (_("To be paid"), "warn"),
    TicketState.VALID: (_("Valid"), "good"),
    TicketState.CANCELLED: (_("Cancelled"), "bad"),
}
ADD_ON_KINDS: dict[str, LazyString] = {
    AddOnKind.WORKSHOP: _("Workshop"),
    AddOnKind.VISIT: _("Study visit"),
    AddOnKind.DINNER: _("Dinner"),
    AddOnKind.OTHER: _("Something else"),
}
SALES: dict[str, tuple[LazyString, str]] = {
    "open": (_("On offer"), "good"),
    "not_yet": (_("Not yet"), "neutral"),
    "over": (_("Closed"), "neutral"),
    "sold_out": (_("Full"), "warn"),
}


@blueprint.app_template_filter("audience")
def audience_label(audience: str) -> str:
    """Return the word for whom a ticket is for."""
    return str(AUDIENCES.get(audience, audience))


@blueprint.app_template_filter("sale_badge")
def sale_badge(sale: str) -> dict[str, Any]:
    """Return word and tone of whether a ticket can be had."""
    text, tone = SALES[sale]
    return {"text": text, "tone": tone}


@blueprint.app_template_filter("ticket_state")
def ticket_state(state: str) -> dict[str, Any]:
    """Return word and tone of what has become of a ticket."""
    text, tone = STATES[state]
    return {"text": text, "tone": tone}


@blueprint.app_template_filter("add_on_kind")
def add_on_kind(kind: str) -> str:
    """Return the word for what an add-on is."""
    return str(ADD_ON_KINDS[kind])


@blueprint.app_template_global("ticket_qr")
def ticket_qr(ticket: Any, code: str) -> str:
    """Return a ticket's code as a picture of lines, crisp at any size."""
    return svg(
        make_qr(code, version=5), _text("QR code of the ticket of %(name)s", name=ticket.name)
    )


@blueprint.app_template_filter("as_choice")
def as_choice(thing: Any) -> tuple[str, str]:
    """Return a thing with a name as an option of a choice."""
    return encode_id(thing.id), thing.name


def managed(slug: str, permission: Permission = Permission.TICKET_MANAGE) -> Any:
    """Return an event whose tickets the reader may manage, or at least see."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


def type_choices(event: Any) -> list[tuple[int, str]]:
    """Return an event's kinds of tickets to choose from."""
    return [(one.id, one.name) for one in queries.list_ticket_types(event.id)]
