"""Pages of organisers: the funnel of each challenge, the drafts behind it, and reminders."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from app.challenges.queries import get_challenge
from app.core.errors import NotFound
from app.core.ids import decode_id
from app.proposals.queries import sight_of
from app.selection.pages.base import BANDS, blueprint, board_of
from app.selection.queries.drafts import list_stuck, list_to_remind, may_be_reminded
from app.selection.queries.funnel import list_challenge_funnels
from app.selection.queries.reminders import follow_reminders
from app.selection.schemas import ReminderForm
from app.selection.services import reminding
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered
from app.web.tabs import BOARD


@blueprint.get("/manage/<slug>/funnel")
@signed_in
def show_funnel(slug: str) -> str:
    """Show how far the proposals of each challenge have come, and how long applicants waited."""
    event = board_of(slug)
    return render_template(
        "selection/funnel.html",
        event=event,
        funnels=list_challenge_funnels(event, sight_of(actor(), event)),
        tabs=BOARD.tabs(event, slug=slug),
    )


@blueprint.get("/manage/<slug>/drafts")
@signed_in
def list_drafts(slug: str) -> str:
    """Show who is stuck in a draft, and the reminders that were sent."""
    event = board_of(slug)
    challenge_id, seen = _chosen_challenge(), sight_of(actor(), event)
    found, turns = numbered(
        lambda limit, offset: list_stuck(event, seen, limit, offset, challenge_id)
    )
    funnels = [
        one
        for one in list_challenge_funnels(event, seen)
        if sum(one.drafts.values()) and may_be_reminded(one.challenge)
    ]
    return render_template(
        "selection/drafts.html",
        event=event,
        drafts=found,
        funnels=funnels,
        challenge_id=challenge_id,
        bands=BANDS,
        tabs=BOARD.tabs(event, slug=slug),
        **_sent(event),
        **turns,
    )


@blueprint.get("/manage/<slug>/drafts/progress")
@signed_in
def reminder_progress(slug: str) -> str:
    """Show the part of the page that asks for itself again while mails are under way."""
    event = board_of(slug)
    return render_template("selection/_reminders.html", event=event, **_sent(event))


@blueprint.route("/manage/<slug>/drafts/<id:challenge_id>/remind", methods=["GET", "POST"])
@signed_in
def remind_drafts(slug: str, challenge_id: int) -> Page:
    """Show the mail and to whom it goes, then send it."""
    event = board_of(slug)
    challenge = get_challenge(challenge_id)
    if challenge.event_id != event.id:
        raise NotFound
    form = PageForm(ReminderForm)
    sent = form.submit(lambda data: reminding.remind_drafts(actor(), challenge_id, **data))
    if sent is not None:
        words = ngettext(
            "The reminder goes to %(num)s applicant.",
            "The reminder goes to %(num)s applicants.",
            sent.recipients,
        )
        flash(words, "good")
        return redirect(url_for(".list_drafts", slug=slug))
    return form.render(
        "selection/remind.html",
        event=event,
        challenge=challenge,
        is_open=may_be_reminded(challenge),
        drafts=list_to_remind(actor(), challenge),
        tabs=BOARD.tabs(event, slug=slug),
    )


def _sent(event: Any) -> dict[str, Any]:
    """Return the reminders and whether one is still under way, to be looked at again soon."""
    found = follow_reminders(actor(), event)
    return {"reminders": found, "is_under_way": any(one.is_under_way for one in found)}


def _chosen_challenge() -> int | None:
    try:
        return decode_id(request.args["challenge"]) if request.args.get("challenge") else None
    except ValueError as error:
        raise NotFound from error
