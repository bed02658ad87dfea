"""Pages of one's organisation: the list, entering one, what is said of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize, can
from app.core.permissions import Permission
from app.identity import choices, queries, schemas, services
from app.identity.messages import KINDS
from app.identity.pages.frame import blueprint, size_choices
from app.identity.pages.tabs import parts_of
from app.identity.queries.similar import find_similar_to
from app.identity.rules import SELF_DECLARED, OrganisationKind
from app.web.fields import countries
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.i18n import format_day


@blueprint.get("/organisations")
@signed_in
def organisations() -> Page:
    """Show the reader's organisation; a list where there are several."""
    found = queries.list_organisations_of(actor())
    observed = queries.list_observed_by(actor())
    joinings = queries.list_joinings_of(actor())
    if len(found) == 1 and not observed and not joinings:
        return redirect(url_for("identity.organisation", organisation_id=found[0].id))
    return render_template(
        "identity/organisations.html", organisations=found, observed=observed, joinings=joinings
    ), 200


@blueprint.post("/organisations/<id:organisation_id>/join")
@signed_in
@writes
def ask_to_join(organisation_id: int) -> Response:
    """Ask the owners of an organisation to let the reader in."""
    asked = services.ask_to_join(actor(), organisation_id)
    name = queries.get_organisation(organisation_id).name
    day = format_day(asked.expires_at, "UTC")
    said = _(
        "The owners of %(name)s were asked. They can answer until %(day)s.", name=name, day=day
    )
    flash(said, "good")
    return redirect(url_for("identity.organisations"))


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@signed_in
def new_organisation() -> Page:
    """Enter an organisation of one's own."""

    def register(data: dict[str, Any]) -> Any:
        owner = queries.get_person(actor().person_id)
        return services.register_organisation(actor(), owner, **data)

    form = PageForm(schemas.NewOrganisation)
    data = form.read()
    similar = find_similar_to(data) if data is not None and not data.pop("is_new") else []
    made = form.run(lambda: register(data)) if data is not None and not similar else None
    if made is not None:
        flash(_("%(name)s is entered. Say more about it.", name=made.name), "good")
        return redirect(url_for("identity.sector", organisation_id=made.id))
    kinds = [(kind, KINDS[kind]) for kind in OrganisationKind if kind in SELF_DECLARED]
    return form.render(
        "identity/new_organisation.html",
        similar=similar,
        kinds=kinds,
        sizes=size_choices(),
        countries=countries(),
    )


@blueprint.route("/organisations/<id:organisation_id>", methods=["GET", "POST"])
@signed_in
def organisation(organisation_id: int) -> Page:
    """Show what is said of one's organisation; its owners change it here."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_VIEW, found)
    if not can(actor(), Permission.ORGANISATION_EDIT, found):
        return _read_only(found)
    start = {name: getattr(found, name) for name in schemas.OrganisationForm().fields}
    form = PageForm(schemas.OrganisationForm, start)
    saved = form.submit(lambda data: services.change_organisation(actor(), organisation_id, **data))
    if saved is not None:
        flash(_("%(name)s is saved.", name=saved.name), "good")
        return redirect(url_for("identity.organisation", organisation_id=saved.id))
    is_cluster = found.kind == OrganisationKind.CLUSTER
    own = [OrganisationKind.CLUSTER] if is_cluster else OrganisationKind
    kinds = [(kind, KINDS[kind]) for kind in own if is_cluster or kind in SELF_DECLARED]
    return form.render(
        "identity/organisation/profile.html",
        **parts_of(found),
        profile=queries.get_profile(found),
        missing=choices.MISSING,
        kinds=kinds,
        stages=list(choices.STAGES.items()),
        countries=countries(),
    )


def _read_only(found: Any) -> Page:
    if request.method == "POST":
        authorize(actor(), Permission.ORGANISATION_EDIT, found)
    page = render_template(
        "identity/organisation/view.html",
        **parts_of(found),
        profile=queries.get_profile(found),
    )
    return page, 200
