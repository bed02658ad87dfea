"""A ticket goes to a colleague; and the page where organisers say what holders may do."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.permissions import Permission
from app.core.times import to_instant
from app.identity.messages import KINDS
from app.privacy.messages import WORDINGS
from app.privacy.queries import list_asked
from app.tickets import queries
from app.tickets.messages import MESSAGES
from app.tickets.pages.base import blueprint, managed
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries.coming import count_coming, is_asking
from app.tickets.queries.transfers import (
    get_transfer_by_link,
    list_open_transfers,
    names_until,
    why_kept,
)
from app.tickets.schemas.transfers import AcceptForm, HolderRulesForm, TransferForm, person_in
from app.tickets.services import transferring as services
from app.tickets.services.answering import place_of
from app.web.buttons import attempt
from app.web.fields import countries, local_input
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.tabs import TICKETS, ticket_tab

ticket_tab(20, lazy_gettext("Holders"), "tickets.holder_rules", Permission.TICKET_MANAGE)


@blueprint.route("/tickets/<link>/<id:ticket_id>/transfer", methods=["GET", "POST"])
@public
def transfer(link: str, ticket_id: int) -> Page:
    """Name a colleague who shall have the ticket; works without an account."""
    ticket = queries.get_ticket_by_link(link, ticket_id)
    until = names_until(ticket.event)
    form = PageForm(TransferForm)
    done = form.submit(
        lambda data: services.offer_transfer(actor(), link, ticket_id, data["email"])
    )
    if done is not None:
        flash(_("A mail with the link goes to %(email)s.", email=done.email), "good")
        return redirect(url_for("tickets.ticket", link=link))
    code = why_kept(ticket, until)
    return form.render(
        "tickets/transfer.html",
        event=ticket.event,
        ticket=ticket,
        link=link,
        until=until,
        waiting=list_open_transfers([ticket_id]).get(ticket_id),
        refusal=code and MESSAGES[code],
    )


@blueprint.post("/tickets/<link>/<id:ticket_id>/transfer/withdraw")
@public
def withdraw_transfer(link: str, ticket_id: int) -> AnyResponse:
    """Keep a ticket that a colleague has not taken yet."""
    said = _("You keep the ticket. The link in the mail leads nowhere now.")
    attempt(lambda: services.withdraw_transfer(actor(), link, ticket_id), said)
    return redirect(url_for("tickets.ticket", link=link))


@blueprint.route("/ticket-transfers/<link>", methods=["GET", "POST"])
@public
def accept_transfer(link: str) -> Page:
    """Let the colleague who was named take the ticket, once."""
    found = get_transfer_by_link(link)
    ticket = found.ticket
    until = names_until(ticket.event)
    if not found.is_open_at(clock.now()) or why_kept(ticket, until) is not None:
        return render_template("tickets/transfer_over.html", event=ticket.event)
    form = PageForm(AcceptForm, {"organisation_name": ticket.organisation_name})
    asked = QuestionsOnPage(ticket.event, place_of(ticket))
    asked.asked = [one for one in asked.asked if one.is_for(ticket.ticket_type_id)]
    data = form.read()
    asked.read(form, ticket.ticket_type_id)
    if data is not None and not form.errors:
        person = replace(person_in(data, found), answers=asked.sent)
        done = form.run(lambda: services.accept_transfer(actor(), link, person))
        if done is not None:
            flash(_("The ticket is yours. It has a new code."), "good")
            return redirect(url_for("tickets.ticket", link=queries.link_of(done)))
    return form.render(
        "tickets/transfer_accept.html",
        event=ticket.event,
        ticket=ticket,
        transfer=found,
        asked=asked,
        kinds=list(KINDS.items()),
        countries=countries(),
        consents=[(one.value, WORDINGS[one]) for one in list_asked(ticket.event_id)],
    )


@blueprint.route("/manage/<slug>/tickets/holders", methods=["GET", "POST"])
@signed_in
def holder_rules(slug: str) -> Page:
    """Say until when holders may change names, and whether they are asked if they come."""
    event = managed(slug)
    until = local_input(names_until(event), event.timezone)
    form = PageForm(HolderRulesForm, {"names_until": until, "asks_coming": is_asking(event)})

    def save(data: dict[str, Any]) -> bool:
        until = to_instant(data["names_until"], event.timezone)
        services.set_holder_rules(actor(), event, **data | {"names_until": until})
        return True

    if form.submit(save):
        flash(_("Saved."), "good")
        return redirect(url_for("tickets.holder_rules", slug=slug))
    return form.render(
        "tickets/holders.html",
        event=event,
        types=queries.list_ticket_types(event.id),
        coming=count_coming(event.id),
        tabs=TICKETS.tabs(event, slug=slug),
    )
