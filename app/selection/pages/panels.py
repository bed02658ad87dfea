"""What the way to the shortlist brings to the pages of others: the right of reply, next steps."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.queries import list_managed_events
from app.proposals.policies import export_fence, is_author
from app.selection.queries.clocks import (
    find_clocks,
    has_broken_promise,
    list_overdue_of_events,
    list_overdue_of_owners,
)
from app.selection.queries.screening import count_replied, find_finding, list_to_reply
from app.selection.rules.screening import reply_state
from app.web.panels import NextStep, next_steps, panel


@panel("proposal.view", 10, "selection/_finding.html")
def right_of_reply(proposal: Any, actor: Actor) -> dict[str, Any] | None:
    """Show authors and those who screen where the right of reply stands."""
    own = is_author(actor, proposal)
    if not own and not can(actor, Permission.PROPOSAL_SCREEN, proposal):
        return None
    finding = find_finding(proposal.id)
    if finding is None:
        return None
    return {"finding": finding, "state": reply_state(finding, clock.now()), "own": own}


@panel("challenge.beside", 20, "selection/_clocks.html")
@panel("challenge.manage", 10, "selection/_clocks.html")
def clocks(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the owner and the organisers how long applicants waited."""
    if not can(actor, Permission.CHALLENGE_EXPORT, challenge):
        return None
    seen = export_fence(actor, challenge)
    found = find_clocks(challenge, seen)
    if found is None:
        return None
    late = has_broken_promise(challenge, seen)
    return {"clocks": found, "challenge": challenge, "is_late": late}


@next_steps
def overdue(actor: Actor) -> Iterator[NextStep]:
    """Tell owners and organisers where applicants wait longer than was promised."""
    if not actor.is_signed_in:
        return
    events = list_managed_events(actor)
    run = {one.id: one for one in events}
    found = {one.challenge.id: one for one in list_overdue_of_events(actor, events)}
    if actor.organisation_ids:
        owned = list_overdue_of_owners(sorted(actor.organisation_ids))
        found = {one.challenge.id: one for one in owned} | found
    for one in found.values():
        challenge = one.challenge
        managed = run.get(challenge.event_id)
        yield NextStep(
            title=ngettext(
                "%(num)s applicant waits for the decision promised on “%(title)s”",
                "%(num)s applicants wait for the decision promised on “%(title)s”",
                one.waiting,
                title=challenge.title,
            ),
            url=url_for("challenges.manage_challenge", slug=managed.slug, challenge_id=challenge.id)
            if managed
            else url_for("challenges.view_challenge", challenge_id=challenge.id),
            due_at=one.promised_by,
            zone=challenge.event.timezone,
            note=challenge.event.name,
            icon="clock",
        )


@next_steps
def replies(actor: Actor) -> Iterator[NextStep]:
    """Tell authors until when they can reply, and those who screen which replies wait."""
    if actor.organisation_ids:
        for one in list_to_reply(actor, clock.now()):
            yield NextStep(
                title=_("Reply if “%(title)s” is eligible", title=one.proposal.title),
                url=url_for("selection.reply_to_finding", proposal_id=one.proposal_id),
                due_at=one.reply_until,
                zone=one.proposal.challenge.event.timezone,
                note=one.proposal.challenge.title,
                icon="document",
            )
    events = {
        one.id: one
        for one in list_managed_events(actor)
        if can(actor, Permission.SCREENING_EDIT, one)
    }
    for event_id, number in (count_replied(events) if events else {}).items():
        yield NextStep(
            title=ngettext(
                "%(num)s reply to a screening waits for your answer",
                "%(num)s replies to screenings wait for your answer",
                number,
            ),
            url=url_for(
                "proposals.manage_proposals", slug=events[event_id].slug, state="ineligible"
            ),
            note=events[event_id].name,
            icon="document",
        )
