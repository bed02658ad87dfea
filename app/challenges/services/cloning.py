"""Starting from a challenge of an earlier event: the words and criteria stay, the dates go."""

from typing import Any

from app.challenges.facts import ChallengeCloned
from app.challenges.models import Challenge
from app.challenges.policies import is_owner
from app.challenges.queries import brief_of, get_visible_challenge
from app.challenges.queries.clones import is_still_member, list_to_clone
from app.challenges.rules.drafting import values_of
from app.challenges.services.writing import fill
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.facts import record
from app.core.permissions import Permission
from app.events.models import Event
from challenges.brief import THEMES


def clone_challenge(actor: Actor, challenge_id: int, event: Event) -> Challenge:
    """Copy an earlier challenge of one's own organisation into an event, as a draft."""
    source = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.CHALLENGE_CREATE, event)
    if not is_owner(actor, source):
        raise Forbidden("not_your_organisation", field="challenge_id")
    return _copy(actor, source, event, actor.person_id)


def clone_event_challenges(actor: Actor, source: Event, event: Event) -> list[Challenge]:
    """Copy the published challenges of an earlier event as drafts of their owners.

    Those that were copied before are left out. The writers are told by mail.
    """
    authorize(actor, Permission.EVENT_MANAGE, source)
    authorize(actor, Permission.EVENT_MANAGE, event)
    if source.id == event.id:
        raise Invalid("same_event", field="source")
    copies = []
    for one in list_to_clone(source, event):
        is_there = is_still_member(one.created_by_id, one.owner_organisation_id)
        copies.append(_copy(actor, one, event, one.created_by_id if is_there else actor.person_id))
    return copies


def _copy(actor: Actor, source: Challenge, event: Event, writer_id: int | None) -> Challenge:
    copy = Challenge(
        event_id=event.id,
        event=event,
        owner_organisation_id=source.owner_organisation_id,
        created_by_id=writer_id,
        cloned_from_id=source.id,
        brief_id=source.brief_id,
        title="",
        theme=THEMES[0],
    )
    db.session.add(copy)
    values: dict[str, Any] = values_of(brief_of(source))
    fill(copy, values | {"sponsor_name": source.sponsor_name})
    db.session.flush()
    record(
        ChallengeCloned(
            actor_id=actor.person_id,
            event_id=event.id,
            challenge_id=copy.id,
            source_id=source.id,
            title=copy.title,
        )
    )
    return copy
