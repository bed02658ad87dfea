"""Pages of an organisation: the challenges that suit it, and those it is invited to."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.core import clock
from app.matching import services
from app.matching.pages.base import blueprint
from app.matching.queries import invitations, suggestions
from app.matching.rules import Answer
from app.matching.schemas import AnswerToInvitation, Wish
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered


@blueprint.get("/organisations/<id:organisation_id>/suggestions")
@signed_in
def list_suggestions(organisation_id: int) -> Page:
    """Show the challenges that suit one of the reader's organisations, and why."""
    return _shown(suggestions.get_suggested_organisation(actor(), organisation_id))


def _shown(organisation: Any, form: PageForm | None = None) -> Page:
    now = clock.now()
    theme, sort = request.args.get("theme", ""), request.args.get("sort", "score")
    wanted = suggestions.Wish(theme, soonest=sort == "closes")
    rows, turns = numbered(
        lambda limit, offset: suggestions.list_suggestions(
            [organisation.id], now, wanted, limit=limit, offset=offset
        )
    )
    page = render_template(
        "matching/suggestions.html",
        organisation=organisation,
        rows=rows,
        turns=turns,
        theme=theme,
        themes=suggestions.list_themes(organisation.id, now),
        sort=sort,
        invitations=invitations.list_invitations([organisation.id]),
        is_wanted=invitations.takes_invitations(organisation.id),
        answers=Answer,
        errors=form.errors if form else {},
    )
    return page, form.status if form else 200


@blueprint.post("/challenge-invitations/<id:called_id>/answer")
@signed_in
def answer_invitation(called_id: int) -> Page:
    """Say whether an invitation interests the organisation."""
    invitation = invitations.get_invitation(actor(), called_id)
    form = PageForm(AnswerToInvitation)
    answered = form.submit(lambda data: services.answer_invitation(actor(), called_id, **data))
    if answered is None:
        return _shown(invitation.organisation, form)
    flash(_("Your answer is on its way to %(name)s.", name=_owner_of(answered)), "good")
    if answered.answer == Answer.INTERESTED:
        url = url_for("challenges.view_challenge", challenge_id=answered.challenge_id)
        return redirect(url)
    return redirect(_address(answered.organisation_id))


def _owner_of(invitation: Any) -> str:
    return str(invitation.challenge.owner_organisation.name)


@blueprint.post("/organisations/<id:organisation_id>/challenge-invitations")
@signed_in
def set_wish(organisation_id: int) -> Page:
    """Say whether an organisation wants to be invited to challenges."""
    organisation = suggestions.get_suggested_organisation(actor(), organisation_id)
    form = PageForm(Wish)
    wanted = form.submit(
        lambda data: services.set_wish(actor(), organisation.id, is_wanted=data["wanted"])
    )
    if wanted is None:
        return _shown(organisation, form)
    words = _("You can be invited again.") if wanted else _("You get no more invitations.")
    flash(words, "good")
    return redirect(_address(organisation.id))


def _address(organisation_id: int) -> str:
    return url_for("matching.list_suggestions", organisation_id=organisation_id)
