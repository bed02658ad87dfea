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
from app.core.permissions import Permission
from app.events.queries import get_visible_event
from app.identity.messages import KINDS
from app.identity.queries import get_person, list_organisations_of
from app.privacy.messages import WORDINGS
from app.privacy.queries import list_asked
from app.tickets import queries, services
from app.tickets.pages.base import blueprint
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries.questions import Place, answers_until
from app.tickets.queries.questions import list_asked as list_asked_questions
from app.tickets.rules.answers import Sent
from app.tickets.rules.channels import channel_of
from app.tickets.schemas import PlaceForm, RegistrationForm, attendee_in
from app.web.fields import countries
from app.web.forms import PageForm, form_values
from app.web.guards import actor, public, writes

MINUTE = timedelta(minutes=1)
LONGEST_CODE = 40


@blueprint.route("/e/<slug>/register", methods=["GET", "POST"])
@public
def register(slug: str) -> tuple[str, int] | AnyResponse:
    """Take a registration; works without an account and without scripts."""
    event = get_visible_event(actor(), slug)
    authorize(actor(), Permission.TICKET_REGISTER, event)
    code = _access_code()
    form = PageForm(RegistrationForm, _start() | {"access_code": code})
    asked = QuestionsOnPage(event, Place.REGISTRATION)
    data = form.read()
    asked.read(form)
    link = None
    if data is not None and not form.errors:
        link = form.run(lambda: _register(event, data, asked.sent))
    if link is not None:
        return redirect(url_for("tickets.ticket", link=link))
    offers = queries.list_offers(event, clock.now(), public_only=False)
    return form.render(
        "tickets/register.html",
        event=event,
        offers=[one for one in offers if one.is_shown_to(code)],
        add_ons=[one for one in queries.list_add_ons(event.id) if one.is_offered],
        may_have_code=any(one.needs_code for one in offers),
        asked=asked,
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
    hold = services.hold_places(
        actor(),
        event,
        {data["ticket_type"]: 1},
        client_key=data["client_key"],
        add_ons=dict.fromkeys(data["add_ons"], 1),
        access_code=data.get("access_code") or "",
    )
    return jsonify(minutes=ceil((hold.expires_at - clock.now()) / MINUTE))


def _register(event: Any, data: dict[str, Any], sent: Sent) -> str:
    key = data.pop("client_key", None)
    code = data.pop("access_code", None) or ""
    terms = services.Terms(access_code=code, channel=channel_of(request.args.get("via")))
    people = [replace(attendee_in(data), answers=sent)]
    order = services.place_order(actor(), event, people, client_key=key, terms=terms)
    return queries.order_link(order)


def _access_code() -> str:
    """Return the code that somebody came with, in the address or with the form."""
    said = request.values.get("access_code", "").replace("\x00", "").strip()
    return said if len(said) <= LONGEST_CODE else ""


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
    key = queries.private_key(event.id)
    codes = {one.id: queries.codes_of(one, key) for one in tickets}
    return render_template(
        "tickets/ticket.html",
        event=event,
        tickets=tickets,
        link=link,
        codes=codes,
        asks=bool(list_asked_questions(event.id)),
        answers_until=answers_until(event),
        came=queries.who_came(list(codes)),
    )


@blueprint.get("/tickets/<link>/ticket.pdf")
@public
def ticket_pdf(link: str) -> Response:
    """Give what is valid of it as a PDF to print or keep."""
    from app.core.pdf import render_pdf

    tickets = queries.get_tickets_by_link(link)
    event = tickets[0].event
    key = queries.private_key(event.id)
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
