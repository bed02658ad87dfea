"""Where an invited juror gives a name and sets a password."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _

from app.core.uow import in_unit_of_work
from app.identity.passwords import hash_password
from app.juries import schemas
from app.juries.pages.frame import Page, blueprint
from app.juries.services import panel as services
from app.web import login
from app.web.forms import PageForm
from app.web.guards import public


@blueprint.route("/jury/invitation/<link>", methods=["GET", "POST"])
@public
def accept_invitation(link: str) -> Page:
    """Let an invited juror in, who then is signed in."""
    juror = services.open_invitation(link)
    person = juror.person
    start = {"given_name": person.given_name, "family_name": person.family_name}
    form = PageForm(schemas.AcceptedInvitation, start)
    data = form.read()
    form.values.pop("password", None)
    if data is None:
        return form.render("juries/invitation.html", juror=juror, event=juror.event)
    hashed = hash_password(data.pop("password"))  # slow on purpose, so outside of the unit
    accepted = in_unit_of_work(
        lambda: services.accept_invitation(link, password_hash=hashed, **data)
    )
    login.begin(accepted.person.id, accepted.person.language, "invitation")
    flash(_("Welcome to the jury"), "success")
    return redirect(url_for("juries.my_assignments"))
