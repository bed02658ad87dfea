"""Inviting participants by a list of addresses."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.events.policies import Fence
from app.support import services
from app.support.messages import RESULTS, STATES
from app.support.pages.frame import OURS, blueprint, own_cluster, supported
from app.support.queries import participants as queries
from app.support.schemas import InviteForm
from app.tickets.queries import count_valid
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.paging import numbered


@blueprint.route("/manage/<slug>/participants", methods=["GET", "POST"])
@signed_in
def participants(slug: str) -> Page:
    """Show whom the cluster has invited, and invite more."""
    event = supported(slug)
    form = PageForm(InviteForm)
    results = form.submit(
        lambda data: services.invite_participants(actor(), event, data["addresses"])
    )
    if results is not None:
        form.values["addresses"] = ""
    cluster = own_cluster(event)
    found, turns = numbered(
        lambda limit, offset: queries.list_invitations(actor(), event, limit, offset)
    )
    return form.render(
        "support/participants.html",
        event=event,
        cluster=cluster,
        registered=count_valid(event.id, Fence(frozenset({cluster.id}))),
        results=results,
        words=RESULTS,
        states=STATES,
        invitations=found,
        **turns,
        tabs=OURS.tabs(event, slug=event.slug),
    )


@blueprint.post("/manage/<slug>/participants/<id:invitation_id>/resend")
@signed_in
@writes
def resend_invitation(slug: str, invitation_id: int) -> Response:
    """Send an invitation again; its link before ends."""
    sent = services.resend_invitation(actor(), supported(slug), invitation_id)
    flash(_("The invitation to %(email)s goes out again.", email=sent.email), "good")
    return redirect(url_for("support.participants", slug=slug))


@blueprint.post("/manage/<slug>/participants/<id:invitation_id>/withdraw")
@signed_in
@writes
def withdraw_invitation(slug: str, invitation_id: int) -> Response:
    """Take an invitation back."""
    ended = services.withdraw_invitation(actor(), supported(slug), invitation_id)
    flash(_("The invitation to %(email)s is withdrawn.", email=ended.email), "good")
    return redirect(url_for("support.participants", slug=slug))
