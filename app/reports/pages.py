"""The report page of an event: figures as they are now, snapshots, and the PDF made from one."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.authz import Actor, authorize, can
from app.core.errors import Conflict, DomainError
from app.core.permissions import Permission
from app.events.queries import get_managed_event, list_managed_events
from app.reports import queries, services
from app.reports.presentation.figures import FigureView, view_figures
from app.reports.presentation.pictures import make_pictures
from app.reports.rules.catalogue import CATALOGUE, SUMMARY
from app.reports.schemas import FreezeForm
from app.web.downloads import send_stored
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.panels import NavItem, NextStep, navigation, next_steps, panel
from app.web.words import words_for

blueprint = Blueprint("reports", __name__)
# Where the records behind a section's figures are.
RECORDS = {"challenges": "proposals.manage_proposals", "jury": "juries.manage_jury"}


@blueprint.get("/manage/<slug>/report")
@signed_in
def view_report(slug: str) -> Page:
    """Show the figures as they are now, and the snapshots taken so far."""
    event = _event(slug)
    records, outcome = services.count_figures(actor(), event)
    figures = view_figures(outcome, urls=_record_urls(event))
    return render_template(
        "reports/view.html",
        event=event,
        figures=figures,
        leading=[figures[key] for key in SUMMARY],
        sections=_sections(figures),
        pictures=make_pictures(records, outcome),
        snapshots=queries.list_snapshots(event),
    )


@blueprint.route("/manage/<slug>/report/freeze", methods=["GET", "POST"])
@signed_in
def freeze(slug: str) -> Page:
    """Freeze the figures with a reason and ask for their report."""
    event = _event(slug, Permission.REPORT_MAKE)
    form = PageForm(FreezeForm)
    report = form.submit(lambda data: _freeze(slug, data["reason"]))
    if report is None:
        return form.render("reports/freeze.html", event=event)
    return redirect(_url(event, report.snapshot.version))


@blueprint.get("/manage/<slug>/report/<int:version>")
@signed_in
def view_snapshot(slug: str, version: int) -> Page:
    """Show a snapshot, whether it is still what was frozen, and how far its report is."""
    event = _event(slug)
    snapshot = services.open_snapshot(actor(), event, version)
    report = queries.find_report(snapshot)
    work = report.work if report else None
    return render_template(
        "reports/snapshot.html",
        event=event,
        snapshot=snapshot,
        problem=_problem(snapshot),
        work=work,
        is_mine=work is not None and work.requested_by_id == actor().person_id,
        reason=words_for(DomainError(work.error)) if work and work.error else "",
    )


@blueprint.post("/manage/<slug>/report/<int:version>/make")
@signed_in
@writes
def make_report(slug: str, version: int) -> Page:
    """Ask for the report of a snapshot again."""
    event = _event(slug)
    _start(event, version)
    flash(_("The report is being made."), "good")
    return redirect(_url(event, version))


@blueprint.get("/manage/<slug>/report/<int:version>.json")
@signed_in
def download_snapshot(slug: str, version: int) -> Response:
    """Send the canonical text of a snapshot: its SHA-256 is the one on the report."""
    event = _event(slug)
    snapshot = services.open_snapshot(actor(), event, version)
    response = Response(snapshot.content, mimetype="application/json")
    name = f"{event.slug}-snapshot-v{version}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@blueprint.get("/manage/<slug>/report/<int:version>.pdf")
@signed_in
def download_report(slug: str, version: int) -> AnyResponse:
    """Send the latest report of a snapshot."""
    return send_stored(services.get_file(actor(), _event(slug), version))


@navigation
def side(who: Actor, event: Any) -> Iterator[NavItem]:
    """Return Report within an event whose reports the actor may read."""
    if event is not None and can(who, Permission.REPORT_VIEW, event):
        url = url_for("reports.view_report", slug=event.slug)
        yield NavItem(label=_("Report"), url=url, icon="report", order=70)


@next_steps
def steps(who: Actor) -> Iterator[NextStep]:
    """Ask for the figures of events that are over to be frozen."""
    own = list_managed_events(who, Permission.REPORT_MAKE)
    over = [event for event in own if event.ends_at <= clock.now()]
    frozen = queries.frozen_among([event.id for event in over])
    for event in over:
        if event.id not in frozen:
            yield NextStep(
                title=_("Freeze the figures of %(event)s", event=event.name),
                url=url_for("reports.freeze", slug=event.slug),
                note=_("Then make the outcome report."),
                icon="report",
                action=_("Freeze the figures"),
            )


@panel("event.manage", 80, "reports/_panel.html")
def event_panel(event: Any, who: Actor) -> dict[str, Any] | None:
    """Show the latest snapshot once the event has begun."""
    if not can(who, Permission.REPORT_VIEW, event):
        return None
    latest = queries.find_latest_snapshot(event)
    if latest is None and event.starts_at > clock.now():
        return None
    return {"snapshot": latest}


def _event(slug: str, permission: Permission = Permission.REPORT_VIEW) -> Any:
    event = get_managed_event(actor(), slug)
    authorize(actor(), permission, event)
    return event


def _freeze(slug: str, reason: str) -> Any:
    event = _event(slug)
    snapshot = services.freeze_snapshot(actor(), event, reason=reason)
    return _start(event, snapshot.version)


def _start(event: Any, version: int) -> Any:
    title = _("Outcome report, version %(version)s", version=version)
    url = _url(event, version)
    return services.start_report(actor(), event, version, title=title, back_url=url)


def _url(event: Any, version: int) -> str:
    return url_for("reports.view_snapshot", slug=event.slug, version=version)


def _problem(snapshot: Any) -> str:
    """Say what is wrong with a snapshot; nothing if it is what was frozen."""
    try:
        queries.read_snapshot(snapshot)
    except Conflict as error:
        return words_for(error)
    return ""


def _record_urls(event: Any) -> dict[str, str]:
    """Return where the records behind each figure are, for those who may see them."""
    if not can(actor(), Permission.JURY_MANAGE, event):
        return {}
    urls = {
        key: url_for(RECORDS[one.section], slug=event.slug)
        for key, one in CATALOGUE.items()
        if one.section in RECORDS
    }
    urls["challenges"] = url_for("challenges.manage_challenges", slug=event.slug)
    urls["registered"] = url_for("registrations.list_attendees", slug=event.slug)
    urls["cancelled"] = url_for("registrations.list_attendees", slug=event.slug, state="cancelled")
    urls["attended"] = url_for("checkin.show_live", slug=event.slug)
    return urls


def _sections(figures: dict[str, FigureView]) -> list[tuple[str, list[FigureView], list[str]]]:
    """Return each section with its title, its figures and the keys of its charts."""
    titles = (
        (_("Participation"), "participation", "countries helix sizes registrations arrivals"),
        (_("Challenges and proposals"), "challenges", "funnel by_challenge readiness"),
        (_("Jury"), "jury", "spread"),
    )
    return [
        (title, [one for one in figures.values() if one.section == key], charts.split())
        for title, key, charts in titles
    ]
