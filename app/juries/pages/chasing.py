"""The organiser's pages of who owes what, of reminders, and of alternates who step in."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.juries import schemas
from app.juries.pages.frame import PANEL, blueprint
from app.juries.queries import chasing, panel
from app.juries.rules.chasing import USUAL_DAYS, by_juror, by_proposal
from app.juries.rules.roles import JurorRole
from app.juries.services import chasing as services
from app.juries.services.handing_over import hand_over
from app.proposals.queries import closed_to, is_tied_at
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.get("/manage/<slug>/jury/owing")
@signed_in
def view_owing(slug: str) -> Page:
    """Show who owes what, by juror and by proposal."""
    return _board(panel.get_jury_event(actor(), slug))


def _board(event: Any, form: PageForm | None = None) -> Page:
    closed = closed_to(actor(), event.id)
    duties = chasing.list_duties(event, closed)
    jurors = panel.list_jurors(event)
    plan = chasing.find_plan(event.id)
    page = render_template(
        "juries/owing.html",
        event=event,
        tabs=PANEL.tabs(slug=event.slug),
        is_tied=bool(closed) and is_tied_at(actor(), event.id),
        jurors=by_juror(duties),
        proposals=by_proposal(duties),
        today=chasing.today_at(event),
        has_alternate=any(one.role == JurorRole.ALTERNATE for one in jurors),
        # To whom the last reminders went tells who owed what, so a tied reader does not see them.
        reminders=[] if closed else chasing.list_reminders(event),
        days=plan.days if plan else None,
        usual=USUAL_DAYS,
        values=form.values if form else {},
        errors=form.errors if form else {},
    )
    return page, form.status if form else 200


@blueprint.route("/manage/<slug>/jury/remind", methods=["GET", "POST"])
@signed_in
def remind(slug: str) -> Page:
    """Show whom a reminder would go to, and send it to exactly those."""
    event = panel.get_jury_event(actor(), slug)
    form = PageForm(schemas.RemindForm)
    sent = form.submit(lambda data: services.remind_jurors(actor(), event, **data))
    if sent is not None:
        words = ngettext(
            "A reminder goes to %(num)s juror.", "Reminders go to %(num)s jurors.", sent.recipients
        )
        flash(words, "good")
        return redirect(url_for("juries.view_owing", slug=slug))
    wanted = set(services.list_to_remind(actor(), event))
    owed = chasing.list_owed(event, closed_to(actor(), event.id))
    debtors = [one for one in by_juror(owed) if one.juror_id in wanted]
    return form.render("juries/remind.html", event=event, debtors=debtors)


@blueprint.post("/manage/<slug>/jury/reminder-days")
@signed_in
def set_reminder_days(slug: str) -> Page:
    """Say when jurors are reminded by themselves."""
    event = panel.get_jury_event(actor(), slug)
    form = PageForm(schemas.ReminderDaysForm)
    plan = form.submit(lambda data: services.set_reminder_days(actor(), event, **data))
    if plan is None:
        return _board(event, form)
    flash(_("Saved"), "good")
    return redirect(url_for("juries.view_owing", slug=slug))


@blueprint.post("/manage/<slug>/jury/jurors/<id:juror_id>/hand-over")
@signed_in
@writes
def hand_over_scorecards(slug: str, juror_id: int) -> Response:
    """Hand what a late juror owes to an alternate."""
    done = hand_over(actor(), panel.get_jury_event(actor(), slug), juror_id)
    words = ngettext(
        "%(name)s takes over %(num)s scorecard and is told by mail.",
        "%(name)s takes over %(num)s scorecards and is told by mail.",
        done.taken,
        name=done.alternate.person.name,
    )
    flash(words, "good")
    if done.left:
        flash(_("%(left)s stay: the alternate may not judge them.", left=done.left), "warn")
    return redirect(url_for("juries.view_owing", slug=slug))
