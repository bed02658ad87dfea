"""Pages of the lead: the checklist of a proposal, and how an event screens."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.events.queries import get_managed_event
from app.proposals.queries import get_submitted, get_visible_proposal, refuse_closed
from app.proposals.rules import SCREENABLE
from app.proposals.services.judging import screen_proposal as record_screening
from app.selection.pages.base import FOUND, POINTS, SUGGESTIONS, VERDICTS, blueprint
from app.selection.queries.links import find_group_links
from app.selection.queries.screening import (
    find_finding,
    list_house_points,
    read_checklist,
    reply_days_of,
)
from app.selection.rules.screening import reply_state
from app.selection.schemas import ArrangeForm, ConfirmForm, ScreeningForm
from app.selection.services import screening
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.tabs import BOARD


@blueprint.route("/manage/<slug>/proposals/<id:proposal_id>/screen", methods=["GET", "POST"])
@signed_in
def screen_proposal(slug: str, proposal_id: int) -> Page:
    """Answer the checklist, and say whether a proposal is eligible."""
    proposal = screened(slug, proposal_id)
    if request.method == "GET" and proposal.state not in SCREENABLE:
        return redirect(url_for("proposals.view_proposal", proposal_id=proposal_id))
    form = PageForm(ScreeningForm, {"state": proposal.state, "reason": proposal.state_reason})
    saved = form.submit(lambda data: _save(proposal_id, data))
    if saved is not None:
        return _after_saving(slug, saved)
    return form.render("selection/screen.html", **_context(proposal, form))


def _context(proposal: Any, form: PageForm) -> dict[str, Any]:
    """Return what the page shows; of a refused form what was typed."""
    submitted, finding = get_submitted(proposal), find_finding(proposal.id)
    return {
        "proposal": submitted,
        "challenge": proposal.challenge,
        "event": proposal.challenge.event,
        "checklist": read_checklist(submitted),
        "links": find_group_links(submitted),
        "typed": {one.get("key"): one for one in form.values.get("answers") or ()},
        "finding": finding,
        "reply_state": finding and reply_state(finding, clock.now()),
        "reply_days": reply_days_of(proposal.challenge.event_id),
        "points": POINTS,
        "verdicts": VERDICTS,
        "suggestions": SUGGESTIONS,
    }


def _save(proposal_id: int, data: dict[str, Any]) -> Any:
    """Keep the checklist, and record the finding if that was asked for."""
    proposal = None
    if answers := data.get("answers"):
        proposal = screening.save_checklist(actor(), proposal_id, answers)
    if request.form.get("act") == "checklist" and proposal is not None:
        return proposal
    reason = data.get("reason") or ""
    return record_screening(actor(), proposal_id, data.get("state") or "", reason)


def _after_saving(slug: str, saved: Any) -> Response:
    if request.form.get("act") == "checklist":
        flash(_("Checklist saved"), "good")
        return redirect(url_for(".screen_proposal", slug=slug, proposal_id=saved.id))
    flash(_("%(title)s: %(state)s", title=saved.title, state=FOUND[saved.state]), "good")
    return redirect(url_for("proposals.manage_proposals", slug=slug))


@blueprint.route("/manage/<slug>/proposals/<id:proposal_id>/confirm", methods=["GET", "POST"])
@signed_in
def confirm_finding(slug: str, proposal_id: int) -> Page:
    """Read the reply, and find again that the proposal is not eligible."""
    proposal = screened(slug, proposal_id)
    form = PageForm(ConfirmForm)
    done = form.submit(lambda data: screening.confirm_finding(actor(), proposal_id, data["reason"]))
    if done is not None:
        flash(_("Confirmed: not eligible. Its authors are told."), "good")
        return redirect(url_for("proposals.manage_proposals", slug=slug))
    finding = find_finding(proposal_id)
    if finding is None or finding.replied_at is None:
        raise NotFound
    return form.render(
        "selection/confirm.html",
        proposal=get_submitted(proposal),
        event=proposal.challenge.event,
        finding=finding,
    )


@blueprint.route("/manage/<slug>/screening", methods=["GET", "POST"])
@signed_in
def arrange_screening(slug: str) -> Page:
    """Set the points of the house and the days to reply."""
    event = get_managed_event(actor(), slug)
    authorize(actor(), Permission.SCREENING_VIEW, event)
    points = "\n".join(one.text for one in list_house_points(event.id))
    form = PageForm(ArrangeForm, {"reply_days": reply_days_of(event.id), "points": points})
    done = form.submit(
        lambda data: screening.arrange_screening(
            actor(),
            event,
            reply_days=data["reply_days"],
            points=(data.get("points") or "").splitlines(),
        )
    )
    if done is not None:
        flash(_("Saved"), "good")
        return redirect(url_for(".arrange_screening", slug=slug))
    return form.render("selection/arrange.html", event=event, tabs=BOARD.tabs(event, slug=slug))


def screened(slug: str, proposal_id: int) -> Any:
    """Return a proposal of an event that the actor screens."""
    event = get_managed_event(actor(), slug)
    proposal = get_visible_proposal(actor(), proposal_id)
    if proposal.challenge.event_id != event.id:
        raise NotFound
    authorize(actor(), Permission.PROPOSAL_SCREEN, proposal)
    refuse_closed(actor(), proposal.id)
    return proposal
