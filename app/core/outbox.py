"""The outbox: facts waiting for their subscribers, stored with the change that they tell of."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, Text, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock, facts, jobs
from app.core.db import Base, db
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import Json, Sequence, UTCDateTime

RELAY = "relay_fact"


class OutboxMessage(Base):
    """A fact on its way to the subscribers; its words are forgotten once they have them."""

    __tablename__ = "outbox_message"
    __about__ = About(
        whose=(),
        purpose="What happened, on its way to those who are told",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.DELETED,
        days=30,
        since="occurred_at",
        recipients=(Recipient.OPERATOR,),
    )
    __table_args__ = (Index("ix_outbox_message_dead_at", "dead_at"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    words: Mapped[dict[str, Any]] = mapped_column(
        Json, default=dict, info=personal(Category.CONTENT)
    )
    actor_id: Mapped[int | None] = mapped_column(BigInteger)
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    occurred_at: Mapped[datetime] = mapped_column(UTCDateTime)
    relayed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text, info=IMPERSONAL)
    dead_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


def store(session: Session, recorded: list[facts.Fact], at: datetime) -> list[OutboxMessage]:
    """Store facts as messages and enqueue their relay, all in the current transaction."""
    messages = [
        OutboxMessage(
            name=fact.name,
            payload=facts.to_payload(fact),
            words=facts.words_of(fact) if facts.subscribers_of(fact.name) else {},
            actor_id=fact.actor_id,
            event_id=fact.event_id,
            occurred_at=at,
        )
        for fact in recorded
    ]
    session.add_all(messages)
    session.flush()
    for message in messages:
        if facts.subscribers_of(message.name):
            jobs.enqueue(RELAY, message_id=message.id)
    return messages


def relay(message_id: int) -> None:
    """Call every subscriber of one message; run inside a unit of work by the worker.

    Subscribers are idempotent: after a crash the message is relayed again.
    """
    message = db.session.get(OutboxMessage, message_id)
    if message is None or message.relayed_at or message.dead_at:
        return
    fact = facts.from_payload(
        message.name,
        message.payload | message.words,
        actor_id=message.actor_id,
        event_id=message.event_id,
        fact_id=message.id,
    )
    for react in facts.subscribers_of(message.name):
        react(fact)
    message.relayed_at, message.words = clock.now(), {}


def note_failure(message_id: int, error: str) -> None:
    """Count a failed relay."""
    _change(message_id, attempts=OutboxMessage.attempts + 1, last_error=error[:2000])


def give_up(error: str, *, message_id: int) -> None:
    """Mark a message as dead, which the organisers are shown: nobody will be told of it."""
    _change(message_id, dead_at=clock.now(), last_error=error[:2000])


def revive(*, message_id: int) -> None:
    """Let a dead message be relayed again."""
    _change(message_id, dead_at=None, attempts=0)


def _change(message_id: int, **values: object) -> None:
    """Change a message that is not relayed."""
    waiting = (OutboxMessage.id == message_id, OutboxMessage.relayed_at.is_(None))
    db.session.execute(update(OutboxMessage).where(*waiting).values(values))
