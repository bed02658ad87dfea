"""Pages of the second step: taking it, setting it up, its recovery codes, turning it off."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.installation import site
from app.core.qr import make_qr, svg
from app.identity import one_time_codes, queries
from app.identity.pages.frame import HOME, blueprint, network
from app.identity.schemas import second_step as forms
from app.identity.services import second_step as services
from app.web import login
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.panels import panel
from app.web.proof import proved

SECURITY = "identity.security"


@panel("account.security", 30, "identity/_second_step.html")
def second_step_of_reader(who: Any) -> dict[str, Any]:
    """Show whether the reader has a second step."""
    return {"step": queries.second_step_of(who.person_id)}


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def second_step() -> Page:
    """Ask whoever took the first step for a code."""
    session_id = login.awaiting_id()
    if session_id is None:
        return redirect(HOME if actor().is_signed_in else url_for("identity.sign_in"))
    form = PageForm(forms.Code)
    data = form.read()
    form.values = {}
    if data and form.run(lambda: services.begin_second_step(session_id, network())):
        secret = form.run(
            lambda: services.take_second_step(session_id, code=data["code"], network=network())
        )
        if secret is not None:
            login.renew(secret)
            return redirect(login.take_destination() or HOME)
    return form.render("identity/second_step.html")


@blueprint.post("/account/second-step/begin")
@signed_in
@proved
@writes
def begin_second_step() -> Response:
    """Make a secret for an authenticator app."""
    services.begin_app(actor())
    return redirect(url_for("identity.set_up_second_step"))


@blueprint.route("/account/second-step/set-up", methods=["GET", "POST"])
@signed_in
@proved
def set_up_second_step() -> Page:
    """Show the secret as a QR code and as text, and take the first code."""
    secret = services.secret_to_confirm(actor())
    if secret is None:
        return redirect(url_for(SECURITY))
    form = PageForm(forms.Code)
    codes = form.submit(lambda data: services.confirm_app(actor(), **data))
    if codes is not None:
        return render_template("identity/recovery_codes.html", codes=codes, is_new=True), 200
    address = one_time_codes.address_of(secret, account=actor().email, issuer=site().name)
    code = svg(make_qr(address), _("QR code for your authenticator app"))
    form.values = {}
    return form.render(
        "identity/set_up_second_step.html", code=code, secret=one_time_codes.grouped(secret)
    )


@blueprint.post("/account/second-step/codes")
@signed_in
@proved
@writes
def renew_codes() -> Page:
    """Replace the recovery codes, and show the new ones once."""
    codes = services.renew_codes(actor())
    return render_template("identity/recovery_codes.html", codes=codes, is_new=False), 200


@blueprint.post("/account/second-step/turn-off")
@signed_in
@proved
@writes
def turn_off_second_step() -> Response:
    """Ask for the first step only from now on."""
    services.turn_off(actor())
    flash(_("The second step is off. Delete the entry from your authenticator app."), "good")
    return redirect(url_for(SECURITY))
