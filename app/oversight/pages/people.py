"""The operator's pages of people and organisations."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import authorize
from app.core.permissions import Permission
from app.identity.messages import KINDS
from app.identity.queries import get_organisation, get_person, list_sessions
from app.oversight import queries, schemas, services
from app.oversight.messages import ways_in
from app.oversight.pages.frame import blueprint
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in
from app.web.paging import numbered
from app.web.proof import proved, proved_to_change


@blueprint.get("/admin/people")
@signed_in
def admin_people() -> str:
    """List the accounts, found by name or address."""
    authorize(actor(), Permission.PERSON_ADMINISTER)
    text = request.args.get("q", "").strip()[:100]
    found, turns = numbered(lambda limit, offset: queries.list_people(text, limit, offset))
    return render_template(
        "oversight/people.html",
        people=found,
        text=text,
        **turns,
    )


@blueprint.route("/admin/people/<id:person_id>", methods=["GET", "POST"])
@signed_in
@proved_to_change
def admin_person(person_id: int) -> Page:
    """Show an account; a POST closes it, with a reason."""
    authorize(actor(), Permission.PERSON_ADMINISTER)
    person = get_person(person_id)
    form = PageForm(schemas.DisableForm)
    if form.submit(lambda data: services.disable_person(actor(), person_id, **data)) is not None:
        flash(_("The account of %(name)s is closed.", name=person.name), "good")
        return redirect(url_for("oversight.admin_person", person_id=person_id))
    return form.render(
        "oversight/person.html",
        person=person,
        memberships=queries.list_places_of(person),
        sessions=len(list_sessions(person.id)),
        ways=ways_in(queries.count_ways(person)),
    )


@blueprint.post("/admin/people/<id:person_id>/enable")
@signed_in
@proved_to_change
def enable_person(person_id: int) -> Response:
    """Open a closed account again."""
    said = _("The account is open again.")
    return _act(person_id, lambda: services.enable_person(actor(), person_id), said)


@blueprint.post("/admin/people/<id:person_id>/end-sessions")
@signed_in
@proved_to_change
def end_person_sessions(person_id: int) -> Response:
    """Sign a person out everywhere."""
    said = _("Every device of this person is signed out.")
    return _act(person_id, lambda: services.end_sessions(actor(), person_id), said)


@blueprint.post("/admin/people/<id:person_id>/appoint")
@signed_in
@proved
def appoint_operator(person_id: int) -> Response:
    """Trust a person with the installation."""
    said = _("There is one more operator.")
    return _act(person_id, lambda: services.appoint(actor(), person_id), said)


@blueprint.post("/admin/people/<id:person_id>/dismiss")
@signed_in
@proved
def dismiss_operator(person_id: int) -> Response:
    """Take the installation from an operator; the last one stays."""
    said = _("There is one operator less.")
    return _act(person_id, lambda: services.dismiss(actor(), person_id), said)


def _act(person_id: int, act: Callable[[], Any], said: str) -> Response:
    """Do something to an account and say so, or say why not."""
    attempt(act, said)
    if person_id == actor().person_id:
        return redirect(url_for("events.home"))
    return redirect(url_for("oversight.admin_person", person_id=person_id))


@blueprint.get("/admin/organisations")
@signed_in
def admin_organisations() -> str:
    """List the organisations, found by name."""
    authorize(actor(), Permission.ORGANISATION_ADMINISTER)
    text = request.args.get("q", "").strip()[:100]
    found, turns = numbered(lambda limit, offset: queries.list_organisations(text, limit, offset))
    return render_template(
        "oversight/organisations.html",
        organisations=found,
        text=text,
        **turns,
    )


@blueprint.route("/admin/organisations/<id:organisation_id>", methods=["GET", "POST"])
@signed_in
def admin_organisation(organisation_id: int) -> Page:
    """Change what an organisation is called and what it is."""
    authorize(actor(), Permission.ORGANISATION_ADMINISTER)
    organisation = get_organisation(organisation_id)
    start = {"name": organisation.name, "kind": organisation.kind}
    form = PageForm(schemas.NamingForm, start)
    changed = form.submit(
        lambda data: services.administer_organisation(actor(), organisation_id, **data)
    )
    if changed is not None:
        flash(_("%(name)s is saved.", name=changed.name), "good")
        return redirect(url_for("oversight.admin_organisations"))
    return form.render(
        "oversight/organisation.html",
        organisation=organisation,
        kinds=list(KINDS.items()),
    )
