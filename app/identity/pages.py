"""Pages of signing in, the account, the organisation and tokens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import clock
from app.core.authz import authorize
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission
from app.identity import passwords, queries, schemas, services
from app.identity.messages import KINDS, SCOPES, SIZES, kind_label, size_label
from app.identity.rules import SELF_DECLARED, OrganisationKind, Scope
from app.web import login
from app.web.fields import countries, country_name
from app.web.forms import PageForm
from app.web.guards import actor, actor_or_none, loads_bearers, public, signed_in, writes
from config import LANGUAGES

blueprint = Blueprint("identity", __name__)
login.loads_people(queries.find_actor)
loads_bearers(services.TOKEN_PREFIX)(queries.find_bearer)
Page = tuple[str, int] | Response

blueprint.add_app_template_filter(kind_label, "organisation_kind")
blueprint.add_app_template_filter(size_label, "size_class")
blueprint.add_app_template_filter(country_name, "country")


@blueprint.app_context_processor
def frame() -> dict[str, Any]:
    """Give every page its way in, its way out and the reader's own menu."""
    who = actor_or_none()
    if who is None or not who.is_signed_in:
        return {"sign_in_url": url_for("identity.sign_in"), "home_url": "/"}
    menu = [
        {"label": _("Profile"), "url": url_for("identity.profile"), "icon": "person"},
        {
            "label": _("My organisation"),
            "url": url_for("identity.organisations"),
            "icon": "building",
        },
        {"label": _("API tokens"), "url": url_for("identity.tokens"), "icon": "lock"},
    ]
    if who.is_operator:
        menu.append({"label": _("Clusters"), "url": url_for("identity.clusters"), "icon": "globe"})
    return {"account_menu": menu, "sign_out_url": url_for("identity.sign_out"), "home_url": "/home"}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Page:
    """Sign in with e-mail address and password."""
    if request.method == "GET" and actor().is_signed_in:
        return redirect(_home())
    form = PageForm(schemas.SignIn)
    data = form.read()
    network = request.remote_addr or ""
    if data and form.run(lambda: services.begin_attempt(data["email"], network)):
        person = services.find_by_password(data["email"], data["password"])
        if person is not None:
            return _let_in(form, person.id, data["password"], network)
        form.fail(Invalid("wrong_sign_in"))
    form.values.pop("password", None)
    return form.render("identity/sign_in.html")


def _let_in(form: PageForm, person_id: int, password: str, network: str) -> Response:
    """Begin the session and go where the person was going."""
    stored = queries.get_person(person_id).password_hash or ""
    new_hash = passwords.hash_password(password) if passwords.needs_rehash(stored) else None
    person = form.run(lambda: services.note_sign_in(person_id, network, new_hash))
    if person is None:
        raise NotFound
    return redirect(_begin(person))


def _begin(person: Any) -> str:
    return login.begin(person.id, person.session_epoch, person.language) or _home()


def _home() -> str:
    return "/home"


@blueprint.post("/sign-out")
@public
def sign_out() -> Response:
    """End the session."""
    login.end()
    return redirect("/")


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> Page:
    """Make an account, perhaps with an organisation, and sign in at once."""
    form = PageForm(schemas.SignUp)
    data = form.read()
    if data:
        organisation = schemas.organisation_in(data)
        data["password_hash"] = passwords.hash_password(data.pop("password"))
        person = form.run(
            lambda: services.register_person(actor(), organisation=organisation, **data)
        )
        if person is not None:
            flash(_("Welcome, %(name)s. Your account is ready.", name=person.given_name), "success")
            return redirect(_begin(person))
    form.values.pop("password", None)
    kinds = [(kind, KINDS[kind]) for kind in OrganisationKind if kind in SELF_DECLARED]
    return form.render("identity/sign_up.html", kinds=kinds, sizes=_sizes(), countries=countries())


def _sizes() -> list[tuple[str, Any]]:
    return list(SIZES.items())


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
    """Replace the password; other sessions end, this one goes on."""
    form = PageForm(schemas.NewPassword)
    data = form.read()
    form.values = {}
    if data:
        person = queries.get_person(actor().person_id)
        if not passwords.is_password(person.password_hash, data["present"]):
            form.fail(Invalid("wrong_password", field="present"))
            return form.render("identity/password.html")
        hashed = passwords.hash_password(data["password"])
        changed = form.run(lambda: services.change_password(actor(), hashed))
        if changed is not None:
            _begin(changed)
            flash(_("Your password is changed. Other devices are signed out."), "success")
            return redirect(url_for("identity.profile"))
    return form.render("identity/password.html")


@blueprint.get("/organisations")
@signed_in
def organisations() -> Page:
    """Show the reader's organisation; a list where there are several."""
    found = queries.list_organisations_of(actor())
    if len(found) == 1:
        return redirect(url_for("identity.organisation", organisation_id=found[0].id))
    return render_template("identity/organisations.html", organisations=found), 200


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@signed_in
def new_organisation() -> Page:
    """Enter an organisation of one's own."""

    def register(data: dict[str, Any]) -> Any:
        owner = queries.get_person(actor().person_id)
        return services.register_organisation(actor(), owner, **data)

    return _organisation_page(None, {}, register)


@blueprint.route("/organisations/<id:organisation_id>", methods=["GET", "POST"])
@signed_in
def organisation(organisation_id: int) -> Page:
    """Change what is said of one's organisation."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_VIEW, found)
    names = schemas.OrganisationForm().fields
    start = {name: getattr(found, name) for name in names}
    return _organisation_page(
        found, start, lambda data: services.change_organisation(actor(), organisation_id, **data)
    )


def _organisation_page(
    found: Any, start: dict[str, Any], use_case: Callable[[dict[str, Any]], Any]
) -> Page:
    form = PageForm(schemas.OrganisationForm, start)
    saved = form.submit(use_case)
    if saved is not None:
        flash(_("%(name)s is saved.", name=saved.name), "success")
        return redirect(url_for("identity.organisation", organisation_id=saved.id))
    keeps = OrganisationKind.CLUSTER if found and found.kind == OrganisationKind.CLUSTER else None
    kinds = [(kind, KINDS[kind]) for kind in ([keeps] if keeps else OrganisationKind)]
    return form.render(
        "identity/organisation.html",
        organisation=found,
        members=queries.list_members(found) if found else [],
        kinds=[pair for pair in kinds if keeps or pair[0] in SELF_DECLARED],
        sizes=_sizes(),
        countries=countries(),
    )


@blueprint.route("/organisations/<id:organisation_id>/members", methods=["GET", "POST"])
@signed_in
def members(organisation_id: int) -> Page:
    """Make a colleague a member."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_EDIT, found)
    form = PageForm(schemas.MemberForm)
    if form.submit(lambda data: services.add_member(actor(), organisation_id, **data)):
        flash(_("Your colleague now belongs to %(name)s.", name=found.name), "success")
        return redirect(url_for("identity.organisation", organisation_id=organisation_id))
    return form.render("identity/member.html", organisation=found)


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


@blueprint.route("/clusters", methods=["GET", "POST"])
@signed_in
def clusters() -> Page:
    """Let the operator enter clusters."""
    authorize(actor(), Permission.CLUSTER_VIEW)
    form = PageForm(schemas.ClusterForm)
    made = form.submit(lambda data: services.register_cluster(actor(), **data))
    if made is not None:
        flash(_("%(name)s can hold events now.", name=made.name), "success")
        return redirect(url_for("identity.clusters"))
    return form.render(
        "identity/clusters.html", clusters=queries.list_clusters(), countries=countries()
    )
