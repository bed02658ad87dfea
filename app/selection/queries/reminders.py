"""Reminders of drafts with how far each is; whoever sends mail says what became of it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.challenges.models import Challenge
from app.core import clock
from app.core.authz import Actor
from app.core.db import db
from app.events.models import Event
from app.events.policies import fence
from app.proposals.models import Proposal
from app.selection.models import DraftReminder, RemindedDraft
from app.support.rules.progress import Progress, progress_of
from challenges.lifecycle import ProposalState

# By reminder and state of a mail: how many there are.
Tell = Callable[[int, Collection[int]], Mapping[int, Mapping[str, int]]]
MOST = 50
SENT_WITHIN = timedelta(hours=1)
_tellers: list[Tell] = []


def tells_what_became_of_reminders(tell: Tell) -> Tell:
    """Register what knows the mails of an event's reminders."""
    _tellers[:] = [tell]
    return tell


@dataclass(frozen=True)
class Followed:
    """A reminder, and how far it is."""

    reminder: DraftReminder
    progress: Progress

    @property
    def is_under_way(self) -> bool:
        """Whether its mails are still being sent; whoever handed in meanwhile gets none."""
        is_fresh = self.reminder.sent_at > clock.now() - SENT_WITHIN
        return is_fresh and self.progress.waiting > 0


def follow_reminders(actor: Actor, event: Event) -> list[Followed]:
    """Return the latest reminders of an event's drafts; within a fence only the own cluster's."""
    query = (
        select(DraftReminder)
        .join(DraftReminder.challenge)
        .where(Challenge.event_id == event.id)
        .options(joinedload(DraftReminder.challenge), joinedload(DraftReminder.sent_by))
        .order_by(DraftReminder.sent_at.desc(), DraftReminder.id)
        .limit(MOST)
    )
    if not fence(actor, event).is_open:
        query = query.where(DraftReminder.sent_by_id == actor.person_id)
    found = db.session.scalars(query).all()
    counts = _counts(event.id, found)
    return [Followed(one, progress_of(one.recipients, counts.get(one.id, {}))) for one in found]


def _counts(event_id: int, found: Sequence[DraftReminder]) -> Mapping[int, Mapping[str, int]]:
    if not found or not _tellers:
        return {}
    return _tellers[0](event_id, [one.id for one in found])


def list_reminded(reminder_id: int) -> Sequence[Proposal]:
    """Return the proposals of a reminder that are drafts still, with their writers."""
    query = (
        select(Proposal)
        .join(RemindedDraft, RemindedDraft.proposal_id == Proposal.id)
        .where(RemindedDraft.reminder_id == reminder_id, Proposal.state == ProposalState.DRAFT)
        .options(
            joinedload(Proposal.created_by),
            joinedload(Proposal.organisation),
            joinedload(Proposal.challenge).joinedload(Challenge.event),
        )
        .order_by(Proposal.id)
    )
    return db.session.scalars(query).all()
