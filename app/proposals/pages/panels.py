"""What proposals bring to the pages of others: actions, panels, next steps, navigation."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from app.challenges.policies import is_owner
from app.challenges.rules.phases import has_closed, is_open
from app.core import clock
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.policies import EVERYBODY, can_manage_event, is_on_team
from app.oversight.queries import names_things
from app.proposals import queries
from app.proposals.rules import is_editable
from app.web.panels import Figure, NavItem, NextStep, figures, navigation, next_steps, panel
from app.web.tabs import BOARD

SHOWN_AT_HOME = 5

names_things(Permission.PROPOSAL_VIEW, queries.list_submitted)


@panel("challenge.action", 10, "proposals/_action.html")
def write_proposal(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Offer to write a proposal while the challenge is open, or to go on with it."""
    own = actor.organisation_ids == {challenge.owner_organisation_id}
    if own or not is_open(challenge, clock.now()):
        return None
    mine = queries.list_own_for(actor, challenge.id) if actor.organisation_ids else []
    return {"challenge": challenge, "mine": mine}


@panel("challenge.action", 30, "proposals/_action_export.html")
def export(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Lead those who may read all proposals of a challenge to their export."""
    return {"challenge": challenge} if can(actor, Permission.CHALLENGE_EXPORT, challenge) else None


@panel("challenge.rounds", 10, "proposals/_panel_rounds.html")
def figures_of_rounds(rounds: Any, actor: Actor) -> dict[str, Any] | None:
    """Show how many proposals came in each round, and what became of them.

    Organisers see it within their fence, the owner once a round has closed.
    """
    found = [one for one, _phase in rounds if one.round is not None]
    event = found[0].event if found else None
    if event is None or not actor.is_signed_in:
        return None
    manages = can_manage_event(actor, event)
    if not manages:
        found = [o for o in found if is_owner(actor, o) and has_closed(o, clock.now())]
    funnels = queries.list_funnels(event, queries.sight_of(actor, event) if manages else EVERYBODY)
    rows = {one.challenge.id: one for one in funnels}
    shown = [(one.round, rows[one.id]) for one in found if one.id in rows]
    return {"rows": shown} if shown else None


@panel("home", 20, "proposals/_panel_home.html")
def to_answer(actor: Actor) -> dict[str, Any] | None:
    """Show the open challenges that the reader's organisation can answer, the most urgent few."""
    if not actor.organisation_ids:
        return None
    found = queries.list_to_answer(actor, clock.now())
    return {"challenges": found[:SHOWN_AT_HOME], "total": len(found)} if found else None


@figures
def submitted(actor: Actor, event: Any) -> Iterator[Figure]:
    """Count the proposals that were handed in."""
    if can_manage_event(actor, event):
        funnels = queries.list_funnels(event, queries.sight_of(actor, event))
        started = sum(one.started for one in funnels)
        yield Figure(
            label=_("Proposals submitted"),
            value=sum(one.submitted for one in funnels),
            note=_("of %(total)s started", total=started),
            url=url_for("proposals.manage_proposals", slug=event.slug),
            order=30,
        )


@next_steps
def drafts(actor: Actor) -> Iterator[NextStep]:
    """Tell authors which proposals they have not handed in yet, and until when they can."""
    if not actor.organisation_ids:
        return
    now = clock.now()
    for proposal in queries.list_own(actor):
        if proposal.state == "draft" and is_editable(proposal, now):
            title = proposal.title or proposal.challenge.title
            yield NextStep(
                title=_("Submit your proposal “%(title)s”", title=title),
                url=url_for("proposals.edit_proposal", proposal_id=proposal.id),
                due_at=proposal.challenge.closes_at,
                zone=proposal.challenge.event.timezone,
                note=proposal.challenge.title,
                icon="document",
            )


@navigation
def entries(actor: Actor, event: Any) -> Iterator[NavItem]:
    """Lead organisers to the board of their event, authors to their proposals."""
    if event is not None and can_manage_event(actor, event):
        url = url_for("proposals.manage_proposals", slug=event.slug)
        covers = tuple(part["url"] for part in BOARD.tabs(event, slug=event.slug).parts)
        yield NavItem(label=_("Proposals"), url=url, icon="document", order=30, covers=covers)
    elif actor.is_signed_in and (event is None or not is_on_team(actor, event)):
        url = url_for("proposals.list_own_proposals")
        yield NavItem(
            label=_("My proposals"), short=_("Proposals"), url=url, icon="document", order=20
        )
