"""Pages of who belongs to an organisation: inviting, leaving."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity import queries, schemas, services
from app.identity.pages.frame import Page, blueprint
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes


@blueprint.route("/organisations/<id:organisation_id>/members", methods=["GET", "POST"])
@signed_in
def members(organisation_id: int) -> Page:
    """Invite a colleague."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.ORGANISATION_EDIT, found)
    form = PageForm(schemas.MemberForm)
    made = form.submit(lambda data: services.invite_member(actor(), organisation_id, **data))
    if made is not None:
        flash(_("%(email)s is invited to %(name)s.", email=made.email, name=found.name), "success")
        return redirect(url_for("identity.organisation", organisation_id=organisation_id))
    return form.render("identity/member.html", organisation=found)


@blueprint.post("/organisations/<id:organisation_id>/members/<id:person_id>/remove")
@signed_in
@writes
def remove_member(organisation_id: int, person_id: int) -> Response:
    """Take a colleague out, or leave."""
    services.remove_member(actor(), organisation_id, person_id)
    name = queries.get_organisation(organisation_id).name
    if person_id == actor().person_id:
        flash(_("You have left %(name)s.", name=name), "success")
        return redirect(url_for("identity.organisations"))
    person = queries.get_person(person_id)
    flash(_("%(person)s no longer belongs to %(name)s.", person=person.name, name=name), "success")
    return redirect(url_for("identity.organisation", organisation_id=organisation_id))
