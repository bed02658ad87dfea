"""What matching brings to the pages of others: panels and next steps."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.challenges.rules.phases import has_closed
from app.core import clock
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.policies import can_manage_event
from app.matching.queries import invitations, suggestions
from app.web.panels import NextStep, next_steps, panel

SHOWN = 3


@panel("home", 15, "matching/_panel_home.html")
def suited(actor: Actor) -> dict[str, Any] | None:
    """Show the challenges that suit the reader's organisations best."""
    if not actor.organisation_ids:
        return None
    found = suggestions.list_suggestions(sorted(actor.organisation_ids), clock.now(), limit=SHOWN)
    return {"rows": found} if found else None


@panel("challenges.list", 10, "matching/_panel_list.html")
def suited_at(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Show which challenges of an event suit the reader's organisations."""
    if not actor.organisation_ids:
        return None
    ids = sorted(actor.organisation_ids)
    here = suggestions.Wish(event_id=event.id)
    found = suggestions.list_suggestions(ids, clock.now(), here, limit=SHOWN)
    return {"rows": found} if found else None


@panel("challenge.beside", 10, "matching/_panel_beside.html")
def beside(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Tell owners who suits a challenge, and its readers why it suits them."""
    if not actor.organisation_ids or has_closed(challenge, clock.now()):
        return None
    ids = sorted(actor.organisation_ids)
    rows = suggestions.list_for_challenge(ids, challenge.id)
    may_invite = can(actor, Permission.CANDIDATE_VIEW, challenge)
    if not rows and not may_invite:
        return None
    return {
        "rows": rows,
        "totals": suggestions.count_suited([challenge])[0] if may_invite else None,
        "challenge": challenge,
    }


@panel("event.manage", 22, "matching/_panel_manage.html")
def gaps(event: Any, actor: Actor) -> dict[str, Any] | None:
    """Tell organisers which open challenges nobody suits."""
    if not can_manage_event(actor, event):
        return None
    found = suggestions.count_suited(suggestions.list_live_of(event, clock.now()))
    if not found:
        return None
    return {"total": len(found), "without": [one for one in found if not one.organisations]}


@next_steps
def unanswered(actor: Actor) -> Iterator[NextStep]:
    """Tell owners which invitations to challenges wait for their answer."""
    if not actor.administered_ids:
        return
    now = clock.now()
    for one in invitations.list_unanswered(sorted(actor.administered_ids)):
        if not has_closed(one.challenge, now):
            yield NextStep(
                title=_("Answer the invitation to “%(title)s”", title=one.challenge.title),
                url=url_for("matching.list_suggestions", organisation_id=one.organisation_id),
                due_at=one.challenge.closes_at,
                zone=one.challenge.event.timezone,
                note=one.challenge.owner_organisation.name,
                icon="challenge",
            )
