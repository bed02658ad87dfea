"""Pages of a challenge owner: which organisations of the directory suit, and inviting them."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.challenges.queries import get_visible_challenge
from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.matching import services
from app.matching.pages.base import blueprint
from app.matching.queries import invitations, suggestions
from app.matching.rules import MOST_A_DAY, left_today
from app.matching.schemas import InviteToChallenge
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered


@blueprint.route("/challenges/<id:challenge_id>/candidates", methods=["GET", "POST"])
@signed_in
def candidates(challenge_id: int) -> Page:
    """Show who of the directory suits a challenge and why; invite one of them."""
    challenge = get_visible_challenge(actor(), challenge_id)
    authorize(actor(), Permission.CANDIDATE_VIEW, challenge)
    form = PageForm(InviteToChallenge)
    invited = form.submit(lambda data: services.invite_organisation(actor(), challenge_id, **data))
    if invited is not None:
        flash(_("%(name)s is invited.", name=invited.organisation.name), "good")
        return redirect(url_for("matching.candidates", challenge_id=challenge_id))
    return _shown(challenge, form)


def _shown(challenge: Any, form: PageForm) -> Page:
    now = clock.now()
    rows, turns = numbered(
        lambda limit, offset: suggestions.list_candidates(challenge.id, limit=limit, offset=offset)
    )
    sent = invitations.count_sent_on(challenge.id, now.date())
    page = render_template(
        "matching/candidates.html",
        challenge=challenge,
        event=challenge.event,
        rows=rows,
        turns=turns,
        totals=suggestions.count_suited([challenge])[0],
        left=left_today(sent),
        most=MOST_A_DAY,
        is_over=has_closed(challenge, now),
        errors=form.errors,
    )
    return page, form.status
