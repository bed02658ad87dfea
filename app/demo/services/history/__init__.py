"""The past of the demo in the audit log: who did what when, as the rows tell it.

It goes to the log alone: nobody is to get a letter about what was done half a year ago.
"""

from collections.abc import Iterable

from app.core import audit, facts
from app.core.db import db
from app.core.outbox import OutboxMessage
from app.demo.services.history.accounts import deeds_of_accounts
from app.demo.services.history.answers import deeds_of_answers
from app.demo.services.history.planning import deeds_of_planning
from app.demo.services.history.visitors import deeds_of_visitors
from app.demo.services.stage import Book, Deed, Stage

__all__ = ["write_history"]


def write_history(stage: Stage, books: Iterable[Book]) -> None:
    """Enter everything that was done before now into the log, in its order."""
    deeds = [*stage.deeds, *deeds_of_accounts(stage)]
    for book in books:
        for tell in (deeds_of_planning, deeds_of_answers, deeds_of_visitors):
            deeds += tell(stage, book)
    past = sorted((deed for deed in deeds if deed[0] <= stage.now), key=lambda deed: deed[0])
    audit.append(db.session(), [_message(deed) for deed in past])


def _message(deed: Deed) -> OutboxMessage:
    at, fact = deed
    return OutboxMessage(
        name=fact.name,
        payload=facts.to_payload(fact),
        actor_id=fact.actor_id,
        event_id=fact.event_id,
        occurred_at=at,
    )
