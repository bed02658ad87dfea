"""Following a challenge from its page, and ending that from there or from a mail."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.uow import in_unit_of_work
from app.enquiries import queries
from app.enquiries.pages.base import blueprint
from app.enquiries.services import following
from app.web.guards import actor, public, signed_in, writes


@blueprint.post("/challenges/<id:challenge_id>/follow")
@signed_in
@writes
def follow_challenge(challenge_id: int) -> Response:
    """Begin to follow a challenge."""
    following.follow_challenge(actor(), challenge_id)
    flash(_("You follow this challenge: mails tell you what happens to it."), "good")
    return redirect(url_for("challenges.view_challenge", challenge_id=challenge_id))


@blueprint.post("/challenges/<id:challenge_id>/unfollow")
@signed_in
@writes
def unfollow_challenge(challenge_id: int) -> Response:
    """End following a challenge."""
    following.unfollow_challenge(actor(), challenge_id)
    flash(_("You no longer follow this challenge."), "good")
    return redirect(url_for("challenges.view_challenge", challenge_id=challenge_id))


@blueprint.route("/unfollow/<link>", methods=["GET", "POST"])
@public
def unfollow_by_link(link: str) -> Response | str:
    """Ask whether the following that a mail is about should end, then end it."""
    follower = queries.get_by_link(link)
    if request.method == "GET":
        return render_template("enquiries/unfollow.html", challenge=follower.challenge, link=link)
    challenge = in_unit_of_work(lambda: following.unfollow_by_link(actor(), link))
    flash(_("You get no more mails about “%(title)s”.", title=challenge.title), "good")
    return redirect(url_for("challenges.view_challenge", challenge_id=challenge.id))
