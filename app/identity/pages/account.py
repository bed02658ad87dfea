"""Pages of the account: name and password."""

from typing import Any

from flask import flash, redirect, session, url_for
from flask_babel import gettext as _

from app.core.errors import Invalid
from app.identity import passwords, queries, schemas, services
from app.identity.pages.frame import begin_session, blueprint, network
from app.identity.rules.sessions import SignInWay
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from config import LANGUAGES


@blueprint.route("/profile", methods=["GET", "POST"])
@signed_in
def profile() -> Page:
    """Change name and language."""
    person = queries.get_person(actor().person_id)
    names = ("given_name", "family_name", "latin_name", "language")
    form = PageForm(schemas.Profile, {name: getattr(person, name) for name in names})
    changed = form.submit(lambda data: services.change_profile(actor(), **data))
    if changed is not None:
        session["language"] = changed.language
        flash(_("Your profile is saved."), "good")
        return redirect(url_for("identity.profile"))
    return form.render("identity/profile.html", languages=LANGUAGES)


@blueprint.route("/profile/password", methods=["GET", "POST"])
@signed_in
def password() -> Page:
    """Replace the password; other sessions and all tokens end, this session goes on."""
    form = PageForm(schemas.NewPassword)
    data = form.read()
    form.values = {}
    if data and form.run(lambda: services.begin_password_change(actor(), network())):
        person = queries.get_person(actor().person_id)
        if not passwords.is_password(person.password_hash, data["present"]):
            form.fail(Invalid("wrong_password", field="present"))
            return form.render("identity/password.html")
        hashed = passwords.hash_password(data["password"])
        changed = form.run(lambda: _change_password(hashed))
        if changed is not None:
            begin_session(changed, _way_of(changed))
            said = _(
                "Your password is changed. Other devices are signed out, and your API tokens are "
                "revoked."
            )
            flash(said, "good")
            return redirect(url_for("identity.security"))
    return form.render("identity/password.html")


def _way_of(person: Any) -> SignInWay:
    """Return how this browser goes on: who is in has taken the second step already."""
    has_both = queries.has_second_step(person.id)
    return SignInWay.SECOND_STEP if has_both else SignInWay.PASSWORD


def _change_password(hashed: str) -> Any:
    changed = services.change_password(actor(), hashed)
    services.forget_attempts(changed, network())
    return changed
