"""Building a registration form: questions are added, reworded, moved and removed by the lead."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.events.models import Event
from app.tickets.facts import (
    AnswersUntilSet,
    QuestionAdded,
    QuestionChanged,
    QuestionMoved,
    QuestionRemoved,
)
from app.tickets.models import (
    QuestionTicketType,
    QuestionWording,
    RegistrationForm,
    RegistrationQuestion,
    TicketType,
)
from app.tickets.queries.questions import get_wording, list_asked, options_of
from app.tickets.rules.questions import (
    CONDITIONAL_ON,
    FOR_NEEDS,
    MOST_QUESTIONS,
    WITH_OPTIONS,
    Asked,
    Option,
    QuestionPurpose,
    in_order,
    makes_circle,
    next_options,
)

PLAIN = ("is_required", "at_registration", "at_door")


def add_question(actor: Actor, event: Event, **values: Any) -> RegistrationQuestion:
    """Ask something more, after what is asked already."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    others = list_asked(event.id)
    if len(others) >= MOST_QUESTIONS:
        raise Invalid("too_many_questions", most=MOST_QUESTIONS)
    kind, purpose = values["kind"], values["purpose"]
    if purpose is not QuestionPurpose.ORDINARY and kind not in FOR_NEEDS:
        raise Invalid("not_for_needs", field="kind")
    made = RegistrationQuestion(
        id=new_id(), event_id=event.id, kind=kind, purpose=purpose, version=1
    )
    _set(made, values, others)
    made.position = _last_position(event.id) + 1
    db.session.add(made)
    db.session.flush()
    _set_types(made, values.get("types") or ())
    _word(made, values, before=(), used=())
    record(QuestionAdded(actor_id=actor.person_id, event_id=event.id, question_id=made.id))
    return made


def edit_question(
    actor: Actor, question: RegistrationQuestion, *, version: int, **values: Any
) -> RegistrationQuestion:
    """Give a question new words, as a new version, and say anew whom it is for.

    What answers it and what for stay: answers that there are would say something else.
    """
    authorize(actor, Permission.TICKET_MANAGE, question.event)
    others = list_asked(question.event_id)
    before = get_wording(question)
    _next_version(question, version)
    _set(question, values, others)
    _set_types(question, values.get("types") or ())
    used = _used_keys(question.id)
    made = _word(question, values, before=options_of(before), used=used)
    _check_not_waited_for(question, {one.key for one in options_of(made)}, others)
    record(
        QuestionChanged(
            actor_id=actor.person_id,
            event_id=question.event_id,
            question_id=question.id,
            version=question.version,
        )
    )
    return question


def _next_version(question: RegistrationQuestion, seen: int) -> None:
    """Take the next version if nobody else took it since this one was read."""
    taken = db.session.execute(
        update(RegistrationQuestion)
        .where(
            RegistrationQuestion.id == question.id,
            RegistrationQuestion.version == seen,
            RegistrationQuestion.removed_at.is_(None),
        )
        .values(version=seen + 1)
        .returning(RegistrationQuestion.version)
    ).scalar_one_or_none()
    if taken is None:
        raise Conflict("question_changed")
    db.session.refresh(question)


def _set(question: RegistrationQuestion, values: Mapping[str, Any], others: list[Asked]) -> None:
    for name in PLAIN:
        setattr(question, name, values[name])
    if not (question.at_registration or question.at_door):
        raise Invalid("asked_nowhere", field="at_registration")
    depends_on, wanted = values.get("depends_on"), values.get("wanted") or ""
    if depends_on is None:
        question.depends_on_id, question.wanted = None, ""
        return
    _check_condition(question, depends_on, wanted, others)
    question.depends_on_id, question.wanted = depends_on, wanted


def _check_condition(
    question: RegistrationQuestion, depends_on: int, wanted: str, others: list[Asked]
) -> None:
    """Refuse a condition on nothing that can be asked before, or on the question itself."""
    known = {one.id: one for one in others}
    parent = known.get(depends_on)
    if parent is None or parent.kind not in CONDITIONAL_ON:
        raise Invalid("no_condition", field="condition")
    if wanted not in {one.key for one in parent.choices}:
        raise Invalid("no_condition", field="condition")
    if makes_circle({one.id: one.depends_on for one in others}, question.id, depends_on):
        raise Invalid("condition_circle", field="condition")
    at_both = (parent.at_registration or not question.at_registration) and (
        parent.at_door or not question.at_door
    )
    if not at_both:
        raise Invalid("condition_elsewhere", field="condition")


def _check_not_waited_for(
    question: RegistrationQuestion, keys: set[str], others: list[Asked]
) -> None:
    """Refuse to take away what the condition of another question asks for."""
    for one in others:
        if one.depends_on != question.id:
            continue
        if question.kind in WITH_OPTIONS and one.wanted not in keys:
            raise Conflict("option_waited_for", field="options", question=one.label)
        if (one.at_registration and not question.at_registration) or (
            one.at_door and not question.at_door
        ):
            raise Conflict("place_waited_for", field="at_registration", question=one.label)


def _word(
    question: RegistrationQuestion,
    values: Mapping[str, Any],
    *,
    before: Sequence[Option],
    used: Sequence[str],
) -> QuestionWording:
    """Write the words of a question's version."""
    options: tuple[Option, ...] = ()
    if question.kind in WITH_OPTIONS:
        options = next_options(before, values.get("options") or (), used)
        if not options:
            raise Invalid("options_needed", field="options")
    wording = QuestionWording(
        id=new_id(),
        question_id=question.id,
        version=question.version,
        label=values["label"],
        help=values.get("help") or "",
        options=[{"key": one.key, "label": one.label} for one in options],
        translations=_translations(values.get("translations") or (), options),
    )
    db.session.add(wording)
    db.session.flush()
    return wording


def _translations(
    rows: Sequence[Mapping[str, Any]], options: Sequence[Option]
) -> dict[str, dict[str, Any]]:
    """Return the words of other languages; their options stand in the order of the first's."""
    found = {}
    for row in rows:
        labels = row.get("options") or ()
        if labels and len(labels) != len(options):
            raise Invalid("options_differ", field="translations", count=len(options))
        found[row["language"]] = {
            "label": row.get("label") or "",
            "help": row.get("help") or "",
            "options": {one.key: label for one, label in zip(options, labels, strict=False)},
        }
    return found


def _used_keys(question_id: int) -> list[str]:
    query = select(QuestionWording.options).where(QuestionWording.question_id == question_id)
    return [one["key"] for options in db.session.scalars(query) for one in options]


def _set_types(question: RegistrationQuestion, type_ids: Sequence[int]) -> None:
    wanted = sorted(set(type_ids))
    own = select(TicketType.id).where(
        TicketType.event_id == question.event_id, TicketType.id.in_(wanted)
    )
    if wanted and len(db.session.scalars(own).all()) != len(wanted):
        raise NotFound
    db.session.execute(
        delete(QuestionTicketType).where(QuestionTicketType.question_id == question.id)
    )
    if wanted:
        rows = [{"question_id": question.id, "ticket_type_id": one} for one in wanted]
        db.session.execute(insert(QuestionTicketType), rows)


def _last_position(event_id: int) -> int:
    query = select(func.max(RegistrationQuestion.position))
    return db.session.scalar(query.where(RegistrationQuestion.event_id == event_id)) or 0


def move_question(actor: Actor, question: RegistrationQuestion, *, up: bool) -> None:
    """Ask a question one place earlier or later."""
    authorize(actor, Permission.TICKET_MANAGE, question.event)
    ids = [one.id for one in list_asked(question.event_id)]
    for position, question_id in enumerate(in_order(ids, question.id, up=up), start=1):
        db.session.execute(
            update(RegistrationQuestion)
            .where(RegistrationQuestion.id == question_id)
            .values(position=position)
        )
    record(
        QuestionMoved(actor_id=actor.person_id, event_id=question.event_id, question_id=question.id)
    )


def remove_question(actor: Actor, question: RegistrationQuestion) -> None:
    """Ask a question no longer; answers that there are stay as long as they would have."""
    authorize(actor, Permission.TICKET_MANAGE, question.event)
    for one in list_asked(question.event_id):
        if one.depends_on == question.id:
            raise Conflict("question_waited_for", question=one.label)
    removed = db.session.execute(
        update(RegistrationQuestion)
        .where(RegistrationQuestion.id == question.id, RegistrationQuestion.removed_at.is_(None))
        .values(removed_at=clock.now())
        .returning(RegistrationQuestion.id)
    ).scalar_one_or_none()
    if removed is None:
        raise Conflict("question_changed")
    record(
        QuestionRemoved(
            actor_id=actor.person_id, event_id=question.event_id, question_id=question.id
        )
    )


def copy_questions(actor: Actor, event: Event, source: Event) -> int:
    """Ask what another of the actor's events asks; return how many questions there are more.

    The kinds of tickets are others there, so that each question is for all of them.
    """
    authorize(actor, Permission.TICKET_MANAGE, source)
    made: dict[int, RegistrationQuestion] = {}
    left = list_asked(source.id)
    while left:
        ready = [one for one in left if one.depends_on is None or one.depends_on in made]
        for one in ready:
            made[one.id] = add_question(actor, event, **_values_of(one, made))
        left = [one for one in left if one not in ready]
    return len(made)


def _values_of(asked: Asked, made: Mapping[int, RegistrationQuestion]) -> dict[str, Any]:
    """Return a question as it is added anew: its options get keys of their own, in their order."""
    parent = made.get(asked.depends_on) if asked.depends_on else None
    wanted = asked.wanted
    if parent is not None and parent.kind in WITH_OPTIONS:
        wanted = _key_there(asked, parent)
    return {
        "kind": asked.kind,
        "purpose": asked.purpose,
        "label": asked.label,
        "help": asked.help,
        "options": [one.label for one in asked.options],
        "depends_on": parent and parent.id,
        "wanted": wanted,
        **{name: getattr(asked, name) for name in PLAIN},
    }


def _key_there(asked: Asked, parent: RegistrationQuestion) -> str:
    """Return the key that the option of a condition has in the copy."""
    before = db.session.get_one(RegistrationQuestion, asked.depends_on)
    label = next(one.label for one in options_of(get_wording(before)) if one.key == asked.wanted)
    return next(one.key for one in options_of(get_wording(parent)) if one.label == label)


def set_answers_until(actor: Actor, event: Event, until: datetime) -> None:
    """Say until when attendees may change their answers themselves."""
    authorize(actor, Permission.TICKET_MANAGE, event)
    if until > event.ends_at:
        raise Invalid("answers_after_event", field="answers_until")
    form = db.session.get(RegistrationForm, event.id)
    if form is None:
        form = RegistrationForm(event_id=event.id)
        db.session.add(form)
    form.answers_until = until
    record(
        AnswersUntilSet(
            actor_id=actor.person_id,
            event_id=event.id,
            until=until.isoformat(timespec="minutes"),
        )
    )
