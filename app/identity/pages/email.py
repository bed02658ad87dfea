"""Pages of the address of an account: a new one is asked first, the old one is told."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from app.core.authz import can
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.identity import queries, schemas, services
from app.identity.pages.frame import HOME, begin_session, blueprint, leave, network
from app.identity.pages.links import mailed
from app.identity.rules.links import LinkPurpose
from app.identity.rules.sessions import SignInWay
from app.web import login
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.proof import proved


@blueprint.route("/account/email", methods=["GET", "POST"])
@signed_in
@proved
def change_email() -> Page:
    """Ask a new address whether it is the reader's."""
    form = PageForm(schemas.Address)
    data = form.read()
    if data and form.run(lambda: _request(data["email"])):
        return mailed(data["email"], LinkPurpose.NEW_EMAIL)
    return form.render("identity/email.html", email=actor().email)


def _request(email: str) -> bool:
    services.request_email_change(actor(), network(), email=email)
    return True


@blueprint.route("/account/email/<link>", methods=["GET", "POST"])
@public
def confirm_email(link: str) -> Page:
    """Change the address of the reader's account once the mail to the new one is answered.

    Whoever has the mail but not the account is told whose it is: it may be a stranger's.
    """
    found = queries.get_link(link, LinkPurpose.NEW_EMAIL)
    owner = queries.get_person(found.person_id)
    if not can(actor(), Permission.PERSON_EDIT, owner):
        return _ask_owner(owner, found.email)
    form = PageForm(schemas.Nothing)
    if request.method == "POST":
        person = form.run(lambda: services.confirm_email_change(actor(), link))
        if person is not None:
            begin_session(person, SignInWay.LINK)
            said = _("Your address is changed. Other devices are signed out.")
            flash(said, "good")
            return redirect(url_for("identity.security"))
    return form.render("identity/link_email.html", email=found.email)


def _ask_owner(owner: Any, email: str) -> Page:
    """Let the owner of the account sign in; then this page comes again."""
    if request.method == "POST" and actor().is_signed_in:
        leave()
        return redirect(request.path)
    session[login.AFTER_SIGN_IN] = request.path
    return render_template("identity/link_email_owner.html", owner=owner, email=email), 200


@blueprint.route("/account/email/return/<link>", methods=["GET", "POST"])
@public
def return_email(link: str) -> Page:
    """Take a change of address back for whoever has the mail that went to the old one."""
    found = queries.get_link(link, LinkPurpose.OLD_EMAIL)
    if request.method == "GET":
        return render_template("identity/link_return.html", email=found.email), 200
    in_unit_of_work(lambda: services.return_email(link))
    flash(_("Your account has its former address again. Now set a new password."), "good")
    return redirect(url_for("identity.forgotten") if not actor().is_signed_in else HOME)
