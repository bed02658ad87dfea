"""Registering for an event, and the page of the ticket that comes of it."""

import secrets
from dataclasses import replace
from datetime import timedelta
from math import ceil
from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.authz import authorize
from app.core.errors import Conflict
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.identity.messages import KINDS
from app.identity.queries import get_person, list_organisations_of
from app.privacy.messages import WORDINGS
from app.privacy.queries import list_asked
from app.tickets import queries, services
from app.tickets.pages.base import blueprint
from app.tickets.pages.codes import given_code, proof_of, terms_of, terms_shown
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries import requests
from app.tickets.queries.coming import list_confirmations
from app.tickets.queries.offers import has_free_add_ons, list_offers_on
from app.tickets.queries.questions import Place, answers_until
from app.tickets.queries.questions import list_asked as list_asked_questions
from app.tickets.queries.transfers import list_open_transfers, names_until
from app.tickets.queries.vouchers import has_codes
from app.tickets.queries.waiting import count_waiting
from app.tickets.rules.answers import Sent
from app.tickets.rules.channels import channel_of
from app.tickets.schemas import PlaceForm, RegistrationForm, attendee_in
from app.tickets.schemas.vouchers import CodeForm
from app.tickets.services.redeeming import count_hold
from app.web.fields import countries
from app.web.forms import PageForm, form_values
from app.web.guards import actor, public, writes

MINUTE = timedelta(minutes=1)


@blueprint.route("/e/<slug>/register", methods=["GET", "POST"])
@public
def register(slug: str) -> tuple[str, int] | AnyResponse:
    """Take a registration; works without an account and without scripts."""
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.TICKET_REGISTER, event)
    code = given_code()
    start = {"access_code": code, "proof": request.args.get("proof", "")}
    form = PageForm(RegistrationForm, _start() | start)
    asked = QuestionsOnPage(event, Place.REGISTRATION)
    data = form.read()
    asked.read(form)
    link = None
    if data is not None and not form.errors:
        link = form.run(lambda: _register(event, data, asked.sent))
    if link is not None:
        return redirect(url_for("tickets.ticket", link=link))
    return _register_page(event, form, asked)


@blueprint.post("/e/<slug>/register/code")
@public
def use_code(slug: str) -> tuple[str, int] | AnyResponse:
    """Take the code that somebody brings, and show what they can have with it."""
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.TICKET_REGISTER, event)
    code, code_form = given_code(), PageForm(CodeForm)
    if code_form.submit(lambda data: terms_of(event, data["access_code"])) is not None:
        given: dict[str, Any] = {"access_code": code, "proof": proof_of(event, code)}
        via = request.args.get("via")
        return redirect(url_for("tickets.register", slug=slug, via=via, **given))
    form = PageForm(RegistrationForm, _start() | {"access_code": code})
    form.errors, form.status = code_form.errors, code_form.status
    return _register_page(event, form, QuestionsOnPage(event, Place.REGISTRATION))


def _register_page(event: Any, form: PageForm, asked: QuestionsOnPage) -> tuple[str, int]:
    try:
        terms = terms_shown(event)
    except Conflict as error:
        terms = services.Terms()
        if not form.errors:
            form.fail(error)
    return form.render(
        "tickets/register.html",
        event=event,
        offers=list_offers_on(event, clock.now(), terms),
        terms=terms,
        waiting=count_waiting(event.id),
        add_ons=[one for one in queries.list_add_ons(event.id) if one.is_offered],
        asked=asked,
        may_have_code=has_codes(event.id),
        kinds=list(KINDS.items()),
        countries=countries(),
        consents=[(one.value, WORDINGS[one]) for one in list_asked(event.id)],
    )


@blueprint.post("/e/<slug>/register/hold")
@public
@writes
def hold_place(slug: str) -> AnyResponse:
    """Hold the place that a form asks for while it is filled in; its script asks for it."""
    event = get_visible_event(actor(), slug)
    schema = PlaceForm(unknown="exclude")
    data = schema.load(form_values(schema, request.form))
    count_hold(event, request.remote_addr or "")
    terms = terms_of(event, data.get("access_code") or "", data.get("proof") or "")
    hold = services.hold_places(
        actor(),
        event,
        {data["ticket_type"]: 1},
        client_key=data["client_key"],
        add_ons=dict.fromkeys(data["add_ons"], 1),
        terms=terms,
    )
    return jsonify(minutes=ceil((hold.expires_at - clock.now()) / MINUTE))


def _register(event: Any, data: dict[str, Any], sent: Sent) -> str:
    key = data.pop("client_key", None)
    terms = terms_of(event, data.pop("access_code", None) or "", data.pop("proof", None) or "")
    terms = replace(terms, channel=channel_of(request.args.get("via")))
    people = [replace(attendee_in(data), answers=sent)]
    order = services.place_order(actor(), event, people, client_key=key, terms=terms)
    return queries.order_link(order)


def _start() -> dict[str, Any]:
    """Fill in what is known of somebody who has signed in."""
    start: dict[str, Any] = {"client_key": secrets.token_urlsafe(16)}
    if not actor().is_signed_in:
        return start
    person = get_person(actor().person_id)
    start |= {name: getattr(person, name) for name in ("given_name", "family_name", "email")}
    for organisation in list_organisations_of(actor())[:1]:
        start |= {
            "organisation_name": organisation.name,
            "organisation_kind": organisation.kind,
            "country": organisation.country,
        }
    return start


@blueprint.get("/tickets/<link>")
@public
def ticket(link: str) -> str:
    """Show one ticket, or an order's, to whoever has the secret address."""
    tickets = queries.get_tickets_by_link(link)
    event = tickets[0].event
    key = queries.signing_key(event.id)
    codes = {one.id: queries.codes_of(one, key) for one in tickets}
    return render_template(
        "tickets/ticket.html",
        event=event,
        tickets=tickets,
        link=link,
        codes=codes,
        asks=bool(list_asked_questions(event.id)),
        has_add_ons=has_free_add_ons(event.id),
        answers_until=answers_until(event),
        came=queries.who_came(list(codes)),
        transfers=list_open_transfers(codes),
        coming=list_confirmations(codes),
        names_until=names_until(event),
        open_questions=requests.list_open([one.id for one in tickets if one.state == "requested"]),
    )


@blueprint.get("/tickets/<link>/ticket.pdf")
@public
def ticket_pdf(link: str) -> Response:
    """Give what is valid of it as a PDF to print or keep."""
    from app.core.pdf import render_pdf

    tickets = queries.get_tickets_by_link(link)
    event = tickets[0].event
    key = queries.signing_key(event.id)
    valid = [(one, queries.codes_of(one, key)) for one in tickets if one.state == "valid"]
    html = render_template("pdf/ticket.html", event=event, tickets=valid)
    made = render_pdf(html, title=_("Ticket for %(event)s", event=event.name))
    return _download(made, "application/pdf", f"ticket-{event.slug}.pdf")


@blueprint.get("/tickets/<link>/<id:ticket_id>/cancel")
@public
def confirm_cancel(link: str, ticket_id: int) -> str:
    """Ask whether a ticket shall be cancelled, for browsers without scripts too."""
    chosen = queries.get_ticket_by_link(link, ticket_id)
    return render_template(
        "tickets/cancel.html",
        event=chosen.event,
        link=link,
        ticket=chosen,
        has_come=bool(queries.who_came([ticket_id])),
    )


@blueprint.post("/tickets/<link>/<id:ticket_id>/cancel")
@public
@writes
def cancel(link: str, ticket_id: int) -> AnyResponse:
    """Cancel a ticket for its holder."""
    services.cancel_by_link(actor(), link, ticket_id)
    flash(_("The ticket is cancelled. Somebody else can have the place."), "good")
    return redirect(url_for("tickets.ticket", link=link))


def _download(data: bytes, kind: str, name: str) -> Response:
    response = Response(data, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
