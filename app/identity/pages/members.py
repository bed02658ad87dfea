"""Pages of who belongs to an organisation: inviting, answering, leaving."""

from collections.abc import Iterator

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import Actor, authorize
from app.core.permissions import Permission
from app.identity import queries, schemas, services
from app.identity.pages.frame import HOME, Page, blueprint
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes
from app.web.panels import NextStep, next_steps


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


@blueprint.post("/organisations/<id:organisation_id>/invitations/<id:invitation_id>/withdraw")
@signed_in
@writes
def withdraw_invitation(organisation_id: int, invitation_id: int) -> Response:
    """Take an invitation back."""
    services.withdraw_invitation(actor(), organisation_id, invitation_id)
    flash(_("The invitation is withdrawn."), "success")
    return redirect(url_for("identity.organisation", organisation_id=organisation_id))


@blueprint.get("/invitations/<link>")
@signed_in
def invitation(link: str) -> str:
    """Show who asks the reader into which organisation."""
    found = services.open_invitation(actor(), link)
    return render_template("identity/invitation.html", invitation=found, link=link)


@blueprint.post("/invitations/<link>/accept")
@signed_in
@writes
def accept_invitation(link: str) -> Response:
    """Join the organisation."""
    joined = services.accept_invitation(actor(), services.open_invitation(actor(), link))
    flash(_("You now belong to %(name)s.", name=joined.name), "success")
    return redirect(url_for("identity.organisation", organisation_id=joined.id))


@blueprint.post("/invitations/<link>/decline")
@signed_in
@writes
def decline_invitation(link: str) -> Response:
    """Let the invitation go."""
    services.decline_invitation(actor(), services.open_invitation(actor(), link))
    flash(_("The invitation is declined."), "success")
    return redirect(HOME)


@next_steps
def invitations(who: Actor) -> Iterator[NextStep]:
    """Tell people which organisations ask them to join."""
    for one in queries.list_invitations_to(who):
        yield NextStep(
            title=_(
                "%(person)s asks you to join %(organisation)s",
                person=one.invited_by.name,
                organisation=one.organisation.name,
            ),
            url=url_for("identity.invitation", link=services.link_of(one)),
            note=_("Accept or decline"),
            icon="building",
        )
