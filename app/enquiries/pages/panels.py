"""What questions bring to the pages of others: a panel on a challenge, a list, next steps."""

from collections.abc import Iterator
from typing import Any

from flask import url_for
from flask_babel import ngettext

from app.challenges.rules.phases import is_published
from app.core.authz import Actor, can
from app.core.permissions import Permission
from app.enquiries import queries
from app.enquiries.pages.base import clock_context
from app.enquiries.rules import clock_of
from app.events.queries import list_managed_events
from app.web.panels import NextStep, next_steps, panel

SHOWN, MOST_FOLLOWED = 5, 100


@panel("challenge.talk", 10, "enquiries/_panel.html")
def talk(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Show the newest answers of a challenge, and until when one may ask."""
    if not is_published(challenge):
        return None
    found = queries.list_published(challenge.id, SHOWN + 1)
    return {
        "challenge": challenge,
        "published": found[:SHOWN],
        "has_more": len(found) > SHOWN,
        "may_ask": can(actor, Permission.CHALLENGE_ASK, challenge),
        "may_answer": can(actor, Permission.ENQUIRY_VIEW, challenge),
        **clock_context(challenge),
    }


@panel("challenge.action", 20, "enquiries/_follow.html")
def follow(challenge: Any, actor: Actor) -> dict[str, Any] | None:
    """Offer to follow a challenge, or to end that."""
    if not can(actor, Permission.CHALLENGE_FOLLOW, challenge):
        return None
    return {"challenge": challenge, "follows": queries.is_following(actor, challenge.id)}


@panel("challenges.mine", 10, "enquiries/_followed.html")
def followed(actor: Actor) -> dict[str, Any] | None:
    """Show the challenges that the actor follows."""
    found = queries.list_followed(actor, MOST_FOLLOWED)
    return {"followed": found} if found else None


@next_steps
def questions(actor: Actor) -> Iterator[NextStep]:
    """Tell owners and organisers which questions wait for them."""
    if not actor.is_signed_in:
        return
    events = [event.id for event in list_managed_events(actor)]
    if not events and not actor.organisation_ids:
        return
    for one in queries.list_waiting(actor.organisation_ids, events):
        clock = clock_of(one.challenge, one.challenge.event.timezone)
        yield NextStep(
            title=_title(one),
            url=url_for("enquiries.list_waiting", challenge_id=one.challenge.id),
            due_at=clock.answer_by if clock else None,
            zone=one.challenge.event.timezone,
            note=one.challenge.title,
            icon="edit",
        )


def _title(waiting: queries.Waiting) -> str:
    if waiting.open:
        return ngettext(
            "%(num)s question waits for your answer",
            "%(num)s questions wait for your answer",
            waiting.open,
        )
    return ngettext("Publish %(num)s answer", "Publish %(num)s answers", waiting.answered)
