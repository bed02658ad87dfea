"""Requests to come, for programs."""

from typing import Any

from app.core.authz import authorize
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import get_managed_event
from app.tickets import queries
from app.tickets.api.frame import blueprint
from app.tickets.queries import requests
from app.tickets.schemas.requests import (
    ChosenRequests,
    DecidedOut,
    DeclineChosenForm,
    RequestAnswerForm,
    RequestPage,
    RequestQuestionForm,
    RequestQuestionOut,
)
from app.tickets.services import deciding
from app.web.guards import actor, token, writes
from app.web.paging import PageQuery, page_of


@blueprint.route("/events/<slug>/ticket-requests", methods=["GET"])
@blueprint.arguments(PageQuery, location="query")
@blueprint.response(200, RequestPage)
@token
def list_requests(query: dict[str, Any], slug: str) -> Any:
    """List who asked to come and waits for a decision, with what was asked back."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_VIEW, event)
    seen = fence(actor(), event)
    page = page_of(
        query,
        lambda after, limit: requests.list_requests_after(
            event.id, seen=seen, after=after, limit=limit
        ),
    )
    asked = requests.questions_of([one.id for one in page["items"]])
    for ticket in page["items"]:
        ticket.questions = asked.get(ticket.id, [])
    return page


@blueprint.route("/events/<slug>/ticket-requests/approve", methods=["POST"])
@blueprint.arguments(ChosenRequests)
@blueprint.response(200, DecidedOut)
@token
@writes
def approve_requests(data: dict[str, Any], slug: str) -> Any:
    """Let several people come, who asked first first; who finds no place goes on waiting."""
    event = get_managed_event(actor(), slug)
    return deciding.approve_requests(actor(), event, data["ticket_ids"])


@blueprint.route("/events/<slug>/ticket-requests/decline", methods=["POST"])
@blueprint.arguments(DeclineChosenForm)
@blueprint.response(200, DecidedOut)
@token
@writes
def decline_requests(data: dict[str, Any], slug: str) -> Any:
    """Tell several people who asked to come that they cannot, and why."""
    event = get_managed_event(actor(), slug)
    return deciding.decline_requests(actor(), event, data["ticket_ids"], data["reason"])


@blueprint.route("/tickets/<id:ticket_id>/ask", methods=["POST"])
@blueprint.arguments(RequestQuestionForm)
@blueprint.response(201, RequestQuestionOut)
@token
@writes
def ask_back(data: dict[str, Any], ticket_id: int) -> Any:
    """Ask somebody who wants to come something before it is decided; one question at a time."""
    return deciding.ask_back(actor(), queries.get_ticket(ticket_id), data["question"])


@blueprint.route("/ticket-links/<link>/<id:ticket_id>/answer", methods=["POST"])
@blueprint.arguments(RequestAnswerForm)
@blueprint.response(204)
@token
@writes
def answer_question(data: dict[str, Any], link: str, ticket_id: int) -> None:
    """Answer what an organiser asked, by the secret address of the ticket's page."""
    deciding.answer_question(actor(), link, ticket_id, data["answer"])
