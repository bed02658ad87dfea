"""The team of an event, and its partners."""

from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events import queries, schemas, services
from app.events.messages import ROLE_HINTS, ROLES
from app.events.pages.frame import blueprint, get_editable_event, tabs
from app.events.policies import may_name, role_on, seat_on
from app.events.rules import TeamRole
from app.web.forms import PageForm
from app.web.guards import actor, signed_in, writes

Page = tuple[str, int] | Response


@blueprint.route("/manage/<slug>/team", methods=["GET", "POST"])
@signed_in
def team(slug: str) -> Page:
    """Show the team, and put somebody on it."""
    event = get_editable_event(slug, Permission.EVENT_STAFF)
    form = PageForm(schemas.TeamForm, {"role": TeamRole.DESK})
    member = form.submit(lambda data: services.add_team_member(actor(), slug, **data))
    if member is not None:
        flash(_("%(name)s is on the team.", name=member.person.name), "good")
        return redirect(url_for("events.team", slug=slug))
    return form.render(
        "events/team.html",
        event=event,
        members=queries.list_team(event),
        partners=queries.list_partners(event),
        roles=_roles(event),
        clusters=_clusters(event),
        may_name=partial(may_name, actor(), event),
        tabs=tabs(event, "team"),
    )


def _roles(event: Any) -> list[tuple[Any, Any, Any]]:
    """Return the roles that the actor may give, with their words."""
    seat = seat_on(actor(), event)
    own = seat.organisation_id if seat else None
    given = [role for role in TeamRole if may_name(actor(), event, role, own)]
    return [(role, ROLES[role], ROLE_HINTS[role]) for role in given]


def _clusters(event: Any) -> list[tuple[str, str]]:
    """Return the clusters that a lead can let a new member act for; others have no choice."""
    if role_on(actor(), event) != TeamRole.LEAD:
        return []
    return [(encode_id(one.id), one.name) for one in queries.list_clusters(event)]


@blueprint.post("/manage/<slug>/team/<id:member_id>/remove")
@signed_in
def remove_team_member(slug: str, member_id: int) -> Response:
    """Take somebody off the team."""
    form = PageForm(schemas.TeamForm)
    form.run(lambda: services.remove_team_member(actor(), slug, member_id))
    if form.errors:
        flash(" ".join(form.errors[""]), "bad")
    else:
        flash(_("The team is smaller by one."), "good")
    own = any(one.slug == slug for one in queries.list_managed_events(actor()))
    return redirect(url_for("events.team", slug=slug) if own else url_for("events.home"))


@blueprint.route("/manage/<slug>/partners/new", methods=["GET", "POST"])
@signed_in
def new_partner(slug: str) -> Page:
    """Let another cluster run the event beside the lead."""
    event = get_editable_event(slug)
    form = PageForm(schemas.PartnerForm)
    if form.submit(lambda data: services.add_partner(actor(), slug, **data)) is not None:
        flash(_("The event has one more partner."), "good")
        return redirect(url_for("events.team", slug=slug))
    return form.render("events/partner.html", event=event, tabs=tabs(event, "team"))


@blueprint.post("/manage/<slug>/partners/<id:partner_id>/remove")
@signed_in
@writes
def remove_partner(slug: str, partner_id: int) -> Response:
    """Let a cluster no longer run the event."""
    services.remove_partner(actor(), slug, partner_id)
    flash(_("The event has one partner less."), "good")
    return redirect(url_for("events.team", slug=slug))
