"""Badges, for programs: many as a PDF, or one by one from the queue of a printer."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from app.badges import queries, services
from app.badges.presentation import draw_one
from app.badges.schemas import (
    BadgeKeyForm,
    BadgeKeyOut,
    BadgesForm,
    BadgeTroubleOut,
    CheckQuery,
    LookForm,
    LookOut,
    PrinterForm,
    PrinterOut,
    PrintForm,
    PrintOut,
    PrintsPage,
    badges_in,
    look_in,
)
from app.core.authz import authorize
from app.core.content import PDF
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event, list_badge_keys
from app.events.services import change_badge_key, retire_badge_key
from app.web.downloads import send_made
from app.web.guards import about_events, actor, token, writes
from app.web.paging import PageQuery, page_of
from app.web.work_api import WorkOut

blueprint = Blueprint("badges-api", __name__, description="Badges on paper")
about_events(blueprint.name)
PRINTERS = "/events/<slug>/badge-printers"
PRINTER = f"{PRINTERS}/<id:printer_id>"
PRINTS = "/events/<slug>/badge-prints"
PRINT = f"{PRINTS}/<id:print_id>"


def _managed(slug: str, permission: Permission = Permission.BADGE_PRINT) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


@blueprint.route("/events/<slug>/badges", methods=["POST"])
@blueprint.arguments(BadgesForm)
@blueprint.response(202, WorkOut)
@token
@writes
def make_badges(data: dict[str, Any], slug: str) -> Any:
    """Ask for the badges of an event as one PDF, and get the work to wait for."""
    return services.start_badges(actor(), _managed(slug), **badges_in(data))


@blueprint.route("/events/<slug>/badge-look", methods=["GET"])
@blueprint.response(200, LookOut)
@token
def get_look(slug: str) -> Any:
    """Say how the badges of an event look."""
    return queries.look_of(_managed(slug, Permission.TICKET_VIEW).id)


@blueprint.route("/events/<slug>/badge-look", methods=["PUT"])
@blueprint.arguments(LookForm)
@blueprint.response(200, LookOut)
@token
@writes
def change_look(data: dict[str, Any], slug: str) -> Any:
    """Decide how the badges of an event look."""
    return services.change_look(actor(), get_managed_event(actor(), slug), look_in(data))


@blueprint.route("/events/<slug>/badge-check", methods=["GET"])
@blueprint.arguments(CheckQuery, location="query")
@blueprint.response(200, BadgeTroubleOut(many=True))
@token
def check_badges(query: dict[str, Any], slug: str) -> Any:
    """List whose badge is worth a look before it is printed: names that hardly fit."""
    found = services.check_badges(actor(), get_managed_event(actor(), slug), query["layout"])
    return [{"id": one.id, "name": one.name, "troubles": why} for one, why in found]


@blueprint.route("/events/<slug>/badge-keys", methods=["GET"])
@blueprint.response(200, BadgeKeyOut(many=True))
@token
def list_keys(slug: str) -> Any:
    """List the keys that sign the codes on badges, the latest first."""
    return list_badge_keys(_managed(slug, Permission.TICKET_MANAGE).id)


@blueprint.route("/events/<slug>/badge-keys", methods=["POST"])
@blueprint.arguments(BadgeKeyForm)
@blueprint.response(201, BadgeKeyOut)
@token
@writes
def change_key(data: dict[str, Any], slug: str) -> Any:
    """Sign new codes with a fresh key; those of the older keys count on, or no longer."""
    return change_badge_key(actor(), get_managed_event(actor(), slug), **data)


@blueprint.route("/events/<slug>/badge-keys/<int:number>/retire", methods=["POST"])
@blueprint.response(204)
@token
@writes
def retire_key(slug: str, number: int) -> None:
    """Let the codes of an older key count no longer."""
    retire_badge_key(actor(), get_managed_event(actor(), slug), number)


@blueprint.route(PRINTERS, methods=["GET"])
@blueprint.response(200, PrinterOut(many=True))
@token
def list_printers(slug: str) -> Any:
    """List the printers that badges can wait for."""
    return queries.list_printers(_managed(slug, Permission.TICKET_VIEW).id)


@blueprint.route(PRINTERS, methods=["POST"])
@blueprint.arguments(PrinterForm)
@blueprint.response(201, PrinterOut)
@token
@writes
def add_printer(data: dict[str, Any], slug: str) -> Any:
    """Name a printer that badges can wait for."""
    return services.add_printer(actor(), _managed(slug), **data)


@blueprint.route(PRINTER, methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def close_printer(slug: str, printer_id: int) -> None:
    """Use a printer no more; what waits at it waits no longer."""
    event = _managed(slug)
    services.close_printer(actor(), event, queries.get_printer(printer_id, event.id))


@blueprint.route(f"{PRINTER}/next", methods=["POST"])
@blueprint.response(200, PrintOut)
@blueprint.alt_response(204, description="Nothing waits")
@token
@writes
def take_next(slug: str, printer_id: int) -> Any:
    """Take what waits longest at a printer; it is given out once."""
    event = _managed(slug)
    taken = services.take_next(actor(), event, queries.get_printer(printer_id, event.id))
    return taken if taken is not None else Response(status=204)


@blueprint.route(PRINTS, methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, PrintsPage)
@token
def list_prints(query: dict[str, Any], slug: str) -> Any:
    """List whose badges were printed, wait or were taken back."""
    event = _managed(slug, Permission.TICKET_VIEW)
    seen = fence(actor(), event)
    return page_of(
        query,
        lambda after, limit: queries.list_prints_after(event.id, seen, after=after, limit=limit),
    )


@blueprint.route(PRINTS, methods=["POST"])
@blueprint.arguments(PrintForm)
@blueprint.response(201, PrintOut)
@token
@writes
def ask_print(data: dict[str, Any], slug: str) -> Any:
    """Ask for one badge, at a printer or, without one, to print it yourself."""
    return services.ask_print(actor(), _managed(slug), **data)


@blueprint.route(f"{PRINT}/badge.pdf")
@blueprint.response(200, content_type=PDF)
@token
def get_badge(slug: str, print_id: int) -> Response:
    """Give the badge of a print as a PDF."""
    event = _managed(slug, Permission.TICKET_VIEW)
    asked = queries.get_drawable(print_id, event.id, fence(actor(), event))
    return send_made(draw_one(event, asked.ticket), f"badge-{event.slug}.pdf", PDF)


@blueprint.route(f"{PRINT}/printed", methods=["POST"])
@blueprint.response(200, PrintOut)
@token
@writes
def note_printed(slug: str, print_id: int) -> Any:
    """Note that a badge which was taken is on paper."""
    return _change(slug, print_id, services.note_printed)


@blueprint.route(f"{PRINT}/return", methods=["POST"])
@blueprint.response(200, PrintOut)
@token
@writes
def return_print(slug: str, print_id: int) -> Any:
    """Let a badge that was taken, and did not come out, wait for its turn again."""
    return _change(slug, print_id, services.return_print)


@blueprint.route(PRINT, methods=["DELETE"])
@blueprint.response(200, PrintOut)
@token
@writes
def withdraw_print(slug: str, print_id: int) -> Any:
    """Take back what was asked for and is not on paper yet."""
    return _change(slug, print_id, services.withdraw_print)


def _change(slug: str, print_id: int, act: Any) -> Any:
    event = _managed(slug)
    asked = queries.get_print(print_id, event.id, fence(actor(), event))
    act(actor(), event, asked)
    return asked
