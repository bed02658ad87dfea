"""The page of authors whose proposal was found not eligible: they read why, and reply once."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core import clock
from app.core.errors import NotFound
from app.proposals.queries import get_own_proposal
from app.selection.pages.base import blueprint
from app.selection.queries.screening import find_finding
from app.selection.rules.screening import reply_state
from app.selection.schemas import ReplyForm
from app.selection.services import screening
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in


@blueprint.route("/proposals/<id:proposal_id>/reply", methods=["GET", "POST"])
@signed_in
def reply_to_finding(proposal_id: int) -> Page:
    """Show the reason and until when a reply is read, and take the reply."""
    proposal = get_own_proposal(actor(), proposal_id)
    form = PageForm(ReplyForm)
    done = form.submit(lambda data: screening.reply_to_finding(actor(), proposal_id, data["reply"]))
    if done is not None:
        flash(_("Reply sent. The organisers read it and answer you by mail."), "good")
        return redirect(url_for("proposals.view_proposal", proposal_id=proposal_id))
    finding = find_finding(proposal_id)
    if finding is None:
        raise NotFound
    return form.render(
        "selection/reply.html",
        proposal=proposal,
        event=proposal.challenge.event,
        finding=finding,
        state=reply_state(finding, clock.now()),
    )
