"""What everybody may read: who answers for their data, and what is done with it."""

from email.utils import parseaddr
from typing import Any

from flask import current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize, can
from app.core.installation import find_installation
from app.core.permissions import Permission
from app.events.queries import get_managed_event, get_visible_event
from app.privacy.messages import PURPOSES, WORDINGS
from app.privacy.pages.frame import blueprint
from app.privacy.queries import list_asked
from app.privacy.queries.notices import (
    activities_of_events,
    all_activities,
    contacts_of,
    controllers_of,
)
from app.privacy.rules.purposes import ASKED_BY_EVENTS, Purpose
from app.privacy.schemas import AskedForm
from app.privacy.services import consenting
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.panels import panel


@blueprint.get("/privacy")
@public
def site_notice() -> str:
    """Show what the installation does with personal data."""
    return render_template("privacy/site.html", activities=all_activities(), contact=_contact())


@blueprint.get("/e/<slug>/privacy")
@public
def event_notice(slug: str) -> str:
    """Show who answers together for an event's data, and who does what."""
    event = get_visible_event(actor(), slug)
    controllers = controllers_of(event)
    return render_template(
        "privacy/event.html",
        event=event,
        controllers=controllers,
        contacts=contacts_of(controllers),
        activities=activities_of_events(),
        asked=list_asked(event.id),
        contact=_contact(),
    )


@blueprint.route("/manage/<slug>/privacy", methods=["GET", "POST"])
@signed_in
def manage(slug: str) -> Page:
    """Choose what people are asked to agree to when they register."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.TICKET_MANAGE, event)
    form = PageForm(AskedForm, {"purposes": list_asked(event.id)})
    chosen = form.submit(
        lambda data: consenting.ask_at_event(
            actor(), event, [Purpose(one) for one in data["purposes"]]
        )
    )
    if chosen is not None:
        flash(_("Saved. Whoever registers from now on is asked."), "good")
        return _back(slug)
    options = [(one.value, PURPOSES[one], WORDINGS[one]) for one in ASKED_BY_EVENTS]
    return form.render("privacy/manage.html", event=event, options=options)


@panel("event.manage", 85, "privacy/_panel_manage.html")
def asked_panel(event: Any, who: Actor) -> dict[str, Any] | None:
    """Show the lead what people are asked to agree to."""
    if not can(who, Permission.TICKET_MANAGE, event):
        return None
    return {"asked": [str(PURPOSES[one]) for one in list_asked(event.id)]}


@panel("event.public", 99, "privacy/_panel_public.html")
def notice_panel(_event: Any, _who: Actor) -> dict[str, Any]:
    """Lead every reader to the notice."""
    return {}


def _contact() -> str:
    """Return whom to write to: whom the operator named, else the sender of our mails."""
    found = find_installation()
    named = (found.privacy_contact or found.contact) if found else None
    return named or parseaddr(current_app.config["MAIL_FROM"])[1]


def _back(slug: str) -> Response:
    return redirect(url_for("privacy.manage", slug=slug))
