"""The operator's pages of the installation, its imprint, and setting it up."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.installation import find_installation, forget_site
from app.core.permissions import Permission
from app.identity import passwords
from app.identity.services import begin_sign_up
from app.oversight import queries, schemas, services
from app.oversight.pages.frame import blueprint
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.i18n import language_choices
from app.web.panels import panel

FIELDS = (
    "name",
    "contact",
    "imprint",
    "privacy_contact",
    "by_invitation",
    "accent",
    "language",
)


@blueprint.get("/admin")
@signed_in
def admin() -> str:
    """Show how the installation is, and the work that was given up."""
    authorize(actor(), Permission.INSTALLATION_EDIT)
    return render_template(
        "oversight/health.html",
        health=queries.count_health(),
        jobs=queries.list_failed_jobs(),
    )


@blueprint.post("/admin/jobs/<int:job_id>/retry")
@signed_in
@writes
def retry_job(job_id: int) -> Response:
    """Have a job that was given up tried again."""
    services.retry_job(actor(), job_id)
    flash(_("The job is tried again."), "good")
    return redirect(url_for("oversight.admin"))


@blueprint.route("/admin/settings", methods=["GET", "POST"])
@signed_in
def admin_settings() -> Page:
    """Change what is said of the installation."""
    authorize(actor(), Permission.INSTALLATION_EDIT)
    found = find_installation()
    start = {name: getattr(found, name) for name in FIELDS} if found else {"name": "Innoday"}
    form = PageForm(schemas.InstallationForm, start)
    if form.submit(lambda data: services.change_installation(actor(), **data)) is not None:
        flash(_("The settings are saved."), "good")
        forget_site(current_app)
        return redirect(url_for("oversight.admin_settings"))
    return form.render("oversight/settings.html", languages=language_choices())


@blueprint.get("/imprint")
@public
def imprint() -> str:
    """Say who answers for this installation."""
    return render_template("oversight/imprint.html", installation=find_installation())


@blueprint.route("/setup", methods=["GET", "POST"])
@public
def set_up() -> Page:
    """Make the first operator, once; afterwards there is nothing here."""
    if services.is_set_up():
        raise NotFound
    form = PageForm(schemas.SetUpForm)
    data = form.read()
    form.values.pop("password", None)
    if data and form.run(lambda: begin_sign_up(request.remote_addr or "")):
        data["password_hash"] = passwords.hash_password(data.pop("password"))
        if form.run(lambda: services.set_up(**data)) is not None:
            forget_site(current_app)
            flash(_("The installation is set up. Sign in with your new account."), "good")
            return redirect(url_for("identity.sign_in"))
    return form.render("oversight/set_up.html")


@panel("front.empty", 10, "oversight/_panel_set_up.html")
def invite_to_set_up() -> dict[str, Any] | None:
    """Lead whoever opens a fresh installation to setting it up."""
    return None if services.is_set_up() else {}
