"""The desk puts right what stands on a ticket, and gives it a new code when the badge is lost."""

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from app.badges.presentation import print_choices
from app.badges.services import ask_print
from app.checkin.pages.base import LAST_PRINTER, blueprint, get_event_for
from app.checkin.queries import setup
from app.checkin.schemas.desk import DeskPrintSchema, NameSchema
from app.checkin.services import helping
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route("/manage/<slug>/checkin/desk/<id:ticket_id>/name", methods=["GET", "POST"])
@signed_in
def fix_name(slug: str, ticket_id: int) -> Page:
    """Correct the name or the organisation on a ticket; its code stays."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    ticket = setup.get_ticket(event.id, ticket_id)
    names = ("given_name", "family_name", "organisation_name")
    form = PageForm(NameSchema, {name: getattr(ticket, name) for name in names})
    done = form.submit(lambda data: helping.fix_name(actor(), event, ticket_id, **data))
    if done is None:
        return form.render("checkin/name.html", event=event, ticket=ticket)
    flash(_("The ticket says %(name)s now. Its code stays.", name=done.name), "good")
    return redirect(url_for("checkin.show_desk", slug=slug, q=done.name))


@blueprint.post("/manage/<slug>/checkin/desk/<id:ticket_id>/code")
@signed_in
def renew_code(slug: str, ticket_id: int) -> Page:
    """Give a ticket a new code; whoever finds the old badge comes in no more."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    name = setup.get_ticket(event.id, ticket_id).name
    said = _("%(name)s has a new code. The old badge no longer counts.", name=name)
    attempt(lambda: helping.renew_at_desk(actor(), event, ticket_id), said)
    return redirect(url_for("checkin.show_desk", slug=slug, q=name))


@blueprint.post("/manage/<slug>/checkin/desk/<id:ticket_id>/badge")
@signed_in
def print_badge(slug: str, ticket_id: int) -> Page:
    """Print a badge: it waits at the printer that this desk used last, or opens here."""
    event = get_event_for(slug, Permission.CHECKIN_ADMIT)
    form = PageForm(DeskPrintSchema)
    name = setup.get_ticket(event.id, ticket_id).name
    made = form.submit(lambda data: ask_print(actor(), event, ticket=ticket_id, **data))
    if made is None:
        return form.render("badges/again.html", event=event, **print_choices(event))
    if made.printer is None:
        return redirect(url_for("badges.show_badge", slug=slug, print_id=made.id))
    session[LAST_PRINTER] = encode_id(made.printer.id)
    flash(_("The badge waits at %(printer)s.", printer=made.printer.name), "good")
    return redirect(url_for("checkin.show_desk", slug=slug, q=name))
