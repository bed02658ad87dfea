"""What an event asks those who register, and what they answered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import and_, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.events.models import Event
from app.privacy.queries.retention import find_rule
from app.tickets.models import (
    AttendeeNeed,
    QuestionTicketType,
    QuestionWording,
    RegistrationAnswer,
    RegistrationForm,
    RegistrationQuestion,
    Ticket,
    TicketState,
)
from app.tickets.rules.questions import Asked, Option, QuestionKind, QuestionPurpose, count_needs

Given = RegistrationAnswer | AttendeeNeed


class Place(StrEnum):
    """Where somebody is asked."""

    REGISTRATION = "registration"
    DOOR = "door"


@dataclass(frozen=True)
class Need:
    """A question about needs, how many said what, and in how many words of their own."""

    asked: Asked
    counts: Sequence[tuple[str, int]]
    own_words: int


def list_asked(event_id: int, place: Place | None = None, *, language: str = "") -> list[Asked]:
    """Return an event's questions in their order, in the words of a language where it has them."""
    query = (
        select(RegistrationQuestion, QuestionWording, QuestionTicketType.ticket_type_id)
        .join(
            QuestionWording,
            and_(
                QuestionWording.question_id == RegistrationQuestion.id,
                QuestionWording.version == RegistrationQuestion.version,
            ),
        )
        .outerjoin(QuestionTicketType, QuestionTicketType.question_id == RegistrationQuestion.id)
        .where(RegistrationQuestion.event_id == event_id, RegistrationQuestion.removed_at.is_(None))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    if place is Place.REGISTRATION:
        query = query.where(RegistrationQuestion.at_registration)
    elif place is Place.DOOR:
        query = query.where(RegistrationQuestion.at_door)
    found: dict[int, tuple[RegistrationQuestion, QuestionWording]] = {}
    types: dict[int, set[int]] = defaultdict(set)
    for question, wording, type_id in db.session.execute(query):
        found[question.id] = (question, wording)
        if type_id is not None:
            types[question.id].add(type_id)
    return [_asked(*pair, types[key], language) for key, pair in found.items()]


def _asked(
    question: RegistrationQuestion,
    wording: QuestionWording,
    types: Collection[int],
    language: str,
) -> Asked:
    words = wording.translations.get(language, {})
    return Asked(
        id=question.id,
        wording_id=wording.id,
        version=question.version,
        kind=QuestionKind(question.kind),
        purpose=QuestionPurpose(question.purpose),
        label=words.get("label") or wording.label,
        help=words.get("help") or wording.help,
        options=options_of(wording, language),
        is_required=question.is_required,
        types=frozenset(types),
        depends_on=question.depends_on_id,
        wanted=question.wanted,
        at_registration=question.at_registration,
        at_door=question.at_door,
    )


def options_of(wording: QuestionWording, language: str = "") -> tuple[Option, ...]:
    """Return the options of a version, in the words of a language where it has them."""
    words = wording.translations.get(language, {}).get("options", {})
    return tuple(
        Option(one["key"], words.get(one["key"]) or one["label"]) for one in wording.options
    )


def get_question(event_id: int, question_id: int) -> RegistrationQuestion:
    """Return a question of an event that is still asked."""
    query = select(RegistrationQuestion).where(
        RegistrationQuestion.id == question_id,
        RegistrationQuestion.event_id == event_id,
        RegistrationQuestion.removed_at.is_(None),
    )
    found = db.session.scalar(query.options(joinedload(RegistrationQuestion.event)))
    if found is None:
        raise NotFound
    return found


def get_wording(question: RegistrationQuestion) -> QuestionWording:
    """Return the words of a question as they are now."""
    query = select(QuestionWording).where(
        QuestionWording.question_id == question.id, QuestionWording.version == question.version
    )
    return db.session.scalars(query).one()


def count_answers(event_id: int) -> dict[int, int]:
    """Return how many people answered each question of an event."""
    found: dict[int, int] = {}
    for table in (RegistrationAnswer, AttendeeNeed):
        query = (
            select(table.question_id, func.count())
            .where(table.event_id == event_id)
            .group_by(table.question_id)
        )
        found |= dict(db.session.execute(query).all())
    return found


def answers_until(event: Event) -> datetime:
    """Return until when attendees may change their answers: the event's start unless it is said."""
    query = select(RegistrationForm.answers_until).where(RegistrationForm.event_id == event.id)
    return db.session.scalar(query) or event.starts_at


def days_of_needs() -> int:
    """Return how many days after an event its attendees' needs are deleted."""
    rule = find_rule(AttendeeNeed.__tablename__)
    if rule is None:
        raise LookupError(AttendeeNeed.__tablename__)
    return rule.days


def list_answers(ticket_ids: Collection[int]) -> dict[int, list[RegistrationAnswer]]:
    """Return the answers of some tickets, by ticket, in the order of the questions."""
    query = (
        select(RegistrationAnswer)
        .join(RegistrationQuestion, RegistrationQuestion.id == RegistrationAnswer.question_id)
        .where(
            RegistrationAnswer.ticket_id.in_(ticket_ids), RegistrationQuestion.removed_at.is_(None)
        )
        .options(joinedload(RegistrationAnswer.wording), joinedload(RegistrationAnswer.file))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    found: dict[int, list[RegistrationAnswer]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.ticket_id].append(one)
    return found


def list_needs_of(ticket_ids: Collection[int]) -> dict[int, list[AttendeeNeed]]:
    """Return the needs of some attendees, by ticket; ask first who may see them."""
    query = (
        select(AttendeeNeed)
        .join(RegistrationQuestion, RegistrationQuestion.id == AttendeeNeed.question_id)
        .where(AttendeeNeed.ticket_id.in_(ticket_ids), RegistrationQuestion.removed_at.is_(None))
        .options(joinedload(AttendeeNeed.wording))
        .order_by(RegistrationQuestion.position, RegistrationQuestion.id)
    )
    found: dict[int, list[AttendeeNeed]] = defaultdict(list)
    for one in db.session.scalars(query):
        found[one.ticket_id].append(one)
    return found


def list_answers_of_event(event_id: int) -> Mapping[int, Mapping[int, str]]:
    """Return what all of an event's attendees answered, in words, by ticket and question."""
    query = (
        select(RegistrationAnswer)
        .where(RegistrationAnswer.event_id == event_id)
        .options(joinedload(RegistrationAnswer.wording))
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for one in db.session.scalars(query):
        found[one.ticket_id][one.question_id] = in_words(one)
    return found


def list_needs(event_id: int) -> list[tuple[Ticket, Mapping[int, AttendeeNeed]]]:
    """Return who needs what, by name: valid tickets only, for the kitchen and the door."""
    query = (
        select(AttendeeNeed)
        .join(AttendeeNeed.ticket)
        .join(RegistrationQuestion, RegistrationQuestion.id == AttendeeNeed.question_id)
        .where(
            AttendeeNeed.event_id == event_id,
            Ticket.state == TicketState.VALID,
            RegistrationQuestion.removed_at.is_(None),
        )
        .options(
            contains_eager(AttendeeNeed.ticket).joinedload(Ticket.ticket_type),
            joinedload(AttendeeNeed.wording),
        )
        .order_by(Ticket.search_key, Ticket.id)
    )
    found: dict[int, tuple[Ticket, dict[int, AttendeeNeed]]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.ticket_id, (one.ticket, {}))[1][one.question_id] = one
    return list(found.values())


def sum_up_needs(
    questions: Sequence[Asked], needs: Sequence[tuple[Ticket, Mapping[int, AttendeeNeed]]]
) -> list[Need]:
    """Return for each question about needs how many said what."""
    summed = []
    for asked in questions:
        if asked.is_need:
            values = [given[asked.id].value for _ticket, given in needs if asked.id in given]
            counts = count_needs(asked, values)
            labels = {one.key: one.label for one in asked.choices}
            own = 0 if labels else len(values)
            summed.append(Need(asked, [(labels[key], number) for key, number in counts], own))
    return summed


def in_words(given: Given, language: str = "") -> str:
    """Return an answer in the words of the version that it was given to."""
    labels = {one.key: one.label for one in options_of(given.wording, language)}
    if not labels:
        return given.value
    return ", ".join(labels.get(key, key) for key in given.value.split())
