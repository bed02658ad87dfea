"""Pages of who belongs to an organisation: inviting, leaving."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.identity import choices, queries, schemas, services
from app.identity.pages.frame import blueprint
from app.identity.pages.tabs import owned_part, parts_of
from app.identity.rules import MemberRole, OrganisationKind
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.proof import proved_to_change


@blueprint.route("/organisations/<id:organisation_id>/members", methods=["GET", "POST"])
@signed_in
@proved_to_change
def members(organisation_id: int) -> Page:
    """Invite a colleague."""
    found = owned_part(organisation_id)
    form = PageForm(schemas.MemberForm)
    made = form.submit(lambda data: services.invite_member(actor(), organisation_id, **data))
    if made is not None:
        flash(_("%(email)s is invited to %(name)s.", email=made.email, name=found.name), "good")
        return redirect(url_for("identity.people", organisation_id=organisation_id))
    roles = roles_in(found)
    return form.render("identity/organisation/member.html", **parts_of(found), roles=roles)


@blueprint.get("/organisations/<id:organisation_id>/people")
@signed_in
def people(organisation_id: int) -> str:
    """Show who belongs to an organisation and who is asked to."""
    found = queries.get_organisation(organisation_id)
    authorize(actor(), Permission.MEMBERSHIP_VIEW, found)
    return render_template(
        "identity/organisation/people.html",
        **parts_of(found),
        memberships=queries.list_memberships(found),
        invitations=queries.list_invitations(found),
    )


def roles_in(found: Any) -> list[tuple[str, Any, Any]]:
    """Return the roles that an organisation has, with what each of them may."""
    is_cluster = found.kind == OrganisationKind.CLUSTER
    own = [role for role in MemberRole if is_cluster or role != MemberRole.OBSERVER]
    return [(role, choices.ROLES[role], choices.ROLE_HINTS[role]) for role in own]


@blueprint.route(
    "/organisations/<id:organisation_id>/members/<id:person_id>", methods=["GET", "POST"]
)
@signed_in
@proved_to_change
def member_role(organisation_id: int, person_id: int) -> Page:
    """Give somebody another role."""
    found = owned_part(organisation_id)
    membership = queries.find_membership(organisation_id, person_id)
    if membership is None:
        raise NotFound
    form = PageForm(schemas.RoleForm, {"role": membership.role})
    saved = form.submit(
        lambda data: services.change_role(actor(), organisation_id, person_id, **data)
    )
    person = queries.get_person(person_id)
    if saved is not None:
        role = choices.label_of(choices.ROLES, saved.role)
        flash(_("%(person)s: %(role)s", person=person.name, role=role), "good")
        return redirect(url_for("identity.people", organisation_id=organisation_id))
    return form.render(
        "identity/organisation/role.html",
        **parts_of(found),
        person=person,
        roles=roles_in(found),
    )


@blueprint.post("/organisations/<id:organisation_id>/members/<id:person_id>/remove")
@signed_in
@proved_to_change
@writes
def remove_member(organisation_id: int, person_id: int) -> Response:
    """Take a colleague out, or leave."""
    services.remove_member(actor(), organisation_id, person_id)
    name = queries.get_organisation(organisation_id).name
    if person_id == actor().person_id:
        flash(_("You have left %(name)s.", name=name), "good")
        return redirect(url_for("identity.organisations"))
    person = queries.get_person(person_id)
    flash(_("%(person)s no longer belongs to %(name)s.", person=person.name, name=name), "good")
    return redirect(url_for("identity.people", organisation_id=organisation_id))
