"""The keys that sign the codes on badges: a new one, and older ones whose codes count no longer."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.badges import queries
from app.badges.pages.base import blueprint, managed
from app.badges.schemas import BadgeKeyForm
from app.core.permissions import Permission
from app.events.messages import KEY_REASONS
from app.events.queries import list_badge_keys
from app.events.services import change_badge_key, retire_badge_key
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import TICKETS

KEYS = "/manage/<slug>/badges/keys"


@blueprint.route(KEYS, methods=["GET", "POST"])
@signed_in
def manage_keys(slug: str) -> Page:
    """See the keys, and sign new codes with a fresh one."""
    event = managed(slug, Permission.TICKET_MANAGE)
    form = PageForm(BadgeKeyForm, {"keeps_old": "true"})
    made = form.submit(lambda data: change_badge_key(actor(), event, **data))
    if made is not None:
        flash(_("New codes are signed with the new key from now on."), "good")
        return redirect(url_for("badges.manage_keys", slug=slug))
    return form.render(
        "badges/keys.html",
        event=event,
        keys=list_badge_keys(event.id),
        counts=queries.count_by_key(event.id),
        reasons=KEY_REASONS,
        tabs=TICKETS.tabs(event, slug=event.slug),
    )


@blueprint.post(f"{KEYS}/<int:number>/retire")
@signed_in
def retire_key(slug: str, number: int) -> Response:
    """Let the codes of an older key count no longer."""
    event = managed(slug, Permission.TICKET_MANAGE)
    said = _("Codes of this key count no longer. Everybody is sent their ticket with its new code.")
    attempt(lambda: retire_badge_key(actor(), event, number), said)
    return redirect(url_for("badges.manage_keys", slug=slug))
