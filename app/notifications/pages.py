"""Pages about mail: an event's deliveries, and the folder that mail goes to by default."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response as BaseResponse

from app.core import jobs
from app.core.authz import Actor, authorize, can
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.notifications import mailbox, queries
from app.notifications.rules import DeliveryState, masked
from app.notifications.services import resend_delivery
from app.proposals.queries import sight_of
from app.web.guards import actor, public, signed_in, writes
from app.web.headers import POLICY, csp_nonce
from app.web.paging import numbered
from app.web.panels import Figure, NavItem, figures, navigation, panel

blueprint = Blueprint("notifications", __name__)

STATES = {
    DeliveryState.PENDING: (lazy_gettext("Waiting"), "info"),
    DeliveryState.SENDING: (lazy_gettext("Being sent"), "info"),
    DeliveryState.SENT: (lazy_gettext("Sent"), "good"),
    DeliveryState.FAILED: (lazy_gettext("Failed"), "bad"),
}
# A mail shows itself in a frame that runs nothing and may only lead the whole window elsewhere.
FRAME_POLICY = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; img-src data:; "
    "style-src 'unsafe-inline'; base-uri 'self'; frame-ancestors 'self'"
)


@blueprint.get("/manage/<slug>/mail")
@signed_in
def list_deliveries(slug: str) -> str:
    """List the mails of an event with what became of them."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.DELIVERY_VIEW, event)
    state = _wanted_state()
    seen = sight_of(actor(), event)
    found, turns = numbered(
        lambda limit, offset: queries.list_deliveries(event.id, seen, state, limit, offset)
    )
    return render_template(
        "notifications/deliveries.html",
        event=event,
        deliveries=found,
        states=STATES,
        chips=_chips(slug, queries.count_deliveries(event.id, seen), state),
        dead_facts=queries.list_dead_facts(event.id) if seen.is_open else (),
        **turns,
    )


@blueprint.post("/manage/<slug>/mail/<id:delivery_id>/resend")
@signed_in
@writes
def resend(slug: str, delivery_id: int) -> BaseResponse:
    """Send a mail again."""
    event = get_managed_event(actor(), slug)
    delivery = resend_delivery(actor(), event, delivery_id)
    flash(_("The mail to %(recipient)s goes out again.", recipient=delivery.recipient), "good")
    return redirect(url_for("notifications.list_deliveries", slug=slug))


@blueprint.get("/mail")
@public
def list_mails() -> str:
    """List the mails in the folder; what is in them is for nobody but those written to."""
    is_reader = current_app.config["DEMO"] or actor().is_operator
    folder = _folder(is_reader=is_reader)
    found, turns = numbered(lambda limit, offset: mailbox.list_mails(folder, limit, offset))
    return render_template(
        "notifications/mailbox.html",
        mails=found,
        folder=folder,
        is_demo=current_app.config["DEMO"],
        masked=masked,
        **turns,
    )


@blueprint.get("/mail/<name>")
@public
def read_mail(name: str) -> Response:
    """Show a mail as text and as HTML."""
    mail = mailbox.read_mail(_folder(is_reader=current_app.config["DEMO"]), name)
    response = make_response(render_template("notifications/mail.html", mail=mail))
    policy = POLICY.format(nonce=csp_nonce()) + "; frame-src 'self'"
    response.headers["Content-Security-Policy"] = policy
    return response


@blueprint.get("/mail/<name>/html")
@public
def show_html(name: str) -> Response:
    """Show the HTML of a mail, for the frame of its page."""
    folder = _folder(is_reader=current_app.config["DEMO"])
    html = mailbox.read_mail(folder, name).html
    response = make_response(html.replace("<head>", '<head><base target="_top">', 1))
    response.headers["Content-Security-Policy"] = FRAME_POLICY
    return response


def _folder(*, is_reader: bool) -> Path:
    """Return the folder of mails; NotFound unless mail goes there and the actor may read it."""
    if current_app.config["SMTP_URL"] or not is_reader:
        raise NotFound
    folder: Path = current_app.config["MAIL_FOLDER"]
    return folder


def _wanted_state() -> DeliveryState | None:
    wanted = request.args.get("state", "")
    return DeliveryState(wanted) if wanted in list(DeliveryState) else None


def _chips(slug: str, counts: dict[str, int], state: DeliveryState | None) -> list[dict[str, Any]]:
    """Return the filters: all, and each state that there is."""
    endpoint = "notifications.list_deliveries"
    everything = {
        "label": _("All"),
        "url": url_for(endpoint, slug=slug),
        "is_current": state is None,
        "count": sum(counts.values()),
    }
    return [everything] + [
        {
            "label": words,
            "url": url_for(endpoint, slug=slug, state=one.value),
            "is_current": state is one,
            "count": counts.get(one.value, 0),
        }
        for one, (words, _tone) in STATES.items()
        if counts.get(one.value) or state is one
    ]


@figures
def count_mails(who: Actor, event: Any) -> Iterator[Figure]:
    """Tell an organiser how many mails went out, and how many did not."""
    if not can(who, Permission.DELIVERY_VIEW, event):
        return
    counts = queries.count_deliveries(event.id, sight_of(who, event))
    failed = counts.get(DeliveryState.FAILED, 0)
    note = ngettext("%(num)d could not be sent", "%(num)d could not be sent", failed)
    url = url_for("notifications.list_deliveries", slug=event.slug)
    sent = counts.get(DeliveryState.SENT, 0)
    yield Figure(label=_("Mails sent"), value=sent, note=note if failed else "", url=url, order=90)


@panel("home", 10, "notifications/_panel_failed_jobs.html")
def failed_jobs(who: Actor) -> dict[str, Any] | None:
    """Tell an operator that work in the background was given up."""
    count = jobs.count_failed() if who.is_operator else 0
    return {"count": count} if count else None


@navigation
def lead_to_mailbox(who: Actor, event: Any) -> Iterator[NavItem]:
    """Lead an operator to the folder of mails, where mail goes to one."""
    if event is None and who.is_operator and not current_app.config["SMTP_URL"]:
        url = url_for("notifications.list_mails")
        yield NavItem(label=_("Mail"), url=url, icon="mail", order=90)
