"""Pages of the account: name, password and the keys of programs."""

from datetime import timedelta
from typing import Any

from flask import flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.errors import Invalid
from app.identity import passwords, queries, schemas, services
from app.identity.messages import SCOPES
from app.identity.pages.frame import Page, begin_session, blueprint, network
from app.identity.rules import Scope
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes
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
        flash(_("Your profile is saved."), "success")
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
            begin_session(changed)
            said = _(
                "Your password is changed. Other devices are signed out, and your API tokens are "
                "revoked."
            )
            flash(said, "success")
            return redirect(url_for("identity.profile"))
    return form.render("identity/password.html")


def _change_password(hashed: str) -> Any:
    changed = services.change_password(actor(), hashed)
    services.forget_attempts(changed, network())
    return changed


@blueprint.route("/tokens", methods=["GET", "POST"])
@signed_in
def tokens() -> Page:
    """List, make and show once the keys for programs."""
    form = PageForm(schemas.TokenForm, {"scopes": [Scope.READ]})

    def create(data: dict[str, Any]) -> Any:
        days = data.pop("days")
        until = clock.now() + timedelta(days=days) if days else None
        return services.create_token(actor(), expires_at=until, **data)

    made = form.submit(create)
    if made is not None:
        form = PageForm(schemas.TokenForm, {"scopes": [Scope.READ]})
    found = queries.list_tokens(queries.get_person(actor().person_id))
    secret = made[1] if made else None
    context = {"tokens": found, "secret": secret, "scopes": list(SCOPES.items())}
    return render_template("identity/tokens.html", form=form, **context), form.status


@blueprint.post("/tokens/<id:token_id>/revoke")
@signed_in
@writes
def revoke_token(token_id: int) -> Response:
    """Withdraw a key."""
    services.revoke_token(actor(), token_id)
    flash(_("The token is revoked. Programs that use it are refused from now on."), "success")
    return redirect(url_for("identity.tokens"))
