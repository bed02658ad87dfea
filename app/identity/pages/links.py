"""Pages that have a link mailed, and those that it opens: to look is safe, to press acts."""

from typing import Any

from flask import flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.ids import encode_id
from app.core.uow import in_unit_of_work
from app.identity import passwords, queries, schemas, services
from app.identity.pages.frame import HOME, begin_session, blueprint, network
from app.identity.rules.links import LinkPurpose, may_take_back
from app.identity.rules.sessions import SignInWay
from app.web.forms import Page, PageForm
from app.web.guards import actor, public

MAILED = "mailed"
SIGNING_UP = "signing_up"


@blueprint.route("/sign-in/link", methods=["GET", "POST"])
@public
def ask_sign_in_link() -> Page:
    """Have a link mailed that signs in."""
    return _ask(LinkPurpose.SIGN_IN, "identity/ask_sign_in.html")


@blueprint.route("/password/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> Page:
    """Have a link mailed that sets a new password."""
    return _ask(LinkPurpose.RESET, "identity/ask_reset.html")


def _ask(purpose: LinkPurpose, template: str) -> Page:
    form = PageForm(schemas.Address)
    data = form.read()
    if data and form.run(lambda: _request(purpose, data["email"])):
        return mailed(data["email"], purpose)
    return form.render(template)


def _request(purpose: LinkPurpose, email: str) -> bool:
    services.request_link(purpose, email, network(), language=str(get_locale()))
    return True


def mailed(email: str, purpose: LinkPurpose) -> Response:
    """Lead to the page that says to look into the mail; the same whatever the address is."""
    session[MAILED] = {"email": email, "purpose": purpose.value}
    return redirect(url_for("identity.look_into_mail"))


@blueprint.get("/mailed")
@public
def look_into_mail() -> Page:
    """Say that a mail is on its way."""
    if MAILED not in session:
        return redirect(HOME if actor().is_signed_in else url_for("identity.sign_in"))
    return render_template("identity/mailed.html", **session[MAILED]), 200


@blueprint.route("/sign-in/link/<link>", methods=["GET", "POST"])
@public
def sign_in_by_link(link: str) -> Page:
    """Sign in whoever has the mail."""
    found = queries.get_link(link, LinkPurpose.SIGN_IN)
    if request.method == "GET":
        return render_template("identity/link_sign_in.html", email=found.email), 200
    is_first = queries.is_first_proof(found.email, by=actor().person_id)
    person = in_unit_of_work(lambda: services.sign_in_by_link(link, by=actor().person_id))
    destination = begin_session(person, SignInWay.LINK)
    if is_first:
        said = _("Your address is proved. What opened this account before is removed.")
        flash(said, "info")
    return redirect(destination)


@blueprint.route("/password/reset/<link>", methods=["GET", "POST"])
@public
def reset_password(link: str) -> Page:
    """Set a new password for whoever has the mail, and sign them in."""
    found = queries.get_link(link, LinkPurpose.RESET)
    form = PageForm(schemas.ResetPassword)
    data = form.read()
    form.values = {"removes_ways": form.values["removes_ways"]}
    if data:
        # slow on purpose, so before the unit
        hashed = passwords.hash_password(data.pop("password"))
        person = form.run(lambda: services.reset_password(link, hashed, **data))
        if person is not None:
            destination = begin_session(person, SignInWay.LINK)
            flash(_("Your new password is set. Other devices are signed out."), "good")
            return redirect(destination)
    app = queries.find_second_step_at(found.email)
    return form.render(
        "identity/link_reset.html",
        email=found.email,
        ways=queries.list_keys(found.email),
        app=app,
        is_app_new=app is not None and may_take_back(app.confirmed_at, clock.now()),
    )


@blueprint.route("/sign-up/confirm/<link>", methods=["GET", "POST"])
@public
def confirm_sign_up(link: str) -> Page:
    """Open an account once its address is proved.

    In another browser than the one that asked, names and password are chosen anew: or a stranger
    could sign somebody up with a password of their own, and wait for the button to be pressed.
    """
    found = queries.get_link(link, LinkPurpose.SIGN_UP)
    is_here = session.get(SIGNING_UP) == encode_id(found.id)
    pending = found.pending or {}
    form = PageForm(schemas.Nothing if is_here else schemas.NewAccount, _names_in(pending))
    chosen = _choose(form)
    form.values.pop("password", None)
    if chosen is not None:
        person = form.run(lambda: services.confirm_account(link, **chosen))
        if person is not None:
            destination = begin_session(person, SignInWay.SIGN_UP)
            flash(_("Welcome, %(name)s. Your account is ready.", name=person.given_name), "good")
            return redirect(destination)
    organisation = (pending.get("organisation") or {}).get("name")
    context = {"email": found.email, "is_here": is_here, "organisation": organisation}
    return form.render("identity/link_sign_up.html", **context)


def _names_in(pending: dict[str, Any]) -> dict[str, Any]:
    return {name: pending.get(name) for name in ("given_name", "family_name")}


def _choose(form: PageForm) -> dict[str, Any] | None:
    """Return what the holder of the mail chose, nothing where they chose it before."""
    data = form.read()
    if not data:
        return data
    if not form.run(lambda: services.begin_sign_up(network())):
        return None
    # slow on purpose, so before the unit
    data["password_hash"] = passwords.hash_password(data.pop("password"))
    return data
