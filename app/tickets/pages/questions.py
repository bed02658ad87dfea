"""The builder of a registration form: what is asked, of whom, and when."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from app.core.authz import can
from app.core.errors import Conflict
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.core.times import to_instant
from app.events.queries import get_managed_event, list_managed_events
from app.tickets import queries
from app.tickets.messages import KINDS, PURPOSES, ready_question
from app.tickets.pages.base import blueprint, managed
from app.tickets.presentation import choice_label
from app.tickets.queries import questions as asking
from app.tickets.rules.questions import CONDITIONAL_ON, WITH_OPTIONS, QuestionKind, QuestionPurpose
from app.tickets.schemas import questions as schemas
from app.tickets.services import questions as services
from app.web.fields import local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.i18n import language_name
from app.web.tabs import TICKETS
from app.web.words import words_for
from config import LANGUAGES

NEW = {"kind": "short", "purpose": "ordinary", "at_registration": True}
READY = {
    "dietary": lazy_gettext("What people eat"),
    "access": lazy_gettext("What people need to get in"),
    "photo": lazy_gettext("The photo policy"),
}


@blueprint.get("/manage/<slug>/tickets/questions")
@signed_in
def list_questions(slug: str) -> Page:
    """Show what is asked, in its order."""
    return _show(managed(slug))


def _show(event: Any, form: PageForm | None = None) -> tuple[str, int]:
    until = local_input(asking.answers_until(event), event.timezone)
    others = list_managed_events(actor(), Permission.TICKET_MANAGE)
    page = render_template(
        "tickets/questions.html",
        event=event,
        questions=asking.list_asked(event.id),
        counts=asking.count_answers(event.id),
        types={one.id: one.name for one in queries.list_ticket_types(event.id)},
        kinds=KINDS,
        purposes=PURPOSES,
        ready=READY,
        sources=[(one.slug, one.name) for one in others if one.id != event.id],
        form=form or PageForm(schemas.AnswersUntilForm, {"answers_until": until}),
        may_see_needs=can(actor(), Permission.NEED_VIEW, event),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )
    return page, form.status if form else 200


@blueprint.route("/manage/<slug>/tickets/questions/new", methods=["GET", "POST"])
@signed_in
def new_question(slug: str) -> Page:
    """Ask something more."""
    event = managed(slug)
    form = PageForm(schemas.NewQuestionForm, NEW)
    made = form.submit(
        lambda data: services.add_question(actor(), event, **schemas.question_in(data))
    )
    if made is not None:
        flash(_("The question is added."), "good")
        return redirect(url_for("tickets.list_questions", slug=slug))
    return _edit(event, form, None)


@blueprint.route("/manage/<slug>/tickets/questions/<id:question_id>", methods=["GET", "POST"])
@signed_in
def edit_question(slug: str, question_id: int) -> Page:
    """Give a question other words, and say anew whom it is for."""
    event = managed(slug)
    question = asking.get_question(event.id, question_id)
    form = PageForm(schemas.ChangedQuestionForm, _values(event, question))
    done = form.submit(
        lambda data: services.edit_question(actor(), question, **schemas.question_in(data))
    )
    if done is not None:
        flash(_("The question is saved. Answers keep the words that they were given to."), "good")
        return redirect(url_for("tickets.list_questions", slug=slug))
    return _edit(event, form, question)


def _edit(event: Any, form: PageForm, question: Any) -> tuple[str, int]:
    asked = asking.list_asked(event.id)
    own = question.id if question else None
    kind = question.kind if question else None
    return form.render(
        "tickets/question.html",
        event=event,
        question=question,
        kinds=list(KINDS.items()),
        purposes=list(PURPOSES.items()),
        has_options=kind is None or kind in WITH_OPTIONS,
        types=[(encode_id(one.id), one.name) for one in queries.list_ticket_types(event.id)],
        conditions=list(_conditions([one for one in asked if one.id != own])),
        languages=[(one, language_name(one)) for one in list(LANGUAGES)[1:]],
    )


def _conditions(others: list[Any]) -> Any:
    for one in others:
        if one.kind in CONDITIONAL_ON:
            for choice in one.choices:
                label = choice_label(one, choice.key, choice.label)
                words = _("“%(question)s”: %(answer)s", question=one.label, answer=label)
                yield f"{encode_id(one.id)}:{choice.key}", words


def _values(event: Any, question: Any) -> dict[str, Any]:
    asked = next(one for one in asking.list_asked(event.id) if one.id == question.id)
    depends_on = asked.depends_on
    translated = asking.get_wording(question).translations
    rows = [_translated(*one) for one in translated.items()]
    return {
        "version": asked.version,
        "label": asked.label,
        "help": asked.help,
        "options": "\n".join(one.label for one in asked.options),
        "is_required": asked.is_required,
        "at_registration": asked.at_registration,
        "at_door": asked.at_door,
        "types": [encode_id(one) for one in asked.types],
        "condition": f"{encode_id(depends_on)}:{asked.wanted}" if depends_on else None,
        "translations": rows,
    }


def _translated(code: str, words: Any) -> dict[str, Any]:
    """Return the words of a language as the form shows them."""
    options = "\n".join(words.get("options", {}).values())
    return {"language": code, "label": words["label"], "help": words["help"], "options": options}


@blueprint.post("/manage/<slug>/tickets/questions/<id:question_id>/move")
@signed_in
def move_question(slug: str, question_id: int) -> Page:
    """Ask a question one place earlier or later."""
    event = managed(slug)
    question = asking.get_question(event.id, question_id)

    def move(data: dict[str, Any]) -> bool:
        services.move_question(actor(), question, up=data["to"] == "up")
        return True

    PageForm(schemas.MoveForm).submit(move)
    return _back(slug)


@blueprint.post("/manage/<slug>/tickets/questions/<id:question_id>/remove")
@signed_in
@writes
def remove_question(slug: str, question_id: int) -> Page:
    """Ask a question no longer."""
    event = managed(slug)
    question = asking.get_question(event.id, question_id)
    try:
        services.remove_question(actor(), question)
    except Conflict as error:
        flash(words_for(error), "bad")
        return _back(slug)
    flash(_("The question is no longer asked. Answers that there are stay."), "good")
    return _back(slug)


@blueprint.post("/manage/<slug>/tickets/questions/ready")
@signed_in
def add_ready_question(slug: str) -> Page:
    """Ask one of the questions that are ready-made."""
    event = managed(slug)
    form = PageForm(schemas.ReadyForm)
    if form.submit(
        lambda data: services.add_question(actor(), event, **_ready(data["which"], event))
    ):
        flash(_("The question is added. Change its words as you like."), "good")
    return _back(slug)


def _ready(which: str, event: Any) -> dict[str, Any]:
    label, help_, options = ready_question(which, event.lead_organisation.name)
    kinds = {"dietary": QuestionKind.SEVERAL, "access": QuestionKind.SEVERAL}
    purposes = {"dietary": QuestionPurpose.DIETARY, "access": QuestionPurpose.ACCESS}
    return {
        "kind": kinds.get(which, QuestionKind.CONFIRM),
        "purpose": purposes.get(which, QuestionPurpose.ORDINARY),
        "label": label,
        "help": help_,
        "options": options,
        "is_required": which == "photo",
        "at_registration": True,
        "at_door": which == "photo",
    }


@blueprint.post("/manage/<slug>/tickets/questions/copy")
@signed_in
def copy_questions(slug: str) -> Page:
    """Ask what another of the reader's events asks."""
    event = managed(slug)

    def copy(data: dict[str, Any]) -> int:
        source = get_managed_event(actor(), data["source"])
        return services.copy_questions(actor(), event, source)

    count = PageForm(schemas.CopyForm).submit(copy)
    if count:
        flash(_("%(num)s questions are copied.", num=count), "good")
    elif count == 0:
        flash(_("That event asks nothing."), "warn")
    return _back(slug)


@blueprint.post("/manage/<slug>/tickets/questions/until")
@signed_in
def set_answers_until(slug: str) -> Page:
    """Say until when attendees may change their answers."""
    event = managed(slug)
    form = PageForm(schemas.AnswersUntilForm)

    def save(data: dict[str, Any]) -> bool:
        until = to_instant(data["answers_until"], event.timezone)
        services.set_answers_until(actor(), event, until)
        return True

    if form.submit(save):
        flash(_("Saved."), "good")
        return _back(slug)
    return _show(event, form)


def _back(slug: str) -> Response:
    return redirect(url_for("tickets.list_questions", slug=slug))
