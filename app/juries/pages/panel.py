"""The organiser's pages of the panel: jurors, conflicts, who judges what."""

from collections.abc import Collection, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.challenges.queries import list_of_event
from app.core.errors import Conflict, Invalid
from app.core.ids import encode_id
from app.identity.queries import list_invitations_of
from app.identity.rules import Purpose
from app.juries import schemas
from app.juries.pages.frame import (
    CHALLENGE,
    KINDS,
    PANEL,
    SOURCES,
    blueprint,
    late_tie,
    seat_choices,
)
from app.juries.pages.pairing import pairing_of
from app.juries.pages.reasons import Names, why_not
from app.juries.queries import briefing, foreseeing, hints, panel, progress, register, ties
from app.juries.queries.drafts import find_draft
from app.juries.rules.conflicts import Relation, why_not_withdrawn
from app.juries.rules.judging import ASSIGNABLE, OVER
from app.juries.rules.roles import JurorRole
from app.juries.services import assigning, conflicts
from app.juries.services import panel as services
from app.proposals.queries import closed_to, is_tied, is_tied_at, refuse_tied
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.get("/manage/<slug>/jury")
@signed_in
def manage_jury(slug: str) -> Page:
    """Show the panel, its loads, and how far the judging of each challenge is."""
    return _panel_page(panel.get_jury_event(actor(), slug), _assign_form())


def _assign_form() -> PageForm:
    return PageForm(schemas.NewAssignment, {"per_proposal": schemas.USUAL_JURORS_EACH})


def _panel_page(event: Any, form: PageForm) -> Page:
    jurors = panel.list_jurors(event)
    closed = closed_to(actor(), event.id)
    found = progress.list_progress(event, closed)
    return form.render(
        "juries/panel.html",
        event=event,
        tabs=PANEL.tabs(slug=event.slug),
        declined=briefing.list_declined(event),
        has_alternate=any(one.role == JurorRole.ALTERNATE for one in jurors),
        jurors=jurors,
        invitations=list_invitations_of(event.id, Purpose.JURY),
        loads=panel.loads_of(event, closed),
        is_tied=bool(closed) and is_tied_at(actor(), event.id),
        draft=find_draft(actor(), event),
        progress=[one for one in found if one.sheets or one.proposals or one.unscreened],
        ready=[one for one in found if one.phase in ASSIGNABLE and one.proposals],
        unscreened=sum(one.unscreened for one in found if one.phase in ASSIGNABLE),
        problems=[] if closed else _problems(event, jurors),
        total=sum(one.sheets for one in found),
        done=sum(one.done for one in found),
    )


def _problems(event: Any, panel_of: Sequence[Any]) -> list[str]:
    """Return why the last assignment could not be made, if that is how it ended."""
    run = panel.find_last_run(event)
    if run is None or run.outcome["is_feasible"]:
        return []
    titles, challenges = progress.titles_of(event)
    jurors = {encode_id(one.id): one.person.name for one in panel_of}
    names = Names(jurors, titles, challenges)
    return [why_not(reason, names) for reason in run.outcome["reasons"]]


@blueprint.post("/manage/<slug>/jury/assign")
@signed_in
def assign_proposals(slug: str) -> Page:
    """Assign proposals: here and now, or by the worker when there are many."""
    event = panel.get_jury_event(actor(), slug)
    form = _assign_form()
    data = form.read()
    if data is None:
        return _panel_page(event, form)
    try:
        return _assign(event, data["challenge_id"], data["per_proposal"])
    except (Invalid, Conflict) as error:
        form.fail(error)
    return _panel_page(panel.get_jury_event(actor(), slug), form)


def _assign(event: Any, challenge_id: int | None, per_proposal: int) -> Response:
    here = url_for("juries.manage_jury", slug=event.slug)
    if assigning.count_assignable(event, challenge_id) > assigning.AT_ONCE:
        work_id = _start_work(event, challenge_id, per_proposal, here)
        return redirect(url_for("work.view_work", work_id=work_id))
    run = assigning.assign_now(actor(), event, challenge_id, per_proposal=per_proposal)
    if run.outcome["is_feasible"]:
        new = run.outcome["pairs"] - run.outcome["kept"]
        words = ngettext("%(num)s scorecard assigned", "%(num)s scorecards assigned", new)
        flash(words if new else _("Every proposal already has its jurors"), "good")
    return redirect(here)


@writes
def _start_work(event: Any, challenge_id: int | None, per_proposal: int, back_url: str) -> int:
    work = assigning.assign_later(
        actor(), event, challenge_id, per_proposal=per_proposal, back_url=back_url
    )
    return work.id


@blueprint.route("/manage/<slug>/jury/add", methods=["GET", "POST"])
@signed_in
def add_juror(slug: str) -> Page:
    """Ask somebody onto the panel."""
    event = panel.get_jury_event(actor(), slug)
    form = PageForm(schemas.NewJuror, {"seat": JurorRole.MEMBER})
    if "foresee" in request.form:
        return _foresee(event, form)
    sent = form.submit(lambda data: services.invite_juror(actor(), event, **data))
    if sent is None:
        return form.render("juries/juror.html", juror=None, **_choices(event))
    flash(_("%(email)s is invited to the panel.", email=sent.email), "good")
    return redirect(url_for("juries.manage_jury", slug=slug))


def _foresee(event: Any, form: PageForm) -> Page:
    """Show the form again with what would stand between them and the jury; nothing is kept."""
    data = form.read()
    ahead = foreseeing.foresee_invitee(actor(), event, data["asked"]) if data else None
    return form.render("juries/juror.html", juror=None, foreseen=ahead, **_choices(event))


def _choices(event: Any) -> dict[str, Any]:
    """Return the event, and what the form of a juror offers to choose from."""
    return {
        "event": event,
        "organisations": panel.list_known_organisations(event),
        "seats": seat_choices(),
        "challenges": [(encode_id(one.id), one.title) for one in list_of_event(event)],
    }


@blueprint.route("/manage/<slug>/jury/jurors/<id:juror_id>", methods=["GET", "POST"])
@signed_in
def change_juror(slug: str, juror_id: int) -> Page:
    """Change a juror's organisation and limit, or take them off the panel."""
    event = panel.get_jury_event(actor(), slug)
    juror = panel.get_juror(event, juror_id)
    start = {
        "organisation": juror.organisation.name if juror.organisation else None,
        "capacity": juror.capacity,
        "seat": juror.role,
        "challenge_ids": [encode_id(key) for key in juror.challenge_ids],
    }
    form = PageForm(schemas.ChangedJuror, start)
    if form.submit(lambda data: services.change_juror(actor(), event, juror_id, **data)):
        flash(_("Saved"), "good")
        return redirect(url_for("juries.manage_jury", slug=slug))
    return form.render(
        "juries/juror.html",
        juror=juror,
        **_choices(event),
        **pairing_of(juror),
        may_remove=not closed_to(actor(), event.id) and not panel.has_scorecards(juror),
    )


@blueprint.post("/manage/<slug>/jury/jurors/<id:juror_id>/remove")
@signed_in
@writes
def remove_juror(slug: str, juror_id: int) -> Page:
    """Take a juror off the panel who has scored nothing."""
    services.remove_juror(actor(), panel.get_jury_event(actor(), slug), juror_id)
    flash(_("The juror is off the panel. Assign again to replace them."), "good")
    return redirect(url_for("juries.manage_jury", slug=slug))


@blueprint.get("/manage/<slug>/jury/<id:challenge_id>/assignments")
@signed_in
def view_assignments(slug: str, challenge_id: int) -> Page:
    """Show who judges what, and the register of conflicts."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    closed = closed_to(actor(), event.id)
    benches = progress.list_benches(challenge, closed)
    return render_template(
        "juries/assignments.html",
        event=event,
        challenge=challenge,
        tabs=CHALLENGE.tabs(slug=slug, challenge_id=challenge_id),
        benches=benches,
        conflicts=panel.list_conflicts(challenge, closed),
        withdrawn=register.list_withdrawn(challenge, closed),
        takes_back=_takes_back,
        is_over=challenge.phase in OVER,
        suggestions=hints.list_suggestions(challenge, closed),
        is_tied=bool(closed) and is_tied(actor(), challenge.id),
        late_ties=[
            (tie, late_tie(tie, event.timezone)) for tie in ties.list_late_ties(challenge, closed)
        ],
        kinds=KINDS,
        sources=SOURCES,
        total=sum(len(bench.seats) for bench in benches),
        done=sum(seat.is_done for bench in benches for seat in bench.seats),
    )


def _takes_back(conflict: Any) -> bool:
    """Whether the reader may take a conflict back, as far as it is theirs to do."""
    return why_not_withdrawn(conflict, actor().person_id) is None


@blueprint.route("/manage/<slug>/jury/<id:challenge_id>/conflict", methods=["GET", "POST"])
@signed_in
def enter_conflict(slug: str, challenge_id: int) -> Page:
    """Keep a juror away from a proposal."""
    event = panel.get_jury_event(actor(), slug)
    challenge = panel.get_event_challenge(event, challenge_id)
    refuse_tied(actor(), [challenge.id])
    closed = closed_to(actor(), event.id)
    form = PageForm(schemas.OrganisersConflict, _asked_about(event, challenge, closed))

    def declare(data: dict[str, Any]) -> bool:
        conflicts.declare_conflict_for(actor(), challenge, **data)
        return True

    if form.submit(declare):
        flash(_("The conflict is in the register"), "good")
        there = url_for("juries.view_assignments", slug=slug, challenge_id=challenge_id)
        return redirect(there)
    return form.render(
        "juries/enter_conflict.html",
        event=event,
        challenge=challenge,
        jurors=panel.list_jurors(event),
        benches=progress.list_benches(challenge, closed),
        kinds=[(key, words) for key, words in KINDS.items() if key in set(Relation)],
    )


def _asked_about(event: Any, challenge: Any, closed: Collection[int]) -> dict[str, Any]:
    """Return what is known of the late tie that an organiser comes from."""
    pair = (request.args.get("juror_id", ""), request.args.get("proposal_id", ""))
    for tie in ties.list_late_ties(challenge, closed):
        if (encode_id(tie.juror_id), encode_id(tie.proposal_id)) == pair:
            words = late_tie(tie, event.timezone)
            start = {"juror_id": pair[0], "proposal_id": pair[1], "reason": words}
            return start | {"kind": Relation.EMPLOYMENT.value}
    return {}
