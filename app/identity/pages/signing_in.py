"""Pages of signing in, out and up."""

from typing import Any

from flask import redirect, request, session
from flask_babel import get_locale
from werkzeug.wrappers import Response

from app.core.errors import Invalid, NotFound
from app.core.ids import encode_id
from app.identity import passwords, queries, schemas, services
from app.identity.messages import KINDS
from app.identity.pages.frame import HOME, begin_session, blueprint, leave, network, size_choices
from app.identity.pages.links import SIGNING_UP, mailed
from app.identity.rules import SELF_DECLARED, OrganisationKind
from app.identity.rules.links import LinkPurpose
from app.identity.rules.sessions import SignInWay
from app.web import known_device
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, public


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in with e-mail address and password."""
    if request.method == "GET" and actor().is_signed_in:
        return redirect(HOME)
    form = PageForm(schemas.SignIn)
    data = form.read()
    known = known_device.mark()
    if data and form.run(lambda: services.begin_attempt(data["email"], network(), known)):
        person = services.find_by_password(data["email"], data["password"])
        if person is not None:
            return _let_in(form, person.id, data["password"])
        form.fail(Invalid("wrong_sign_in"))
    form.values.pop("password", None)
    return form.render("identity/sign_in.html")


def _let_in(form: PageForm, person_id: int, password: str) -> Response:
    """Begin the session and go where the person was going."""
    stored = queries.get_person(person_id).password_hash or ""
    new_hash = passwords.hash_password(password) if passwords.needs_rehash(stored) else None
    person = form.run(lambda: services.note_sign_in(person_id, network(), new_hash))
    if person is None:
        raise NotFound
    return redirect(begin_session(person, SignInWay.PASSWORD))


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session, and have the browser forget the pages it kept.

    Not what it stores: a phone that scans keeps its store under the same address.
    """
    leave()
    response = redirect("/")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> Page:
    """Ask for an account, perhaps with an organisation; it opens when the address is proved."""
    form = PageForm(schemas.SignUp)
    data = form.read()
    if data and form.run(lambda: services.begin_sign_up(network())):
        email = data["email"]
        organisation = schemas.organisation_in(data)
        data["password_hash"] = passwords.hash_password(data.pop("password"))
        asked = form.run(lambda: _request_account(data, organisation))
        if asked is not None:
            session[SIGNING_UP] = asked
            return mailed(email, LinkPurpose.SIGN_UP)
    form.values.pop("password", None)
    kinds = [(kind, KINDS[kind]) for kind in OrganisationKind if kind in SELF_DECLARED]
    return form.render(
        "identity/sign_up.html", kinds=kinds, sizes=size_choices(), countries=countries()
    )


def _request_account(data: dict[str, Any], organisation: dict[str, Any] | None) -> str:
    """Have the address asked; return what this browser remembers of it."""
    more: dict[str, Any] = {"language": str(get_locale()), "organisation": organisation}
    link_id = services.request_account(network(), **more, **data)
    return encode_id(link_id) if link_id else ""
