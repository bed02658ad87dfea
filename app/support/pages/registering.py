"""Registering by the link of an invitation, whose address the mail has proved."""

import secrets
from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.identity.messages import KINDS
from app.privacy.messages import WORDINGS
from app.privacy.queries import list_asked
from app.support import services
from app.support.pages.frame import blueprint
from app.support.queries import participants as queries
from app.support.schemas import InvitedForm, invited_in
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries import list_offers, order_link
from app.tickets.queries.questions import Place
from app.tickets.rules.answers import Sent
from app.tickets.rules.terms import PUBLIC
from app.web.fields import countries
from app.web.forms import PageForm
from app.web.guards import actor, public


@blueprint.route("/invited/<link>", methods=["GET", "POST"])
@public
def register_invited(link: str) -> tuple[str, int] | Response:
    """Take the registration of somebody whom a cluster invited."""
    invitation = queries.get_by_link(link)
    if invitation.state == "used" and request.method == "GET":
        raise NotFound("participant_invitation_over")
    event = invitation.event
    authorize(actor(), Permission.TICKET_REGISTER, event)
    start = {"client_key": secrets.token_urlsafe(16), "email": invitation.email}
    form = PageForm(InvitedForm, start)
    asked = QuestionsOnPage(event, Place.REGISTRATION)
    data = form.read()
    asked.read(form)
    order = None
    if data is not None and not form.errors:
        order = form.run(lambda: _register(link, data, asked.sent))
    if order is not None:
        return redirect(url_for("tickets.ticket", link=order))
    return form.render(
        "tickets/register.html",
        event=event,
        action=url_for("support.register_invited", link=link),
        is_bound=True,
        offers=list_offers(event, clock.now()),
        asked=asked,
        terms=PUBLIC,
        kinds=list(KINDS.items()),
        countries=countries(),
        consents=[(one.value, WORDINGS[one]) for one in list_asked(event.id)],
    )


def _register(link: str, data: dict[str, Any], sent: Sent) -> str:
    key = data.pop("client_key", None)
    attendee = replace(invited_in(data), answers=sent)
    return order_link(services.register_invited(actor(), link, attendee, client_key=key))
