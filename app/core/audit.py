"""The audit log: who did what when, hash-chained, written by the unit of work itself."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, func, insert, select
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
    __table_args__ = (
        Index("ix_audit_entry_event_id_id", "event_id", "id"),
        Index("ix_audit_entry_name_id", "name", "id"),
        Index("ix_audit_entry_at", "at"),
    )

    id: Mapped[int] = mapped_column(Sequence, primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor_id: Mapped[int | None] = mapped_column(BigInteger, info=names_person())
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(80), info=IMPERSONAL)
    payload: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    previous_hash: Mapped[str] = mapped_column(String(64), unique=True, info=IMPERSONAL)
    hash: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)


class AuditSubject(Base):
    """What an entry is about: its actor and every thing that its fact names, to find it by."""

    __tablename__ = "audit_subject"

    thing_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)


def append(session: Session, messages: list[OutboxMessage]) -> None:
    """Append the facts of one unit of work to the chain.

    `previous_hash` is unique, so two writers cannot both follow the same entry.
    """
    last, entries = _last_hash(session) or GENESIS, []
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
        entries.append(entry)
    session.add_all(entries)
    session.flush()
    rows = [
        {"thing_id": thing_id, "entry_id": entry.id}
        for entry in entries
        for thing_id in sorted(things_of(entry.actor_id, entry.payload))
    ]
    if rows:
        session.execute(insert(AuditSubject), rows)


def things_of(actor_id: int | None, payload: Mapping[str, Any]) -> set[int]:
    """Return the ids of an entry: of who acted, and of what its fact names."""
    found = {actor_id}
    for name, value in payload.items():
        if name.endswith("_id"):
            found.add(value)
        elif name.endswith("_ids"):
            found.update(value or ())
    return {one for one in found if isinstance(one, int)}


def _last_hash(session: Session) -> str | None:
    """Return the chain's end; on PostgreSQL writers queue for it until each commits."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1))


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 over the previous hash and the entry's own values."""
    return line_hash(as_line(entry))


def as_line(entry: AuditEntry) -> dict[str, Any]:
    """Return an entry as a line of an export holds it, with all that its hash is made of."""
    return {
        "id": entry.id,
        "at": entry.at.isoformat(),
        "actor_id": entry.actor_id,
        "event_id": entry.event_id,
        "name": entry.name,
        "payload": entry.payload,
        "previous_hash": entry.previous_hash,
        "hash": entry.hash,
    }


def line_hash(line: Mapping[str, Any]) -> str:
    """Return the hash that an entry ought to have, from its line in an export."""
    values = [line[name] for name in ("at", "actor_id", "event_id", "name", "payload")]
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256((line["previous_hash"] + text).encode()).hexdigest()


@dataclass(frozen=True)
class CheckedLines:
    """How an export was found: its sound lines, and how often something was left out between."""

    sound: int
    gaps: int
    last_hash: str
    broken: int | None = None  # the number of the first line that is not what was written


def check_lines(lines: Iterable[str]) -> CheckedLines:
    """Check an export line by line, anywhere: it takes the file and nothing else.

    The log of one event leaves out what happened elsewhere, so its lines do not follow one another;
    each is checked for itself, and the gaps are counted.
    """
    sound, gaps, last = 0, 0, ""
    for number, text in enumerate(lines, start=1):
        line = _read_line(text)
        if line is None or line["hash"] != line_hash(line):
            return CheckedLines(sound, gaps, last, number)
        gaps += bool(last) and line["previous_hash"] != last
        sound, last = sound + 1, line["hash"]
    return CheckedLines(sound, gaps, last)


def _read_line(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    needed = {"at", "actor_id", "event_id", "name", "payload", "previous_hash", "hash"}
    is_whole = isinstance(line, dict) and needed <= line.keys()
    return line if is_whole and isinstance(line["previous_hash"], str) else None


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
