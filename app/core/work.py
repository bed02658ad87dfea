"""Long work that a person waits for: its progress, its result, its failure.

A service starts it and enqueues the task; the task does it inside `doing`, and tells how far it is
in units of work of its own, so that the person who waits can see it.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.authz import Actor, can
from app.core.db import Base, db
from app.core.errors import DomainError, NotFound
from app.core.files import StoredFile
from app.core.ids import new_id
from app.core.permissions import Permission
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient, names_person
from app.core.types import Json, UTCDateTime
from app.core.uow import unit_of_work

WAITING = "waiting"
RUNNING = "running"
DONE = "done"
FAILED = "failed"
CANCELLED = "cancelled"

Report = Callable[..., None]
# Of which clusters an actor sees the people of a thing: None is everybody's.
Reach = Callable[[Actor, object], Collection[int] | None]
_needs: dict[str, tuple[Permission, Callable[[int], object]]] = {}
_anywhere: set[str] = set()
_reaching: dict[str, Reach] = {}
log = logging.getLogger(__name__)


class Work(Base):
    """A piece of long work, asked for by a person, done by the worker."""

    __tablename__ = "work"
    __about__ = About(
        whose=("requested_by_id",),
        purpose="Long work somebody asked for, and its result",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="Reports made for an event stay with the event; all other results go after a month",
        days=30,
        since="created_at",
        after=Erased.DELETED,
        recipients=(Recipient.NOBODY,),
    )
    __table_args__ = (Index("ix_work_event_id_kind_created_at", "event_id", "kind", "created_at"),)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(40), info=IMPERSONAL)
    title: Mapped[str] = mapped_column(String(160), default="", info=IMPERSONAL)
    back_url: Mapped[str] = mapped_column(String(300), default="", info=IMPERSONAL)
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    # What it is about, where that is something of the event and not the event.
    thing_id: Mapped[int | None] = mapped_column(BigInteger)
    requested_by_id: Mapped[int | None] = mapped_column(BigInteger, info=names_person())
    # Whose people are in it, where it was made within a fence; None where it was made without one.
    clusters: Mapped[list[int] | None] = mapped_column(Json(none_as_null=True), info=IMPERSONAL)
    state: Mapped[str] = mapped_column(String(20), default=WAITING, info=IMPERSONAL)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    message: Mapped[str] = mapped_column(String(300), default="", info=IMPERSONAL)
    error: Mapped[str | None] = mapped_column(Text, info=IMPERSONAL)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in (WAITING, RUNNING)


class WorkStoppedError(Exception):
    """The person no longer waits for this work, so nobody need go on with it."""


def kind_needs(
    kind: str,
    permission: Permission,
    load: Callable[[int], object],
    *,
    anywhere: bool = False,
    reach: Reach | None = None,
) -> None:
    """Say what it takes to see work of a kind: a permission, on what `load` makes of the event.

    Of work about something of an event, `load` gets the number of that.
    `anywhere` says that such work may also be of no event; then the permission is on nothing.
    `reach` says whose people an actor sees there today: it has to hold those that are in the work.
    """
    _needs[kind] = (permission, load)
    if reach is not None:
        _reaching[kind] = reach
    if anywhere:
        _anywhere.add(kind)


def start_work(
    actor: Actor,
    kind: str,
    event_id: int | None = None,
    *,
    title: str = "",
    back_url: str = "",
    clusters: Collection[int] | None = None,
) -> Work:
    """Begin a piece of work in the current unit; the caller enqueues the task with its id.

    Whose work is about something of the event sets its `thing_id`, too.
    """
    if kind not in _needs:
        raise LookupError("nothing says who may see work of this kind: " + kind)
    work = Work(
        id=new_id(),
        kind=kind,
        title=title,
        back_url=back_url,
        event_id=event_id,
        requested_by_id=actor.person_id,
        clusters=None if clusters is None else sorted(clusters),
        state=WAITING,
        done=0,
        total=0,
        created_at=clock.now(),
    )
    db.session.add(work)
    return work


def get_work(actor: Actor, work_id: int) -> Work:
    """Return a piece of work to the person who asked for it, while they may still see such work.

    NotFound for anybody else: the file has in it whatever the permission was asked for.
    """
    work = db.session.get(Work, work_id)
    if work is None or work.requested_by_id is None or work.requested_by_id != actor.person_id:
        raise NotFound
    if not _may_see(actor, work):
        raise NotFound
    return work


def _may_see(actor: Actor, work: Work) -> bool:
    if work.kind not in _needs:
        return False
    permission, load = _needs[work.kind]
    person = replace(actor, scopes=None)  # to look is to read, whatever it took to make it
    if work.event_id is None:
        return work.kind in _anywhere and can(person, permission)
    thing = load(work.event_id if work.thing_id is None else work.thing_id)
    return can(person, permission, thing) and _still_reaches(person, thing, work)


def _still_reaches(actor: Actor, thing: object, work: Work) -> bool:
    """Whether the actor today sees everybody who is in it."""
    reach = _reaching.get(work.kind)
    seen = reach(actor, thing) if reach is not None else None
    return seen is None or (work.clusters is not None and set(work.clusters) <= set(seen))


@contextmanager
def doing(work_id: int) -> Iterator[Report]:
    """Do a piece of work: gives `progress` for it, and notes how it ends when it does not finish.

    A failure is told to the person, who can ask again; the queue does not repeat it.
    """

    def report(done: int, total: int, message: str = "") -> None:
        progress(work_id, done, total, message)

    with unit_of_work():
        _change(work_id, {"state": RUNNING}, strict=False)
    try:
        yield report
    except WorkStoppedError:
        db.session.rollback()
    except Exception as error:
        log.exception("work %d failed", work_id)
        fail(work_id, error)


def progress(work_id: int, done: int, total: int, message: str = "") -> None:
    """Tell how far the work is, in a unit of its own; WorkStoppedError if it was cancelled."""
    values = {"state": RUNNING, "done": done, "total": total, "message": message[:300]}
    with unit_of_work():
        _change(work_id, values)


def finish(work_id: int, file: StoredFile | None = None) -> None:
    """Give the result, in the caller's unit of work, which also stores the file."""
    db.session.flush()
    file_id = file.id if file else None
    _change(work_id, {"state": DONE, "file_id": file_id, "finished_at": clock.now()})


def fail(work_id: int, error: Exception) -> None:
    """Note in a unit of its own that the work failed, with the code of an expected failure."""
    code = error.code if isinstance(error, DomainError) else "internal"
    db.session.rollback()
    with unit_of_work():
        _change(work_id, {"state": FAILED, "error": code, "finished_at": clock.now()}, strict=False)


def give_up(_error: str, *, work_id: int, **_arguments: object) -> None:
    """Note in the current unit that the worker does not try the work again."""
    failed = {"state": FAILED, "error": "internal", "finished_at": clock.now()}
    _change(work_id, failed, strict=False)


def reopen(*, work_id: int, **_arguments: object) -> None:
    """Let work that failed wait for its turn again, in the current unit."""
    waiting = {"state": WAITING, "error": None, "finished_at": None}
    db.session.execute(update(Work).where(Work.id == work_id, Work.state == FAILED).values(waiting))


def cancel(actor: Actor, work_id: int) -> None:
    """Stop waiting, in the caller's unit; the task notices when it next tells its progress."""
    get_work(actor, work_id)
    _change(work_id, {"state": CANCELLED, "finished_at": clock.now()}, strict=False)


def _change(work_id: int, values: dict[str, object], *, strict: bool = True) -> None:
    """Change work that is still open; a guarded update, for two may change it at once."""
    change = (
        update(Work)
        .where(Work.id == work_id, Work.state.in_((WAITING, RUNNING)))
        .values(values)
        .returning(Work.id)
    )
    if db.session.scalar(change) is None and strict:
        raise WorkStoppedError
