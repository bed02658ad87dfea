"""What letters and replies bring to the pages of others: the letter, next steps, the tabs."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.events.queries import list_managed_events
from app.feedback.queries.certificates import find_certificate
from app.feedback.queries.letters import find_letter
from app.feedback.queries.replying import count_unrouted, find_reply, list_to_answer
from app.proposals.policies import is_inside
from app.web.panels import NextStep, next_steps, panel
from app.web.tabs import jury_tab

jury_tab(30, lazy_gettext("Letters"), "feedback.list_letters", "feedback.word_letter")
jury_tab(40, lazy_gettext("Replies"), "feedback.list_replies")


@panel("proposal.view", 20, "feedback/_letter.html")
def letter(proposal: Any, actor: Actor) -> dict[str, Any] | None:
    """Lead the authors of a proposal that was decided to their letter."""
    if not is_inside(actor, proposal) or not can(actor, Permission.FEEDBACK_VIEW, proposal):
        return None
    found = find_letter(proposal.id)
    if found is None or found.told_at is None:
        return None
    return {
        "proposal_id": proposal.id,
        "reply": find_reply(proposal.id),
        "certificate": find_certificate(proposal.id),
    }


@next_steps
def replies(actor: Actor) -> Iterator[NextStep]:
    """Tell organisers which replies need a reader, and readers which wait for their answer."""
    if not actor.is_signed_in:
        return
    for one in list_to_answer(actor):
        yield NextStep(
            title=_("Answer a reply to an outcome: %(title)s", title=one.proposal.title),
            url=url_for("feedback.view_reply", reply_id=one.id),
            note=one.challenge.title,
            icon="mail",
        )
    events = {
        one.id: one for one in list_managed_events(actor) if can(actor, Permission.JURY_MANAGE, one)
    }
    for event_id, number in (count_unrouted(events) if events else {}).items():
        yield NextStep(
            title=ngettext(
                "%(num)s reply to an outcome needs a reader",
                "%(num)s replies to outcomes need a reader",
                number,
            ),
            url=url_for("juries.manage_jury", slug=events[event_id].slug),
            note=events[event_id].name,
            icon="mail",
        )
