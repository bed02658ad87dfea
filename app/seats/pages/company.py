"""The company's side, by its secret address: names, invitations, changes, and who came."""

import secrets
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.identity.messages import KINDS
from app.privacy.messages import WORDINGS
from app.privacy.queries import list_asked
from app.seats import queries, services
from app.seats.pages.base import blueprint
from app.seats.rules import SeatInvitationState
from app.seats.schemas import ChangeNameForm, InviteForm, SeatNameForm, name_in, person_in
from app.tickets.presentation import QuestionsOnPage
from app.tickets.queries import order_link, who_came
from app.tickets.queries.questions import Place
from app.web.buttons import attempt
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, public

FIELDS = (
    *("given_name", "family_name", "latin_name"),
    *("organisation_name", "organisation_kind", "country"),
)


@blueprint.get("/company-seats/<link>")
@public
def company_seats(link: str) -> str:
    """Show a company its seats: who has them, who is invited, how many are free."""
    given = queries.get_seats_by_link(link)
    names = queries.list_names(given)
    return render_template(
        "seats/company.html",
        event=given.event,
        given=given,
        link=link,
        names=names,
        invited=queries.list_invited(given),
        came=who_came([one.id for one in names]),
        is_open=given.is_open_at(clock.now()),
        has_begun=given.event.starts_at <= clock.now(),
    )


@blueprint.route("/company-seats/<link>/fill", methods=["GET", "POST"])
@public
def fill_seat(link: str) -> Page:
    """Say who has a seat, on their behalf."""
    given = queries.get_seats_by_link(link)
    start = {"client_key": secrets.token_urlsafe(16), "organisation_name": given.company}
    form = PageForm(SeatNameForm, start)
    asked = QuestionsOnPage(given.event, Place.REGISTRATION)
    # Nobody agrees for somebody else: who is invited is asked, and so is whoever has the ticket.
    done = _submit(
        form,
        asked,
        given,
        lambda who, key: services.fill_seat(
            actor(), link, replace(who, consents=()), client_key=key
        ),
    )
    if done is not None:
        flash(_("%(name)s has a seat. The ticket goes by mail.", name=done.tickets[0].name), "good")
        return redirect(url_for("seats.company_seats", link=link))
    back = url_for("seats.company_seats", link=link)
    return _person_page(form, asked, given, back=back, consents=[], is_own=False)


@blueprint.route("/seat/<link>", methods=["GET", "POST"])
@public
def accept_seat(link: str) -> Page:
    """Let whoever was invited fill their own seat, once."""
    invitation = queries.get_invitation_by_link(link)
    given = invitation.given
    if invitation.state != SeatInvitationState.OPEN or not given.is_open_at(clock.now()):
        return render_template("seats/used.html", event=given.event, invitation=invitation)
    start = {"email": invitation.email, "organisation_name": given.company}
    form = PageForm(SeatNameForm, start)
    asked = QuestionsOnPage(given.event, Place.REGISTRATION)
    done = _submit(
        form, asked, given, lambda who, _key: services.accept_invitation(actor(), link, who)
    )
    if done is not None:
        return redirect(url_for("tickets.ticket", link=order_link(done)))
    consents = [(one.value, WORDINGS[one]) for one in list_asked(given.event_id)]
    back = url_for("events.public_event", slug=given.event.slug)
    return _person_page(form, asked, given, back=back, consents=consents, is_own=True)


def _submit(form: PageForm, asked: QuestionsOnPage, given: Any, act: Any) -> Any:
    """Read the form with its questions, and act with whom it names; None if it did not go."""
    data = form.read()
    asked.asked = [one for one in asked.asked if one.is_for(given.ticket_type_id)]
    asked.read(form, given.ticket_type_id)
    if data is None or form.errors:
        return None
    key = data.pop("client_key", None)
    who = replace(person_in(data, given.ticket_type_id), answers=asked.sent)
    return form.run(lambda: act(who, key))


def _person_page(form: PageForm, asked: QuestionsOnPage, given: Any, **context: Any) -> Page:
    return form.render(
        "seats/person.html",
        event=given.event,
        given=given,
        asked=asked,
        kinds=list(KINDS.items()),
        countries=countries(),
        **context,
    )


@blueprint.route("/company-seats/<link>/invite", methods=["GET", "POST"])
@public
def invite(link: str) -> Page:
    """Invite a colleague to fill their own seat."""
    given = queries.get_seats_by_link(link)
    form = PageForm(InviteForm)
    done = form.submit(lambda data: services.invite(actor(), link, data["email"]))
    if done is not None:
        flash(_("An invitation goes to %(email)s.", email=done.email), "good")
        return redirect(url_for("seats.company_seats", link=link))
    return form.render("seats/invite.html", event=given.event, given=given, link=link)


@blueprint.post("/company-seats/<link>/invitations/<id:seat_invitation_id>/resend")
@public
def resend_invitation(link: str, seat_invitation_id: int) -> AnyResponse:
    """Send an invitation once more."""
    said = _("The invitation goes out once more.")
    attempt(lambda: services.resend_invitation(actor(), link, seat_invitation_id), said)
    return redirect(url_for("seats.company_seats", link=link))


@blueprint.post("/company-seats/<link>/invitations/<id:seat_invitation_id>/withdraw")
@public
def withdraw_invitation(link: str, seat_invitation_id: int) -> AnyResponse:
    """Take an invitation back."""
    said = _("The invitation is withdrawn. The seat is free.")
    attempt(lambda: services.withdraw_invitation(actor(), link, seat_invitation_id), said)
    return redirect(url_for("seats.company_seats", link=link))


@blueprint.route("/company-seats/<link>/names/<id:ticket_id>", methods=["GET", "POST"])
@public
def change_name(link: str, ticket_id: int) -> Page:
    """Correct the name of somebody who has a seat."""
    given = queries.get_seats_by_link(link)
    ticket = queries.get_name(given, ticket_id)
    form = PageForm(ChangeNameForm, {name: getattr(ticket, name) for name in FIELDS})
    empty = dict.fromkeys(form.schema.load_fields)
    done = form.submit(
        lambda data: services.change_name(actor(), link, ticket_id, **name_in(empty | data))
    )
    if done is not None:
        flash(_("Saved. The code of the ticket is still the same."), "good")
        return redirect(url_for("seats.company_seats", link=link))
    return form.render(
        "seats/name.html",
        event=given.event,
        given=given,
        ticket=ticket,
        link=link,
        is_open=given.is_open_at(clock.now()),
        kinds=list(KINDS.items()),
        countries=countries(),
    )


@blueprint.post("/company-seats/<link>/names/<id:ticket_id>/withdraw")
@public
def withdraw_name(link: str, ticket_id: int) -> AnyResponse:
    """Cancel somebody's ticket; the seat is free for another name."""
    said = _("The ticket is cancelled. The seat is free for another name.")
    attempt(lambda: services.withdraw_name(actor(), link, ticket_id), said)
    return redirect(url_for("seats.company_seats", link=link))
