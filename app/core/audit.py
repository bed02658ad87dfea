"""The audit log: who did what when, hash-chained, written by the unit of work itself."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core.db import Base
from app.core.outbox import OutboxMessage
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient, names_person
from app.core.types import Json, Sequence, UTCDateTime

GENESIS = "0" * 64
PAGE = 1000
CHAIN_LOCK = 0x1D4A  # the number of the advisory lock that orders writers


class AuditEntry(Base):
    """One link of the chain: a fact, and the hash of everything up to it."""

    __tablename__ = "audit_entry"
    __about__ = About(
        whose=("actor_id",),
        purpose="Who did what when, by numbers only",
        basis=Basis.LEGITIMATE_INTEREST,
        erased=Erased.KEPT,
        why="The log holds numbers only, and the account behind them has no name any more",
        recipients=(Recipient.OPERATOR, Recipient.ORGANISERS),
    )
    __table_args__ = (Index("ix_audit_entry_event_id_id", "event_id", "id"),)

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger, info=names_person())
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True, info=IMPERSONAL)
    hash: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)


def append(session: Session, messages: list[OutboxMessage]) -> None:
    """Append the facts of one unit of work to the chain.

    `previous_hash` is unique, so two writers cannot both follow the same entry.
    """
    last = _last_hash(session) or GENESIS
    for message in messages:
        entry = AuditEntry(
            at=message.occurred_at,
            actor_id=message.actor_id,
            event_id=message.event_id,
            name=message.name,
            payload=message.payload,
            previous_hash=last,
        )
        entry.hash = last = entry_hash(entry)
        session.add(entry)


def _last_hash(session: Session) -> str | None:
    """Return the chain's end; on PostgreSQL writers queue for it until each commits."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 over the previous hash and the entry's own values."""
    values = [entry.at.isoformat(), entry.actor_id, entry.event_id, entry.name, entry.payload]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((entry.previous_hash + text).encode()).hexdigest()


@dataclass(frozen=True)
class Chain:
    """How the chain was found: its sound entries from the first on, and where it breaks if so."""

    sound: int
    last_hash: str
    broken: AuditEntry | None = None


def check_chain(session: Session) -> Chain:
    """Follow the chain from its first entry to its last, or to one that does not follow.

    Entries cut off at the end leave a chain that is sound: who keeps the last hash elsewhere sees
    that too.
    """
    sound, last = 0, GENESIS
    for entry in _entries(session):
        if entry.previous_hash != last or entry.hash != entry_hash(entry):
            return Chain(sound, last, entry)
        sound, last = sound + 1, entry.hash
    return Chain(sound, last)


def _entries(session: Session) -> Iterator[AuditEntry]:
    """Read the log page by page: it may be longer than the memory is large."""
    query = select(AuditEntry).order_by(AuditEntry.id).limit(PAGE)
    page = session.scalars(query).all()
    while page:
        yield from page
        page = session.scalars(query.where(AuditEntry.id > page[-1].id)).all()
