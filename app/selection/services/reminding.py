"""Reminding those who have a draft that it is not handed in: each at most once a day."""

from app.challenges.queries import get_visible_challenge
from app.core.authz import Actor, authorize
from app.core.db import db
from app.core.errors import Conflict
from app.core.facts import record
from app.core.ids import new_id
from app.core.permissions import Permission
from app.selection.facts import DraftsReminded
from app.selection.models import DraftReminder, RemindedDraft
from app.selection.queries.drafts import list_to_remind, may_be_reminded, today


def remind_drafts(actor: Actor, challenge_id: int, *, recipients: int) -> DraftReminder:
    """Remind the writers of a challenge's drafts, as many as the preview has told of."""
    challenge = get_visible_challenge(actor, challenge_id)
    authorize(actor, Permission.DRAFT_REMIND, challenge.event)
    if not may_be_reminded(challenge):
        raise Conflict("challenge_not_open")
    drafts = list_to_remind(actor, challenge)
    if not drafts:
        raise Conflict("nobody_to_remind")
    if len(drafts) != recipients:
        raise Conflict("drafts_changed")
    reminder = DraftReminder(
        id=new_id(),
        challenge_id=challenge.id,
        sent_by_id=actor.person_id,
        recipients=len(drafts),
    )
    db.session.add(reminder)
    db.session.flush()
    for one in drafts:  # the unique key is the referee where two remind at once
        db.session.add(
            RemindedDraft(reminder_id=reminder.id, proposal_id=one.id, on_day=today(challenge))
        )
    db.session.flush()
    record(
        DraftsReminded(
            actor_id=actor.person_id,
            event_id=challenge.event_id,
            reminder_id=reminder.id,
            challenge_id=challenge.id,
            recipients=reminder.recipients,
        )
    )
    return reminder
