"""Pages of one's organisation."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, schemas, services
from app.identity.messages import KINDS
from app.identity.pages.frame import Page, blueprint, size_choices
from app.identity.rules import SELF_DECLARED, OrganisationKind
from app.web.fields import countries
from app.web.forms import PageForm
from app.web.guards import actor, signed_in


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
        invitations=queries.list_invitations(found) if found else [],
        kinds=[pair for pair in kinds if keeps or pair[0] in SELF_DECLARED],
        sizes=size_choices(),
        countries=countries(),
    )
