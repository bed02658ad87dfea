"""Answers to the questions of a registration: taken with it, and changed until a date."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, select

from app.core import clock, tokens
from app.core.authz import Actor, authorize, can
from app.core.content import DOCUMENTS, IMAGES, MEGABYTE, CheckedFile
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.files import Placed, StoredFile, store_placed
from app.core.ids import encode_id, new_id
from app.core.intake import take_file
from app.core.permissions import Permission
from app.core.uow import unit_of_work
from app.events.models import Event
from app.tickets import queries
from app.tickets.facts import AnswersChanged
from app.tickets.models import AttendeeNeed, RegistrationAnswer, Ticket, TicketState
from app.tickets.queries import questions as asking
from app.tickets.queries.questions import Place
from app.tickets.rules.answers import Problem, Sent, check_answers
from app.tickets.rules.questions import Asked, QuestionKind, applicable

ALLOWED = DOCUMENTS | IMAGES
MAX_BYTES = 5 * MEGABYTE


def field_of(question_id: int) -> str:
    """Return the name of a question's field in forms."""
    return f"q-{encode_id(question_id)}"


def check_upload(data: bytes, filename: str) -> CheckedFile:
    """Return a file that answers a question as it may be kept; run before a unit of work."""
    return take_file(data, filename, ALLOWED, limit=MAX_BYTES)


def keep_upload(question_id: int, placed: Placed) -> str:
    """Record a file before the form that it came with holds, and return its signed name.

    What no answer names within a day is swept.
    """
    with unit_of_work():
        stored = store_placed(placed)
        return sign_upload(question_id, stored.id)


def sign_upload(question_id: int, file_id: int) -> str:
    """Return the name by which a form sends a file that is kept already."""
    return tokens.sign_link(f"upload-{question_id}", file_id)


def find_upload(question_id: int, name: str) -> StoredFile | None:
    """Return the file of a signed name, None if there is none (any more)."""
    try:
        file_id = tokens.linked_id(name)
        tokens.check_link(name, f"upload-{question_id}", file_id)
    except NotFound:
        return None
    return db.session.get(StoredFile, file_id)


def note_answers(event: Event, given: Iterable[tuple[Ticket, Sent]], place: Place) -> None:
    """Keep the answers of new tickets; Invalid at the field of the first that does not hold."""
    questions = asking.list_asked(event.id, place)
    if not questions:
        return
    for ticket, sent in given:
        _write(ticket, questions, _check(questions, ticket, sent))


def change_answers(actor: Actor, ticket: Ticket, sent: Sent) -> None:
    """Change an attendee's answers for them; needs only by those who may see them."""
    authorize(actor, Permission.ATTENDEE_EDIT, ticket)
    if not can(actor, Permission.NEED_VIEW, ticket.event):
        sent = {**sent, **_raw_needs(ticket)}
    _change(actor, ticket, sent)


def change_answers_by_link(actor: Actor, link: str, ticket_id: int, sent: Sent) -> Ticket:
    """Change them as the holder of the secret address, until the organiser's date."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    if clock.now() > asking.answers_until(ticket.event):
        raise Conflict("answers_closed")
    _change(actor, ticket, sent)
    return ticket


def _change(actor: Actor, ticket: Ticket, sent: Sent) -> None:
    if ticket.state == TicketState.CANCELLED:
        raise Conflict("ticket_not_valid")
    questions = asking.list_asked(ticket.event_id, place_of(ticket))
    _write(ticket, questions, _check(questions, ticket, sent))
    record(AnswersChanged(actor_id=actor.person_id, event_id=ticket.event_id, ticket_id=ticket.id))


def drop_idle_answers(ticket: Ticket) -> None:
    """Delete a ticket's answers to questions that, with its other answers, nobody would ask."""
    questions = asking.list_asked(ticket.event_id)
    models: tuple[Any, Any] = (RegistrationAnswer, AttendeeNeed)
    rows = [
        row
        for model in models
        for row in db.session.scalars(select(model).filter_by(ticket_id=ticket.id))
    ]
    # An answer with a file has no text, and no condition depends on it.
    given = {row.question_id: row.value or "" for row in rows}
    idle = {one.id for one in questions} - applicable(questions, ticket.ticket_type_id, given)
    for model in models:
        mine = delete(model).where(model.ticket_id == ticket.id)
        db.session.execute(mine.where(model.question_id.in_(idle)))


def place_of(ticket: Ticket) -> Place:
    """Return where a ticket's holder was asked."""
    return Place.DOOR if ticket.is_walk_in else Place.REGISTRATION


def _check(questions: Sequence[Asked], ticket: Ticket, sent: Sent) -> Mapping[int, str]:
    if not sent.keys() <= {one.id for one in questions}:
        raise Invalid("not_a_question", field="answers")
    found = check_answers(questions, ticket.ticket_type_id, sent)
    for question_id, problem in found.problems.items():
        raise refusal(question_id, problem)
    return found.values


def refusal(question_id: int, problem: Problem) -> Invalid:
    """Return what is wrong with an answer as a failure at its field."""
    return Invalid(problem.code, field=field_of(question_id), **problem.params)


def _write(ticket: Ticket, questions: Sequence[Asked], values: Mapping[int, str]) -> None:
    """Keep what is new, leave what is the same as it was, let go of what no longer applies."""
    models: tuple[Any, Any] = (RegistrationAnswer, AttendeeNeed)
    for model in models:
        mine = [one for one in questions if one.is_need == (model is AttendeeNeed)]
        if not mine:
            continue
        query = select(model).where(
            model.ticket_id == ticket.id, model.question_id.in_([one.id for one in mine])
        )
        old: dict[int, Any] = {one.question_id: one for one in db.session.scalars(query)}
        gone = [row.id for key, row in old.items() if key not in values]
        if gone:
            db.session.execute(delete(model).where(model.id.in_(gone)))
        for asked in mine:
            if asked.id in values:
                _write_one(model, ticket, asked, values[asked.id], old.get(asked.id))
    db.session.flush()


def _write_one(model: Any, ticket: Ticket, asked: Asked, value: str, old: Any) -> None:
    own: dict[str, Any] = {"value": value}
    if asked.kind is QuestionKind.FILE:
        own = _file(asked, value)
    # Who ticks a statement agrees to its words of now; any other answer stays with its question's.
    is_same = old is not None and all(getattr(old, key) == kept for key, kept in own.items())
    if is_same and (asked.kind is not QuestionKind.CONFIRM or old.wording_id == asked.wording_id):
        return
    row = old or model(
        id=new_id(), event_id=ticket.event_id, ticket_id=ticket.id, question_id=asked.id
    )
    row.wording_id, row.answered_at = asked.wording_id, clock.now()
    for key, kept in own.items():
        setattr(row, key, kept)
    db.session.add(row)


def _file(asked: Asked, name: str) -> dict[str, Any]:
    stored = find_upload(asked.id, name)
    if stored is None:
        raise Invalid("file_lost", field=field_of(asked.id))
    return {"value": stored.filename, "file_id": stored.id}


def raw_answers(ticket: Ticket) -> dict[int, list[str]]:
    """Return a ticket's answers as its form would send them, needs among them."""
    found: dict[int, list[str]] = _raw_needs(ticket)
    for one in asking.list_answers([ticket.id]).get(ticket.id, ()):
        if one.file_id is not None:
            found[one.question_id] = [sign_upload(one.question_id, one.file_id)]
        else:
            found[one.question_id] = one.value.split() if one.wording.options else [one.value]
    for asked in asking.list_asked(ticket.event_id):
        if asked.kind is QuestionKind.CONFIRM and asked.id in found:
            found[asked.id] = _ticked(ticket, asked)
    return found


def _ticked(ticket: Ticket, asked: Asked) -> list[str]:
    """Return the tick of a statement, if it was given to the words of now."""
    query = select(RegistrationAnswer.wording_id).where(
        RegistrationAnswer.ticket_id == ticket.id, RegistrationAnswer.question_id == asked.id
    )
    return [str(asked.version)] if db.session.scalar(query) == asked.wording_id else []


def _raw_needs(ticket: Ticket) -> dict[int, list[str]]:
    found = asking.list_needs_of([ticket.id]).get(ticket.id, ())
    return {
        one.question_id: one.value.split() if one.wording.options else [one.value] for one in found
    }
