"""Answers to the questions of a registration: changed by attendees, read by their organisers."""

from dataclasses import replace
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.authz import can
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.tickets import queries
from app.tickets.messages import PURPOSES
from app.tickets.pages.base import blueprint, managed
from app.tickets.presentation import QuestionsOnPage, answer_text, yes_or_no
from app.tickets.queries import questions as asking
from app.tickets.rules.questions import QuestionKind
from app.tickets.schemas.questions import HolderForm
from app.tickets.services import answering
from app.web.downloads import send_csv, send_stored
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.tabs import TICKETS


@blueprint.route("/tickets/<link>/<id:ticket_id>/answers", methods=["GET", "POST"])
@public
def change_answers(link: str, ticket_id: int) -> Page:
    """Let the holder of a ticket change what they answered, until the organiser's date."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    until = asking.answers_until(ticket.event)
    start = answering.raw_answers(ticket)
    asked = QuestionsOnPage(ticket.event, answering.place_of(ticket), start)
    if not asked.asked:
        raise NotFound
    form = PageForm(HolderForm)
    if clock.now() <= until:
        asked.read(form, ticket.ticket_type_id)
    done = (
        None
        if form.errors
        else form.submit(
            lambda _data: answering.change_answers_by_link(actor(), link, ticket_id, asked.sent)
        )
    )
    if done is not None:
        flash(_("Your answers are saved."), "good")
        return redirect(url_for("tickets.ticket", link=link))
    return form.render(
        "tickets/answers.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        asked=asked,
        until=until,
        is_open=clock.now() <= until,
    )


@blueprint.get("/manage/<slug>/tickets/attendees/<id:ticket_id>/files/<id:question_id>")
@signed_in
def answer_file(slug: str, ticket_id: int, question_id: int) -> Response:
    """Give the file that an attendee answered with to whoever looks after them."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    for one in asking.list_answers([ticket.id]).get(ticket.id, ()):
        if one.question_id == question_id and one.file is not None:
            return send_stored(one.file)
    raise NotFound


@blueprint.get("/manage/<slug>/tickets/needs")
@signed_in
def list_needs(slug: str) -> str:
    """Show what attendees need, for the kitchen and the door."""
    event = managed(slug, Permission.NEED_VIEW)
    questions = [one for one in asking.list_asked(event.id) if one.is_need]
    needs = asking.list_needs(event.id)
    return render_template(
        "tickets/needs.html",
        event=event,
        sums=[_summed(one) for one in asking.sum_up_needs(questions, needs)],
        questions=questions,
        needs=[(ticket, _said(questions, given)) for ticket, given in needs],
        purposes=PURPOSES,
        days=asking.days_of_needs(),
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.get("/manage/<slug>/tickets/needs.csv")
@signed_in
def export_needs(slug: str) -> Response:
    """Give the same list as CSV, without addresses."""
    event = managed(slug, Permission.NEED_VIEW)
    questions = [one for one in asking.list_asked(event.id) if one.is_need]
    head = ("family_name", "given_name", "ticket_type", *(one.label for one in questions))
    rows = (
        (one.family_name, one.given_name, one.ticket_type.name, *_said(questions, given))
        for one, given in asking.list_needs(event.id)
    )
    return send_csv(f"needs-{event.slug}", head, rows)


def _summed(need: asking.Need) -> asking.Need:
    """Return a question about needs with its yes in the reader's language."""
    if need.asked.kind is not QuestionKind.YES_NO:
        return need
    return replace(need, counts=[(yes_or_no(key), number) for key, number in need.counts])


def _said(questions: Any, given: Any) -> list[str]:
    return [answer_text(given[one.id], one.kind) if one.id in given else "" for one in questions]


def answers_of(event: Any, ticket: Any) -> list[dict[str, Any]]:
    """Return what an attendee answered, for the page of their organiser."""
    given: list[Any] = list(asking.list_answers([ticket.id]).get(ticket.id, ()))
    if can(actor(), Permission.NEED_VIEW, event):
        given += asking.list_needs_of([ticket.id]).get(ticket.id, ())
    kinds = {one.id: one.kind for one in asking.list_asked(event.id)} if given else {}
    return [_shown(event, ticket, one, kinds[one.question_id]) for one in given]


def _shown(event: Any, ticket: Any, one: Any, kind: QuestionKind) -> dict[str, Any]:
    url = None
    if kind is QuestionKind.FILE:
        ids = {"ticket_id": ticket.id, "question_id": one.question_id}
        url = url_for("tickets.answer_file", slug=event.slug, **ids)
    version = one.wording.version if kind is QuestionKind.CONFIRM else None
    return {
        "label": one.wording.label,
        "text": answer_text(one, kind),
        "url": url,
        "version": version,
    }
