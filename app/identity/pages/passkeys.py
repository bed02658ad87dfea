"""Pages of passkeys: sign in with one, add, rename and remove them."""

from datetime import timedelta
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import Actor, authorize
from app.core.errors import DomainError
from app.core.permissions import Permission
from app.core.uow import in_unit_of_work
from app.identity import passkeys, queries
from app.identity.pages.frame import begin_session, blueprint, network
from app.identity.rules.sessions import SignInWay, device_of
from app.identity.schemas import second_step as forms
from app.identity.services import passkeys as services
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in, writes
from app.web.panels import panel
from app.web.proof import proved

SECURITY = "identity.security"
IS_NEW = timedelta(days=14)


@panel("account.security", 20, "identity/_passkeys.html")
def passkeys_of_reader(who: Any) -> dict[str, Any]:
    """Show the reader's passkeys among their ways in."""
    return {"passkeys": queries.list_passkeys(who.person_id)}


@panel("home.below", 10, "identity/_panel_passkey.html")
def offer_to_the_new(who: Actor) -> dict[str, Any] | None:
    """Offer a passkey to people who are new and have none."""
    if not who.is_signed_in or passkeys.host() is None:
        return None
    person = queries.get_person(who.person_id)
    is_new = clock.now() - person.created_at < IS_NEW
    return {} if is_new and not queries.list_passkeys(person.id) else None


@blueprint.app_context_processor
def passkey_host() -> dict[str, Any]:
    """Tell the pages that ask for a passkey whom it belongs to."""
    return {"passkey_host": passkeys.host}


@blueprint.post("/sign-in/passkey/options")
@public
@writes
def passkey_options() -> Response:
    """Ask a browser for one of the passkeys that it has for us."""
    return jsonify(services.ask_to_sign_in(network()))


@blueprint.post("/sign-in/passkey")
@public
def sign_in_by_passkey() -> Page:
    """Sign in with a passkey; it stands for both steps."""
    form = PageForm(forms.Credential)
    data = form.read()
    asked = form.run(lambda: services.take_sign_in(data["credential"])) if data else None
    try:
        passkey, proof = services.check(asked) if asked else (None, None)
    except DomainError as error:
        form.fail(error)
        passkey = None
    if passkey is not None and proof is not None:
        person = form.run(lambda: services.note_use(passkey.id, proof))
        if person is not None:
            return redirect(begin_session(person, SignInWay.PASSKEY))
    form.values = {"email": None}
    return form.render("identity/sign_in.html")


@blueprint.get("/account/passkeys/new")
@signed_in
@proved
def new_passkey() -> Page:
    """Offer to add a passkey on this device."""
    device = device_of(request.headers.get("User-Agent", ""))
    return PageForm(forms.NewPasskey, {"name": device}).render("identity/new_passkey.html")


@blueprint.post("/account/passkeys/options")
@signed_in
@proved
@writes
def new_passkey_options() -> Response:
    """Ask the reader's browser to make a passkey."""
    return jsonify(services.ask_to_add(actor()))


@blueprint.post("/account/passkeys/new")
@signed_in
@proved
def add_passkey() -> Page:
    """Keep the passkey that the reader's browser made."""
    form = PageForm(forms.NewPasskey)
    data = form.read()
    asked = form.run(lambda: services.take_new(actor(), data["credential"])) if data else None
    if data and asked:
        try:
            made = passkeys.check_made(asked.answer, asked.challenge)
        except DomainError as error:
            form.fail(error)
        else:
            added = form.run(lambda: services.add_passkey(actor(), made, name=data["name"]))
            if added is not None:
                flash(_("The passkey is added. Sign in with it from now on."), "good")
                return redirect(url_for(SECURITY))
    form.values.pop("credential", None)
    return form.render("identity/new_passkey.html")


@blueprint.route("/account/passkeys/<id:passkey_id>", methods=["GET", "POST"])
@signed_in
def passkey(passkey_id: int) -> Page:
    """Rename a passkey, or go on to remove it."""
    found = queries.get_passkey(passkey_id)
    authorize(actor(), Permission.PASSKEY_VIEW, found)
    form = PageForm(forms.PasskeyName, {"name": found.name})
    renamed = form.submit(lambda data: services.rename_passkey(actor(), passkey_id, **data))
    if renamed is not None:
        flash(_("The passkey is called %(name)s now.", name=renamed.name), "good")
        return redirect(url_for(SECURITY))
    return form.render("identity/passkey.html", passkey=found)


@blueprint.post("/account/passkeys/<id:passkey_id>/remove")
@signed_in
@proved
def remove_passkey(passkey_id: int) -> Page:
    """Take a passkey away."""
    form = PageForm(forms.PasskeyName)
    try:
        in_unit_of_work(lambda: services.remove_passkey(actor(), passkey_id))
    except DomainError as error:
        found = queries.get_passkey(passkey_id)
        authorize(actor(), Permission.PASSKEY_VIEW, found)
        form.fail(error)
        form.values = {"name": found.name}
        return render_template("identity/passkey.html", form=form, passkey=found), form.status
    flash(_("The passkey is removed. Delete it from your device or password manager too."), "good")
    return redirect(url_for(SECURITY))
