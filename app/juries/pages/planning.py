"""Pages of wishes, and of assigning anew: what would change, and only then the change."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.ids import encode_id
from app.juries import schemas
from app.juries.pages.frame import blueprint
from app.juries.pages.reasons import Names, why_not
from app.juries.queries import bidding as wishes
from app.juries.queries import drafts, panel, progress
from app.juries.rules.judging import ASSIGNABLE
from app.juries.services import bidding, rearranging
from app.proposals.queries import closed_to
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from challenges.brief import THEMES


@blueprint.route("/manage/<slug>/jury/anew", methods=["GET", "POST"])
@signed_in
def assign_anew(slug: str) -> Page:
    """Let the worker find who would judge what."""
    event = panel.get_jury_event(actor(), slug)
    form = PageForm(schemas.AnewIn, {"per_proposal": schemas.USUAL_JURORS_EACH, "topic_least": 1})
    back = url_for("juries.view_draft", slug=slug)
    work = form.submit(
        lambda data: rearranging.work_out_later(actor(), event, **data, back_url=back)
    )
    if work is not None:
        return redirect(url_for("work.view_work", work_id=work.id))
    found = progress.list_progress(event, closed_to(actor(), event.id))
    ready = [one for one in found if one.phase in ASSIGNABLE]
    return form.render("juries/anew.html", event=event, ready=ready, themes=THEMES)


@blueprint.get("/manage/<slug>/jury/draft")
@signed_in
def view_draft(slug: str) -> str:
    """Show what the worker found: who would come, go and stay."""
    event = panel.get_jury_event(actor(), slug)
    draft = drafts.find_draft(actor(), event)
    if draft is None:
        return render_template("juries/draft.html", event=event, draft=None)
    change = rearranging.change_of(draft)
    return render_template(
        "juries/draft.html",
        event=event,
        draft=draft,
        change=change,
        turnover=drafts.list_turnover(event, change),
        loads=drafts.loads_after(event, change),
        problems=_problems(event, draft.outcome),
    )


def _problems(event: Any, outcome: dict[str, Any]) -> list[str]:
    titles, challenges = progress.titles_of(event)
    jurors = {encode_id(one.id): one.person.name for one in panel.list_jurors(event)}
    names = Names(jurors, titles, challenges)
    return [why_not(reason, names) for reason in outcome["reasons"]]


@blueprint.post("/manage/<slug>/jury/draft/<id:plan_id>/apply")
@signed_in
@writes
def apply_draft(slug: str, plan_id: int) -> Response:
    """Assign as it was shown."""
    event = panel.get_jury_event(actor(), slug)
    change = rearranging.apply_draft(actor(), event, plan_id)
    told = len(change.touched)
    flash(
        ngettext(
            "Assigned anew; %(num)s juror gets a mail.",
            "Assigned anew; %(num)s jurors get a mail.",
            told,
        ),
        "good",
    )
    return redirect(url_for("juries.manage_jury", slug=slug))


@blueprint.post("/manage/<slug>/jury/draft/drop")
@signed_in
@writes
def drop_draft(slug: str) -> Response:
    """Forget it."""
    rearranging.drop_draft(actor(), panel.get_jury_event(actor(), slug))
    flash(_("Nothing was changed."), "info")
    return redirect(url_for("juries.manage_jury", slug=slug))


@blueprint.get("/jury/wishes")
@signed_in
def list_wishes() -> str:
    """Show what a juror may wish to judge."""
    return render_template("juries/wishes.html", items=wishes.list_biddable(actor()))


@blueprint.post("/jury/wishes/<id:proposal_id>")
@signed_in
def enter_wish(proposal_id: int) -> Page:
    """Keep a juror's wish."""
    form = PageForm(schemas.BidIn)
    saved = form.submit(lambda data: bidding.bid(actor(), proposal_id, data["wish"]))
    if saved is not None:
        flash(_("Saved"), "good")
        return redirect(url_for("juries.list_wishes", _anchor=encode_id(proposal_id)))
    return form.render("juries/wishes.html", items=wishes.list_biddable(actor()))
