"""Writing to a cluster's own participants: first as it will be, then sent."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from app.support import services
from app.support.pages.frame import OURS, blueprint, own_cluster, supported
from app.support.queries import participants as queries
from app.support.queries.mailings import follow_mailings
from app.support.schemas import MailingForm, SendingForm
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route("/manage/<slug>/participants/mails", methods=["GET", "POST"])
@signed_in
def mailings(slug: str) -> Page:
    """Write a mail, see it as it will be, and see those that were sent."""
    event = supported(slug)
    cluster = own_cluster(event)
    form = PageForm(MailingForm)
    written = form.read() if request.method == "POST" else None
    return form.render(
        "support/mailings.html",
        event=event,
        cluster=cluster,
        preview=written,
        recipients=len(queries.list_recipients(event.id, cluster.id)),
        **_sent(event),
        most=services.MOST_A_DAY,
        tabs=OURS.tabs(event, slug=event.slug),
    )


def _sent(event: Any) -> dict[str, Any]:
    """Return the mailings and whether one is still under way, to be looked at again soon."""
    found = follow_mailings(actor(), event)
    is_open = any(one.progress is not None and one.progress.waiting for one in found)
    return {"mailings": found, "is_under_way": is_open}


@blueprint.get("/manage/<slug>/participants/mails/progress")
@signed_in
def mailing_progress(slug: str) -> str:
    """Show the part of the page that asks for itself again while mails are under way."""
    event = supported(slug)
    return render_template("support/_mailings.html", event=event, **_sent(event))


@blueprint.post("/manage/<slug>/participants/mails/send")
@signed_in
def send_mailing(slug: str) -> Page:
    """Send the mail that was looked at."""
    event = supported(slug)
    form = PageForm(SendingForm)
    sent = form.submit(lambda data: services.send_mailing(actor(), event, **data))
    if sent is None:
        words = " ".join(message for messages in form.errors.values() for message in messages)
        flash(words, "bad")
    else:
        flash(
            ngettext(
                "The mail goes to %(num)s person.",
                "The mail goes to %(num)s people.",
                sent.recipients,
            ),
            "good",
        )
    return redirect(url_for("support.mailings", slug=slug))
