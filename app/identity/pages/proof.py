"""Pages that ask somebody who has signed in to prove again that it is them."""

from flask import jsonify, redirect, render_template
from werkzeug.wrappers import Response

from app.core.errors import DomainError, Invalid
from app.identity import passwords, queries, services
from app.identity.pages.frame import HOME, blueprint, network
from app.identity.schemas import second_step as forms
from app.identity.services import passkeys, second_step, sessions
from app.web import login, proof
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.route("/sign-in/again", methods=["GET", "POST"])
@signed_in
def prove() -> Page:
    """Ask for the password again, with a code after it if one is asked for, or for a passkey."""
    form = PageForm(forms.Proof)
    data = form.read()
    if data and form.run(lambda: services.begin_password_change(actor(), network())):
        person = queries.get_person(actor().person_id)
        if not passwords.is_password(person.password_hash, data["password"]):
            form.fail(Invalid("wrong_password", field="password"))
        elif not queries.has_second_step(person.id) or _is_code(form, data.get("code") or ""):
            return _go_on(form)
    return _ask(form)


def _is_code(form: PageForm, code: str) -> bool:
    """Take the second step, too: the password alone must not be enough to turn it off."""
    person_id = queries.get_person(actor().person_id).id
    if not form.run(lambda: second_step.begin_proof(person_id, network())):
        return False
    used = form.run(lambda: second_step.use_code(person_id, code=code, network=network()))
    return used is not None


@blueprint.post("/sign-in/again/passkey/options")
@signed_in
@writes
def proof_options() -> Response:
    """Ask the reader's browser for one of their passkeys."""
    return jsonify(passkeys.ask_to_prove(actor()))


@blueprint.post("/sign-in/again/passkey")
@signed_in
def prove_by_passkey() -> Page:
    """Take a passkey as the proof."""
    form = PageForm(forms.Credential)
    data = form.read()
    asked = form.run(lambda: passkeys.take_proof(actor(), data["credential"])) if data else None
    if asked is not None:
        try:
            passkey, answer = passkeys.check(asked)
        except DomainError as error:
            form.fail(error)
        else:
            if form.run(lambda: passkeys.note_use(passkey.id, answer)) is not None:
                return _go_on(form)
    return _ask(form)


@proof.asks_again
def ask_for_form() -> Page:
    """Ask for the proof of a form that came too late, and carry what was typed."""
    return _ask(PageForm(forms.Proof))


def _ask(form: PageForm) -> Page:
    person = queries.get_person(actor().person_id)
    form.values = {}
    context = {
        "has_password": person.password_hash is not None,
        "has_passkey": bool(queries.list_passkeys(person.id)),
        "has_second_step": queries.has_second_step(person.id),
        "kept": proof.kept_fields(),
    }
    return form.render("identity/prove.html", **context)


def _go_on(form: PageForm) -> Page:
    """Note the proof, and go on with what it was asked for."""
    secret = form.run(_note_proof)
    if secret is None:
        return _ask(form)
    login.renew(secret)
    path, fields = proof.goes_on()
    if fields is None:
        return redirect(path or HOME)
    return render_template("identity/resume.html", path=path, fields=fields), 200


def _note_proof() -> str:
    services.forget_attempts(queries.get_person(actor().person_id), network())
    return sessions.note_proof(actor())
