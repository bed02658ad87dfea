"""Seats of companies, for programs."""

from typing import Any

from flask_smorest import Blueprint

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.seats import queries, services
from app.seats.schemas import ChangeSeatsForm, GiveSeatsForm, SeatsOut, SeatsPage, seats_in
from app.web.guards import about_events, actor, token, writes
from app.web.paging import PageQuery, page_of

blueprint = Blueprint("seats-api", __name__, description="Seats that companies fill by a link")
about_events(blueprint.name)
ALL = "/events/<slug>/company-seats"
ONE = f"{ALL}/<id:seats_id>"


def _managed(slug: str) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    return event


@blueprint.route(ALL, methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, SeatsPage)
@token
def list_seats(query: dict[str, Any], slug: str) -> Any:
    """List the seats of companies, and how many are filled."""
    event = _managed(slug)
    return page_of(
        query, lambda after, limit: queries.list_seats_after(event.id, after=after, limit=limit)
    )


@blueprint.route(ALL, methods=["POST"])
@blueprint.arguments(GiveSeatsForm)
@blueprint.response(201, SeatsOut)
@token
@writes
def give_seats(data: dict[str, Any], slug: str) -> Any:
    """Give a company seats; the secret link to fill them is mailed to the address."""
    event = _managed(slug)
    return services.give_seats(actor(), event, **seats_in(data, event.timezone))


@blueprint.route(ONE, methods=["PATCH"])
@blueprint.arguments(ChangeSeatsForm(partial=True))
@blueprint.response(200, SeatsOut)
@token
@writes
def change_seats(changes: dict[str, Any], slug: str, seats_id: int) -> Any:
    """Change how many seats a company has, never fewer than are filled, or the cut-off."""
    event = _managed(slug)
    given = queries.get_seats(seats_id, event.id)
    return services.change_seats(actor(), given, **seats_in(changes, event.timezone))


@blueprint.route(f"{ONE}/revoke", methods=["POST"])
@blueprint.response(200, SeatsOut)
@token
@writes
def revoke_seats(slug: str, seats_id: int) -> Any:
    """Take back what a company did not fill; who has a seat keeps it."""
    given = queries.get_seats(seats_id, _managed(slug).id)
    services.revoke_seats(actor(), given)
    return given
