"""Pages of those who answer for the installation: records, retention, erasures on paper."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from app.core import clock
from app.core.authz import authorize
from app.core.permissions import Permission
from app.privacy.messages import BASES, CATEGORIES, ERASED, RECIPIENTS
from app.privacy.pages.frame import blueprint, declared, kept_for
from app.privacy.queries.erasures import list_erasures
from app.privacy.queries.notices import Activity, list_activities
from app.privacy.queries.retention import list_runs, preview
from app.privacy.schemas import ErasureForm, RuleForm
from app.privacy.services import erasing, retention
from app.web.downloads import send_csv
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.proof import proved_to_change
from app.web.tabs import operator_tab

# Owners of clusters read the records too, but not as a part of the installation.
operator_tab(84, lazy_gettext("Records"), "privacy.records", Permission.RETENTION_VIEW)
operator_tab(86, lazy_gettext("Retention"), "privacy.keep", Permission.RETENTION_VIEW)
operator_tab(88, lazy_gettext("Erasures"), "privacy.erasures", Permission.ERASURE_VIEW)


@blueprint.get("/admin/records")
@signed_in
def records() -> str:
    """Show the records of processing."""
    return render_template("privacy/records.html", activities=list_activities(actor()))


@blueprint.get("/admin/records.csv")
@signed_in
def records_csv() -> Response:
    """Give the records of processing as a table."""
    head = [
        _("Record"),
        _("Purpose"),
        _("Legal basis"),
        _("Categories of data"),
        _("Recipients"),
        _("Kept for"),
        _("On erasure"),
        _("Why it is kept"),
    ]
    return send_csv("records-of-processing", head, map(_row, list_activities(actor())))


def _row(activity: Activity) -> list[str]:
    about = activity.one.about
    return [
        activity.one.name,
        declared(about.purpose),
        str(BASES[about.basis]),
        ", ".join(str(CATEGORIES[one]) for one in activity.kinds),
        ", ".join(str(RECIPIENTS[one]) for one in about.recipients),
        kept_for(activity.days),
        str(ERASED[about.erased]),
        declared(about.why),
    ]


@blueprint.route("/admin/retention", methods=["GET", "POST"])
@signed_in
def keep() -> Page:
    """Show how long things are kept and what would go now; change a rule."""
    authorize(actor(), Permission.RETENTION_VIEW)
    form = PageForm(RuleForm)
    changed = form.submit(lambda data: retention.change_rule(actor(), data["table"], data["days"]))
    if changed is not None:
        flash(_("The rule is changed. It counts from the coming night."), "good")
        return redirect(url_for("privacy.keep"))
    return form.render(
        "privacy/retention.html",
        rules=preview(actor(), clock.now()),
        runs=list_runs(actor()),
    )


@blueprint.route("/admin/erasures", methods=["GET", "POST"])
@signed_in
@proved_to_change
def erasures() -> Page:
    """List who was erased, and erase somebody who asked on paper."""
    authorize(actor(), Permission.ERASURE_VIEW)
    form = PageForm(ErasureForm)
    if form.submit(lambda data: erasing.erase_by_address(actor(), **data)) is not None:
        flash(_("The account is erased. A letter says what was kept and why."), "good")
        return redirect(url_for("privacy.erasures"))
    return form.render("privacy/erasures.html", erasures=list_erasures(actor()))
