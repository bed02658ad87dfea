"""What the open event asks those who register, and what some of them answered."""

from collections.abc import Sequence
from datetime import timedelta

from app.demo.services.stage import Book, Stage, write
from app.tickets.models import (
    AttendeeNeed,
    QuestionWording,
    RegistrationAnswer,
    RegistrationQuestion,
)
from app.tickets.rules.questions import QuestionKind, QuestionPurpose

DIETS = ("Vegetarian", "Vegan", "Gluten-free", "Lactose-free", "No nuts")
ACCESS = ("Step-free way, wheelchair", "Sign language", "Seat near the front", "Quiet room")
SAID = (("o1", ""), ("o1 o3", ""), ("", "o1"), ("o2", ""), ("o1", "o3"), ("o4", ""), ("o1", ""))


def write_questions(stage: Stage, book: Book) -> None:
    """Write a question about food, one about access, a statement, and one that depends."""
    for_several, for_choice = QuestionKind.SEVERAL, QuestionKind.YES_NO
    diet = _ask(
        stage,
        book,
        for_several,
        "What does the kitchen need to know?",
        DIETS,
        purpose=QuestionPurpose.DIETARY,
    )
    access = _ask(
        stage,
        book,
        for_several,
        "What do you need to take part?",
        ACCESS,
        purpose=QuestionPurpose.ACCESS,
    )
    photos = "I know that photos are taken at the event and that some are published."
    _ask(stage, book, QuestionKind.CONFIRM, photos, is_required=True, at_door=True)
    stays = _ask(stage, book, for_choice, "Do you stay for the reception in the evening?")
    _ask(
        stage,
        book,
        QuestionKind.NUMBER,
        "How many colleagues do you bring to the reception?",
        depends_on_id=stays[0].id,
        wanted="yes",
    )
    tickets = sorted(book.tickets.values(), key=lambda one: one.id)
    for ticket, (eats, needs) in zip(tickets, SAID, strict=False):
        ids = {"event_id": book.event.id, "ticket_id": ticket.id, "answered_at": ticket.created_at}
        for value, (question, wording) in ((eats, diet), (needs, access)):
            if value:
                about = {"question_id": question.id, "wording_id": wording.id, "value": value}
                write([AttendeeNeed(id=stage.ids.new(), **about, **ids)])
        question, wording = stays
        about = {"question_id": question.id, "wording_id": wording.id}
        said = "yes" if eats else "no"
        write([RegistrationAnswer(id=stage.ids.new(), value=said, **about, **ids)])


def _ask(
    stage: Stage,
    book: Book,
    kind: QuestionKind,
    label: str,
    options: Sequence[str] = (),
    **values: object,
) -> tuple[RegistrationQuestion, QuestionWording]:
    at = stage.now - timedelta(days=40)
    number = len(book.questions) + 1
    defaults = {"is_required": False, "position": number, "version": 1, "created_at": at}
    question = RegistrationQuestion(
        id=stage.ids.new(), event_id=book.event.id, kind=kind, **(defaults | values)
    )
    listed = [{"key": f"o{n}", "label": one} for n, one in enumerate(options, start=1)]
    wording = QuestionWording(
        id=stage.ids.new(),
        question_id=question.id,
        version=1,
        label=label,
        options=listed,
        made_at=at,
    )
    book.questions.append(question)
    write([question])
    write([wording])
    return question, wording
