"""The team of an event, and its partners."""

from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.authz import can
from app.core.ids import encode_id
from app.core.permissions import Permission
from app.events import queries, schemas, services
from app.events.messages import ROLE_HINTS, ROLES
from app.events.pages.frame import EVENT, blueprint, get_editable_event
from app.events.policies import may_name, role_on, seat_on
from app.events.rules import ROLES_OF_A_DAY, TeamRole
from app.identity.queries import list_invitations_of
from app.identity.rules import Purpose
from app.web.buttons import attempt
from app.web.forms import Page, PageForm
from app.web.guards import actor, signed_in, writes
from app.web.proof import proved_to_change

USUAL = (TeamRole.DESK, TeamRole.SCANNER, TeamRole.CO_ORGANISER)


@blueprint.route("/manage/<slug>/team", methods=["GET", "POST"])
@signed_in
@proved_to_change
def team(slug: str) -> Page:
    """Show the team and who is asked onto it, and ask somebody."""
    event = get_editable_event(slug, Permission.EVENT_STAFF)
    roles = _roles(event)
    offered = [role for role, *_words in roles]
    usual = next((role for role in USUAL if role in offered), None)
    form = PageForm(schemas.TeamForm, {"role": usual})
    sent = form.submit(lambda data: services.invite_team_member(actor(), slug, **data))
    if sent is not None:
        flash(_("%(email)s is invited to the team.", email=sent.email), "good")
        return redirect(url_for("events.team", slug=slug))
    return form.render(
        "events/team.html",
        event=event,
        members=queries.list_team(event),
        partners=queries.list_partners(event),
        invitations=_invitations(event, Purpose.TEAM),
        asked=_invitations(event, Purpose.PARTNER),
        roles=roles,
        clusters=_clusters(event),
        may_name=partial(may_name, actor(), event),
        tabs=EVENT.tabs(event, slug=event.slug),
    )


def _invitations(event: Any, purpose: Purpose) -> list[Any]:
    """Return the open invitations that the actor answers for."""
    found = list_invitations_of(event.id, purpose)
    return [one for one in found if can(actor(), Permission.INVITATION_EDIT, one)]


def _roles(event: Any) -> list[tuple[Any, Any, Any]]:
    """Return the roles that the actor may give, with their words."""
    seat = seat_on(actor(), event)
    own = seat.organisation_id if seat else None
    absent = ROLES_OF_A_DAY if event.is_portal else frozenset()
    offered = [role for role in TeamRole if role not in absent]
    given = [role for role in offered if may_name(actor(), event, role, own)]
    return [(role, ROLES[role], ROLE_HINTS[role]) for role in given]


def _clusters(event: Any) -> list[tuple[str, str]]:
    """Return the clusters that a lead can let a new member act for; others have no choice."""
    if role_on(actor(), event) != TeamRole.LEAD:
        return []
    return [(encode_id(one.id), one.name) for one in queries.list_clusters(event)]


@blueprint.route("/manage/<slug>/team/<id:member_id>", methods=["GET", "POST"])
@signed_in
@proved_to_change
def change_team_member(slug: str, member_id: int) -> Page:
    """Give a member of the team another role or cluster."""
    event = get_editable_event(slug, Permission.EVENT_STAFF)
    member = queries.get_member(event, member_id)
    own = encode_id(member.organisation_id) if member.organisation_id else None
    form = PageForm(schemas.PlaceForm, {"role": member.role, "organisation_id": own})
    changed = form.submit(
        lambda data: services.change_team_member(actor(), slug, member_id, **data)
    )
    if changed is not None:
        flash(_("%(name)s has another place on the team.", name=changed.person.name), "good")
        still = can(actor(), Permission.EVENT_STAFF, queries.get_event(slug))
        there = "events.team" if still else "events.manage_event"
        return redirect(url_for(there, slug=slug))
    return form.render(
        "events/member.html",
        event=event,
        member=member,
        roles=_roles(event),
        clusters=_clusters(event),
        tabs=EVENT.tabs(event, slug=event.slug),
    )


@blueprint.post("/manage/<slug>/team/<id:member_id>/remove")
@signed_in
@proved_to_change
def remove_team_member(slug: str, member_id: int) -> Response:
    """Take somebody off the team, or leave it."""
    said = _("The team is smaller by one.")
    attempt(lambda: services.remove_team_member(actor(), slug, member_id), said)
    event = next((one for one in queries.list_events_of(actor()) if one.slug == slug), None)
    if event is None:
        return redirect(url_for("events.home"))
    there = "events.team" if can(actor(), Permission.EVENT_STAFF, event) else "events.manage_event"
    return redirect(url_for(there, slug=slug))


@blueprint.route("/manage/<slug>/partners/new", methods=["GET", "POST"])
@signed_in
@proved_to_change
def new_partner(slug: str) -> Page:
    """Ask another cluster to run the event beside the lead."""
    event = get_editable_event(slug)
    form = PageForm(schemas.PartnerForm)
    if form.submit(lambda data: services.ask_partner(actor(), slug, **data)) is not None:
        flash(_("The owners of the cluster are asked. It is a partner once one accepts."), "good")
        return redirect(url_for("events.team", slug=slug))
    return form.render("events/partner.html", event=event, tabs=EVENT.tabs(event, slug=event.slug))


@blueprint.post("/manage/<slug>/partners/<id:partner_id>/remove")
@signed_in
@proved_to_change
@writes
def remove_partner(slug: str, partner_id: int) -> Response:
    """Let a cluster no longer run the event."""
    services.remove_partner(actor(), slug, partner_id)
    flash(_("The event has one partner less."), "good")
    stays = any(one.slug == slug for one in queries.list_events_of(actor()))
    return redirect(url_for("events.team", slug=slug) if stays else url_for("events.home"))
