"""The queue of those who asked to come: looked at, decided together, asked back and answered."""

from collections.abc import Iterator
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import Actor
from app.core.permissions import Permission
from app.events.policies import fence
from app.events.queries import list_managed_events
from app.tickets import queries
from app.tickets.pages.base import blueprint, managed
from app.tickets.queries import requests
from app.tickets.schemas.requests import (
    ChosenRequests,
    DeclineChosenForm,
    RequestAnswerForm,
    RequestQuestionForm,
)
from app.tickets.services import deciding
from app.web.forms import Page, PageForm, form_values
from app.web.guards import actor, public, signed_in, writes
from app.web.paging import numbered, page_number
from app.web.panels import NextStep, next_steps
from app.web.tabs import TICKETS, ticket_tab

ticket_tab(
    25,
    lazy_gettext("Requests"),
    "tickets.list_requests",
    Permission.TICKET_VIEW,
    "tickets.decide_requests",
)


@blueprint.get("/manage/<slug>/tickets/requests")
@signed_in
def list_requests(slug: str) -> Page:
    """Show who asked to come and waits, those who asked first first."""
    event = managed(slug, Permission.TICKET_VIEW)
    seen = fence(actor(), event)
    found, turns = numbered(
        lambda limit, offset: requests.list_requests(
            event.id, seen=seen, limit=limit, offset=offset
        )
    )
    return PageForm(ChosenRequests).render(
        "tickets/requests.html",
        event=event,
        tickets=found,
        total=requests.count_requests(event.id, seen=seen),
        questions=requests.questions_of([one.id for one in found]),
        left=_places_left(event),
        page=page_number(),
        is_fenced=not seen.is_open,
        tabs=TICKETS.tabs(event, slug=event.slug),
        **turns,
    )


def _places_left(event: Any) -> list[tuple[str, int]]:
    """Return the tickets that have to be approved, and how many places each has left."""
    offers = queries.list_offers(event, clock.now(), public_only=False)
    return [
        (one.ticket_type.name, max(one.left, 0)) for one in offers if one.ticket_type.needs_approval
    ]


@blueprint.get("/manage/<slug>/tickets/requests/decide")
@signed_in
def decide_requests(slug: str) -> Page:
    """Show what deciding about those who were ticked would mean, before it is done."""
    event = managed(slug, Permission.TICKET_VIEW)
    ids = _read_ids(request.args)
    if ids is None:
        flash(_("Tick the people to decide about first."), "bad")
        return redirect(url_for("tickets.list_requests", slug=slug))
    preview = deciding.preview_requests(actor(), event, ids)
    return _decide(event, PageForm(DeclineChosenForm), preview)


def _read_ids(sent: MultiDict[str, str]) -> list[int] | None:
    schema = ChosenRequests(unknown="exclude")
    values = form_values(schema, sent)
    return None if schema.validate(values) else list(schema.load(values)["ticket_ids"])


def _decide(event: Any, form: PageForm, preview: deciding.Decided) -> Page:
    return form.render(
        "tickets/decide.html",
        event=event,
        preview=preview,
        left=_places_left(event),
        waiting=[*preview.done, *preview.without_place],
    )


@blueprint.post("/manage/<slug>/tickets/requests/approve")
@signed_in
@writes
def approve_requests(slug: str) -> Response:
    """Let those who were ticked come, as far as there are places."""
    event = managed(slug, Permission.TICKET_VIEW)
    schema = ChosenRequests(unknown="exclude")
    data = schema.load(form_values(schema, request.form))
    decided = deciding.approve_requests(actor(), event, data["ticket_ids"])
    if decided.done:
        count = len(decided.done)
        words = ngettext("%(num)s person can come.", "%(num)s people can come.", count)
        flash(words + " " + _("Each hears of it by mail."), "good")
    if decided.without_place:
        names = ", ".join(one.name for one in decided.without_place)
        flash(_("No place is left for %(names)s. They go on waiting.", names=names), "bad")
    _tell_decided_before(decided)
    return redirect(url_for("tickets.list_requests", slug=slug))


def _tell_decided_before(decided: deciding.Decided) -> None:
    if decided.decided_before:
        names = ", ".join(one.name for one in decided.decided_before)
        flash(_("Somebody had decided about %(names)s already.", names=names), "bad")


@blueprint.post("/manage/<slug>/tickets/requests/decline")
@signed_in
def decline_requests(slug: str) -> Page:
    """Tell those who were ticked that they cannot come, and why."""
    event = managed(slug, Permission.TICKET_VIEW)
    form = PageForm(DeclineChosenForm)
    decided = form.submit(lambda data: deciding.decline_requests(actor(), event, **data))
    if decided is not None:
        count = len(decided.done)
        words = ngettext("%(num)s person is declined.", "%(num)s people are declined.", count)
        flash(words + " " + _("Each gets the reason by mail."), "good")
        _tell_decided_before(decided)
        return redirect(url_for("tickets.list_requests", slug=slug))
    ids = _read_ids(request.form)
    if ids is None:
        return redirect(url_for("tickets.list_requests", slug=slug))
    return _decide(event, form, deciding.preview_requests(actor(), event, ids))


@blueprint.post("/manage/<slug>/tickets/attendees/<id:ticket_id>/ask")
@signed_in
def ask_attendee(slug: str, ticket_id: int) -> Response:
    """Ask somebody who wants to come something before it is decided."""
    event = managed(slug, Permission.TICKET_VIEW)
    ticket = queries.get_attendee(actor(), event, ticket_id)
    form = PageForm(RequestQuestionForm)
    if form.submit(lambda data: deciding.ask_back(actor(), ticket, data["question"])):
        flash(_("The question goes to %(name)s by mail.", name=ticket.name), "good")
    else:
        flash(" ".join(text for some in form.errors.values() for text in some), "bad")
    return redirect(url_for("tickets.attendee", slug=slug, ticket_id=ticket_id))


@blueprint.route("/tickets/<link>/<id:ticket_id>/answer", methods=["GET", "POST"])
@public
def answer_question(link: str, ticket_id: int) -> Page:
    """Take the answer of somebody who was asked back; works without an account."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    form = PageForm(RequestAnswerForm)

    def answer(data: dict[str, str]) -> bool:
        deciding.answer_question(actor(), link, ticket_id, data["answer"])
        return True

    if form.submit(answer):
        flash(_("Your answer is with the organiser. You get a mail when it is decided."), "good")
        return redirect(url_for("tickets.ticket", link=link))
    asked = requests.questions_of([ticket_id]).get(ticket_id, [])
    return form.render(
        "tickets/answer.html", event=ticket.event, ticket=ticket, link=link, asked=asked
    )


@next_steps
def waiting_requests(reader: Actor) -> Iterator[NextStep]:
    """Tell whoever decides how many people asked to come to a coming event."""
    own = list_managed_events(reader, Permission.ATTENDEE_EDIT)
    coming = [event for event in own if event.ends_at > clock.now()]
    waiting = requests.waiting_by_event([event.id for event in coming])
    for event in coming:
        seen = fence(reader, event)
        people = sum(
            one.people for cluster, one in waiting.get(event.id, {}).items() if seen.admits(cluster)
        )
        if people:
            yield NextStep(
                title=ngettext(
                    "Decide about %(num)s request to come",
                    "Decide about %(num)s requests to come",
                    people,
                ),
                url=url_for("tickets.list_requests", slug=event.slug),
                due_at=event.starts_at,
                zone=event.timezone,
                note=event.name,
                icon="ticket",
            )
