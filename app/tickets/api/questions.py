"""Questions of a registration, and their answers, for programs."""

from collections.abc import Iterator
from typing import Any

from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.events.queries import get_managed_event, get_visible_event
from app.tickets import queries
from app.tickets.api.frame import blueprint
from app.tickets.queries import questions as asking
from app.tickets.schemas import questions as schemas
from app.tickets.services import answering
from app.tickets.services import questions as services
from app.web.guards import actor, token, writes


@blueprint.route("/events/<slug>/questions", methods=["GET"])
@blueprint.response(200, schemas.QuestionOut(many=True))
@token
def list_questions(slug: str) -> Any:
    """List what an event asks those who register, in its order."""
    event = get_visible_event(actor(), slug)
    return asking.list_asked(event.id)


@blueprint.route("/events/<slug>/questions", methods=["POST"])
@blueprint.arguments(schemas.NewQuestionForm)
@blueprint.response(201, schemas.QuestionOut)
@token
@writes
def add_question(data: dict[str, Any], slug: str) -> Any:
    """Ask something more; `condition` is `<question>:<option>`, or `<question>:yes`."""
    event = get_managed_event(actor(), slug)
    made = services.add_question(actor(), event, **schemas.question_in(data))
    return _shown(event.id, made.id)


@blueprint.route("/events/<slug>/questions/<id:question_id>", methods=["PUT"])
@blueprint.arguments(schemas.ChangedQuestionForm)
@blueprint.response(200, schemas.QuestionOut)
@token
@writes
def edit_question(data: dict[str, Any], slug: str, question_id: int) -> Any:
    """Give a question a new version; answers keep the one that they were given to."""
    event = get_managed_event(actor(), slug)
    question = asking.get_question(event.id, question_id)
    services.edit_question(actor(), question, **schemas.question_in(data))
    return _shown(event.id, question_id)


@blueprint.route("/events/<slug>/questions/<id:question_id>/move", methods=["POST"])
@blueprint.arguments(schemas.MoveForm)
@blueprint.response(200, schemas.QuestionOut(many=True))
@token
@writes
def move_question(data: dict[str, Any], slug: str, question_id: int) -> Any:
    """Ask a question one place earlier or later, and get the new order."""
    event = get_managed_event(actor(), slug)
    question = asking.get_question(event.id, question_id)
    services.move_question(actor(), question, up=data["to"] == "up")
    return asking.list_asked(event.id)


@blueprint.route("/events/<slug>/questions/<id:question_id>", methods=["DELETE"])
@blueprint.response(204)
@token
@writes
def remove_question(slug: str, question_id: int) -> None:
    """Ask a question no longer."""
    event = get_managed_event(actor(), slug)
    services.remove_question(actor(), asking.get_question(event.id, question_id))


@blueprint.route("/events/<slug>/needs", methods=["GET"])
@blueprint.response(200, schemas.NeedOut(many=True))
@token
def list_needs(slug: str) -> Any:
    """Count what the attendees of an event need to eat and to get in."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.NEED_VIEW, event)
    needs = asking.sum_up_needs(asking.list_asked(event.id), asking.list_needs(event.id))
    return [
        {
            "question_id": one.asked.id,
            "purpose": one.asked.purpose,
            "label": one.asked.label,
            "counts": [{"label": label, "count": count} for label, count in one.counts],
            "own_words": one.own_words,
        }
        for one in needs
    ]


@blueprint.route("/tickets/<id:ticket_id>/answers", methods=["GET"])
@blueprint.response(200, schemas.AttendeeAnswerOut(many=True))
@token
def list_answers(ticket_id: int) -> Any:
    """List what an attendee answered; needs only for those who may see them."""
    ticket = queries.get_ticket(ticket_id)
    authorize(actor(), Permission.ATTENDEE_VIEW, ticket)
    return list(_answers(ticket))


@blueprint.route("/tickets/<id:ticket_id>/answers", methods=["PUT"])
@blueprint.arguments(schemas.AnswersForm)
@blueprint.response(200, schemas.AttendeeAnswerOut(many=True))
@token
@writes
def change_answers(data: dict[str, Any], ticket_id: int) -> Any:
    """Change what an attendee answered; needs stay as they are for those who cannot see them."""
    ticket = queries.get_ticket(ticket_id)
    answering.change_answers(actor(), ticket, schemas.answers_in(data["answers"]))
    return list(_answers(ticket))


def _answers(ticket: Any) -> Iterator[dict[str, Any]]:
    found: list[Any] = list(asking.list_answers([ticket.id]).get(ticket.id, ()))
    if can(actor(), Permission.NEED_VIEW, ticket.event):
        found += asking.list_needs_of([ticket.id]).get(ticket.id, ())
    for one in found:
        yield {
            "question_id": one.question_id,
            "version": one.wording.version,
            "label": one.wording.label,
            "value": one.value.split() if one.wording.options else [one.value],
            "text": asking.in_words(one),
            "is_need": not hasattr(one, "file_id"),
            "answered_at": one.answered_at,
        }


def _shown(event_id: int, question_id: int) -> Any:
    return next(one for one in asking.list_asked(event_id) if one.id == question_id)
