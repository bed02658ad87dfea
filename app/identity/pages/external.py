"""Pages of signing in at another provider, and of joining an account there to one here."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.errors import DomainError, NotFound
from app.core.uow import in_unit_of_work
from app.identity import openid, queries, schemas
from app.identity.pages.frame import begin_session, blueprint
from app.identity.rules.sessions import SignInWay
from app.identity.services import external as services
from app.web import login
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, public, signed_in
from app.web.panels import panel
from app.web.proof import proved

SECURITY = "identity.security"
SENT = ("code", "state", "iss", "error")
_ATTEMPT = "openid_attempt"


@panel("account.security", 40, "identity/_external.html")
def external_of_reader(who: Any) -> dict[str, Any] | None:
    """Show the reader's accounts elsewhere, if this installation takes any."""
    provider = openid.provider()
    found = queries.list_external_identities(who.person_id)
    return {"provider": provider, "identities": found} if provider or found else None


@blueprint.app_context_processor
def provider_name() -> dict[str, Any]:
    """Tell the sign-in page where else one may sign in, and what waits to be joined."""
    return {"openid_provider": openid.provider, "openid_joining": _joining}


def _joining() -> dict[str, str] | None:
    return session.get(login.JOINING) if openid.provider() else None


@blueprint.post("/sign-in/openid")
@public
def begin_openid() -> Page:
    """Send somebody to the provider; they come back with an answer for this browser only."""
    provider = _provider()
    try:
        url, attempt = openid.begin(provider, _back_to())
    except DomainError as error:
        return _refused(error)
    session[_ATTEMPT] = openid.to_cookie(attempt)
    return render_template("identity/to_provider.html", url=url, provider=provider), 200


@blueprint.get("/sign-in/openid/return")
@public
def openid_return() -> Page:
    """Take somebody back; a button signs them in, for opening a page changes nothing."""
    sent = [(name, request.args[name]) for name in SENT if name in request.args]
    if _ATTEMPT not in session or not sent:
        return redirect(url_for("identity.sign_in"))
    return render_template("identity/from_provider.html", provider=_provider(), sent=sent), 200


@blueprint.post("/sign-in/openid/return")
@public
def finish_openid() -> Page:
    """Check what the provider says, and let in whom it speaks of."""
    provider = _provider()
    kept = session.pop(_ATTEMPT, None)
    if kept is None:
        return redirect(url_for("identity.sign_in"))
    sent = {name: request.form.get(name) for name in SENT}
    try:
        claims = openid.finish(provider, openid.Attempt(**kept), sent, back_to=_back_to())
        entry = in_unit_of_work(
            lambda: services.enter_from_outside(claims, is_trusted=provider.is_trusted)
        )
    except DomainError as error:
        return _refused(error)
    if entry.person is None:
        return _join_first(claims)
    destination = begin_session(entry.person, SignInWay.PROVIDER)
    if entry.is_new:
        flash(_("Welcome, %(name)s. Your account is ready.", name=entry.person.given_name), "good")
    return redirect(destination)


def _join_first(claims: openid.Claims) -> Response:
    """Ask for the account's own way in; what is joined then waits in this browser's cookie."""
    wanted = {"issuer": claims.issuer, "subject": claims.subject, "email": claims.email}
    session[login.JOINING] = wanted
    login.remember(url_for("identity.join_external"))
    return redirect(url_for("identity.sign_in"))


@blueprint.route("/account/join", methods=["GET", "POST"])
@signed_in
@proved
def join_external() -> Page:
    """Join the account elsewhere that this browser came from to the reader's own."""
    wanted = session.get(login.JOINING)
    if wanted is None:
        return redirect(url_for(SECURITY))
    provider = _provider()
    if request.method == "GET":
        return render_template("identity/join.html", provider=provider, email=wanted["email"]), 200
    session.pop(login.JOINING)
    attempt(
        lambda: services.join_external_identity(actor(), **wanted),
        _("Sign in with %(name)s from now on.", name=provider.name),
    )
    return redirect(url_for(SECURITY))


@blueprint.post("/account/external/<id:identity_id>/remove")
@signed_in
@proved
def part_external(identity_id: int) -> Response:
    """Let an account elsewhere open the reader's own no longer."""
    attempt(
        lambda: services.part_external_identity(actor(), identity_id),
        _("The other account no longer opens this one."),
    )
    return redirect(url_for(SECURITY))


def _provider() -> openid.Provider:
    found = openid.provider()
    if found is None:
        raise NotFound
    return found


def _back_to() -> str:
    return str(current_app.config["BASE_URL"]) + url_for("identity.openid_return")


def _refused(error: DomainError) -> Page:
    """Show the sign-in page with the reason, for the other ways in still work."""
    form = PageForm(schemas.SignIn)
    form.fail(error)
    form.values = {"email": None}
    return form.render("identity/sign_in.html")
