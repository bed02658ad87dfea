"""Questions of a registration and answers for tests."""

from collections.abc import Sequence
from typing import Any

from app.core.db import db
from app.core.files import store_bytes
from app.core.ids import new_id
from app.events.models import Event
from app.tickets.models import (
    AttendeeNeed,
    QuestionTicketType,
    QuestionWording,
    RegistrationAnswer,
    RegistrationQuestion,
    Ticket,
    TicketType,
)
from app.tickets.queries.questions import get_wording
from app.tickets.rules.questions import QuestionKind, QuestionPurpose
from tests.factories import numbers, saved

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf00000002000154a24f5d0000000049454e44ae426082"
)


def make_question(
    event: Event,
    kind: QuestionKind = QuestionKind.SHORT,
    *,
    label: str = "",
    options: Sequence[str] = (),
    types: Sequence[TicketType] = (),
    **values: Any,
) -> RegistrationQuestion:
    """Make a question of an event; its options have the keys o1, o2 and so on."""
    number = next(numbers)
    defaults = {"event_id": event.id, "kind": kind, "position": number, "is_required": False}

    def make() -> RegistrationQuestion:
        question = RegistrationQuestion(id=new_id(), version=1, **(defaults | values))
        db.session.add(question)
        db.session.flush()
        listed = [{"key": f"o{n}", "label": one} for n, one in enumerate(options, start=1)]
        wording = {"label": label or f"Question {number}", "options": listed}
        db.session.add(QuestionWording(question_id=question.id, version=1, **wording))
        for one in types:
            db.session.add(QuestionTicketType(question_id=question.id, ticket_type_id=one.id))
        return question

    return saved(make)


def make_answer(
    ticket: Ticket, question: RegistrationQuestion, value: str
) -> RegistrationAnswer | AttendeeNeed:
    """Make an answer to a question as it is worded now; one about a need is kept apart."""
    ids = {"event_id": ticket.event_id, "ticket_id": ticket.id, "question_id": question.id}
    ids["wording_id"] = get_wording(question).id

    def make() -> RegistrationAnswer | AttendeeNeed:
        if question.purpose != QuestionPurpose.ORDINARY:
            return AttendeeNeed(value=value, **ids)
        answer = RegistrationAnswer(value=value, **ids)
        if question.kind == QuestionKind.FILE:
            answer.file = store_bytes(PIXEL, value, "image/png")
        return answer

    return saved(make)
