"""What challenges bring to the pages of others: panels, next steps, figures, navigation."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.challenges import queries
from app.challenges.pages.base import phase_badge
from app.challenges.rules.phases import phase_of
from app.core import clock
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.policies import can_manage_event, is_on_team
from app.events.queries import list_managed_events, list_open_portals
from app.oversight.queries import names_things
from app.web.panels import (
    Figure,
    NavItem,
    NextStep,
    calls,
    figures,
    navigation,
    next_steps,
    panel,
)

names_things(Permission.CHALLENGE_VIEW, queries.list_by_ids)

OVER = {"closed", "screening", "jury", "shortlist", "decision"}  # the jury is at work, or was


@panel("event.public", 20, "challenges/_panel_public.html")
def public_challenges(event: Any, actor: Actor) -> dict[str, Any]:
    """Show the challenges on the event's public page."""
    return {
        "challenges": queries.list_cards(event),
        "may_post": can(actor, Permission.CHALLENGE_CREATE, event),
    }


@panel("event.manage", 20, "challenges/_panel_manage.html")
def managed_challenges(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show where the challenges stand on the organiser's page."""
    if not can_manage_event(actor, event):
        return None
    return {"challenges": queries.list_of_event(event)}


@panel("cluster", 10, "challenges/_panel_cluster.html")
def standing_challenges(cluster: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the open standing challenges of a cluster on its page, and the way to open some."""
    portals = list_open_portals(clock.now(), cluster.id)
    found = queries.list_open_cards([one.id for one in portals]) if portals else ()
    may_open = can(actor, Permission.EVENT_CREATE, cluster)
    if not portals and not may_open:
        return None
    zones = {one.id: one.timezone for one in portals}
    return {"portals": portals, "challenges": found, "zones": zones, "may_open": may_open}


@figures
def open_challenges(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the challenges that are open now."""
    if can_manage_event(actor, event):
        found = queries.list_of_event(event)
        is_open = sum(phase_badge(challenge)["key"] == "open" for challenge in found)
        yield Figure(
            label=_("Open challenges"),
            value=is_open,
            note=_("of %(total)s", total=len(found)),
            url=url_for("challenges.manage_challenges", slug=event.slug),
            order=20,
        )


@calls
def state_of_calls(events: Sequence[Any]) -> dict[int, str]:
    """Say which events have a challenge that takes proposals now, or only had one before."""
    found: dict[int, str] = {}
    for row in queries.list_phases([event.id for event in events]):
        phase = phase_of(row, clock.now())
        if phase == "open" or (phase in OVER and row.event_id not in found):
            found[row.event_id] = "open" if phase == "open" else "closed"
    return found


@next_steps
def reviews(actor: Actor) -> Iterator[NextStep]:
    """Tell organisers which challenges wait for their review."""
    events = {event.id: event for event in list_managed_events(actor)}
    for challenge in queries.list_waiting(sorted(events)) if events else ():
        yield NextStep(
            title=_("Review the challenge “%(title)s”", title=challenge.title),
            url=url_for(
                "challenges.manage_challenge",
                slug=events[challenge.event_id].slug,
                challenge_id=challenge.id,
            ),
            due_at=challenge.opens_at,
            zone=events[challenge.event_id].timezone,
            note=challenge.owner_organisation.name,
            icon="document",
        )


@next_steps
def drafts(actor: Actor) -> Iterator[NextStep]:
    """Tell owners which of their challenges are not sent for review yet."""
    if not actor.organisation_ids:
        return
    for challenge in queries.list_owned(actor):
        if challenge.phase == "draft":
            title = challenge.title or _("your new challenge")
            yield NextStep(
                title=_("Finish “%(title)s” and send it for review", title=title),
                url=url_for("challenges.edit_challenge", challenge_id=challenge.id),
                due_at=challenge.opens_at,
                zone=challenge.event.timezone,
                note=challenge.event.name,
                icon="edit",
            )


@panel("public.bar", 10, "challenges/_panel_bar.html")
def own_challenges(actor: Actor) -> dict[str, Any] | None:
    """Lead people of a company that owns challenges to them from the public pages, too."""
    return {} if queries.owns_any(actor) else None


@navigation
def entries(actor: Actor, event: Any) -> Iterator[NavItem]:
    """Lead organisers to the challenges of their event, owners to their own from anywhere."""
    if event is not None and can_manage_event(actor, event):
        url = url_for("challenges.manage_challenges", slug=event.slug)
        yield NavItem(label=_("Challenges"), url=url, icon="challenge", order=20)
    elif event is not None and is_on_team(actor, event):
        if queries.owns_any(actor):
            yield _own_entry(order=75)
    elif actor.organisation_ids:
        yield _own_entry(order=25)


def _own_entry(order: int) -> NavItem:
    url = url_for("challenges.list_own_challenges")
    label = _("My challenges")
    return NavItem(label=label, short=_("Challenges"), url=url, icon="challenge", order=order)
