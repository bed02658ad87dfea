"""Papers: records on paper as they were issued, made once by the worker and kept byte for byte.

A feature registers how a kind is made and asks for one when the fact has happened that makes it
true. What a paper is made from is pinned in `given`; other givens make the next edition, and none
that was issued changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy import update as change
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.core import clock, jobs, schedule
from app.core.constraints import when_broken
from app.core.content import PDF
from app.core.db import Base, db
from app.core.errors import Conflict, NotFound
from app.core.files import StoredFile, place_parts, store_placed
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Erased, Recipient
from app.core.types import Json, UTCDateTime
from app.core.uow import unit_of_work

MAKE_PAPER = "make_paper"
ASK_FOR_PAPERS = schedule.nightly(2)("ask_for_papers")
WHOLE = ""


class Paper(Base):
    """One edition of a record on paper; `part` tells apart what different readers may read of it.

    `thing_id` is the number of the record that the kind is about.
    """

    __tablename__ = "paper"
    __about__ = About(
        whose=(),
        purpose="Minutes, letters and certificates as they were issued",
        basis=Basis.CONTRACT,
        erased=Erased.KEPT,
        why="A decision can be contested, and then it must be seen what was issued",
        days=3653,
        since="asked_at",
        after=Erased.DELETED,
        recipients=(Recipient.MEMBERS, Recipient.ORGANISERS, Recipient.JURY),
    )
    __table_args__ = (
        UniqueConstraint("kind", "thing_id", "part", "edition", name="uq_paper_edition"),
        CheckConstraint("(file_id IS NULL) = (made_at IS NULL)", name="made_whole"),
        CheckConstraint("edition >= 1", name="edition_from_one"),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20), info=IMPERSONAL)
    thing_id: Mapped[int] = mapped_column(BigInteger)
    part: Mapped[str] = mapped_column(String(64), default=WHOLE, info=IMPERSONAL)
    edition: Mapped[int]
    language: Mapped[str] = mapped_column(String(10), info=IMPERSONAL)
    given: Mapped[dict[str, Any]] = mapped_column(Json, info=IMPERSONAL)
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)
    begun_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    failed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    made_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    file: Mapped[StoredFile | None] = relationship()

    @property
    def state(self) -> str:
        """How far it is: waiting, running, made or failed."""
        if self.file_id is not None:
            return "made"
        if self.failed_at is not None:
            return "failed"
        return "running" if self.begun_at is not None else "waiting"

    @property
    def is_open(self) -> bool:
        """Whether the worker is still to make it."""
        return self.state in {"waiting", "running"}

    @property
    def sha256(self) -> str | None:
        """The digest of its bytes, once it is made."""
        return self.file.sha256 if self.file else None


@dataclass(frozen=True)
class Printed:
    """A paper as it comes from the printer: its bytes and what the file is called."""

    data: bytes
    filename: str


Printer = Callable[[Paper], Printed]
Missing = Callable[[], object]
_printers: dict[str, Printer] = {}
_missing: list[Missing] = []


def prints(kind: str) -> Callable[[Printer], Printer]:
    """Register the decorated function: it prints papers of a kind, outside any transaction."""

    def decorate(printer: Printer) -> Printer:
        _printers[kind] = printer
        return printer

    return decorate


def asks_for_missing(function: Missing) -> Missing:
    """Register the decorated function: every night it asks for papers that nobody asked for."""
    _missing.append(function)
    return function


def ask_paper(
    kind: str, thing_id: int, given: dict[str, Any], *, language: str, part: str = WHOLE
) -> Paper:
    """Ask in the current unit for the edition made from what is given; the last one if it was."""
    if kind not in _printers:
        raise LookupError("nothing prints papers of this kind: " + kind)
    earlier = list_papers(kind, thing_id, part=part)
    if earlier and earlier[0].given == given:
        return earlier[0]
    paper = Paper(
        id=new_id(),
        kind=kind,
        thing_id=thing_id,
        part=part,
        edition=earlier[0].edition + 1 if earlier else 1,
        language=language,
        given=given,
    )
    db.session.add(paper)
    db.session.flush()
    jobs.enqueue(MAKE_PAPER, paper_id=paper.id)
    return paper


def list_papers(kind: str, thing_id: int, *, part: str = WHOLE) -> Sequence[Paper]:
    """Return the editions of a record, the latest first."""
    query = select(Paper).where(Paper.kind == kind, Paper.thing_id == thing_id, Paper.part == part)
    query = query.options(joinedload(Paper.file)).order_by(Paper.edition.desc())
    return db.session.scalars(query).all()


def file_of(papers: Sequence[Paper], edition: int | None = None) -> StoredFile:
    """Return the file of an edition, by default the latest that is made.

    NotFound for an edition that there is not, Conflict while there is nothing to send.
    """
    chosen = [one for one in papers if edition is None or one.edition == edition]
    if edition is not None and not chosen:
        raise NotFound
    for one in chosen:
        if one.file is not None:
            return one.file
    raise Conflict("paper_not_made")


def _give_up(_error: str, *, paper_id: int) -> None:
    """Note in the current unit that the worker does not try again."""
    db.session.execute(_of(paper_id).values(failed_at=clock.now()))


def _reopen(*, paper_id: int) -> None:
    """Let a paper that failed wait for its turn again, in the current unit."""
    db.session.execute(_of(paper_id).values(failed_at=None, begun_at=None))


@jobs.task(MAKE_PAPER, on_given_up=_give_up, on_retry=_reopen)
def make_paper(paper_id: int) -> None:
    """Print a paper and keep its bytes; one that is made already stays as it is."""
    with unit_of_work():
        db.session.execute(_of(paper_id).values(begun_at=clock.now()))
    paper = db.session.get_one(Paper, paper_id)
    if paper.file_id is not None:
        return
    printed = _printers[paper.kind](paper)
    placed = place_parts((printed.data,), printed.filename, PDF)
    db.session.rollback()
    with unit_of_work():
        stored = store_placed(placed)
        db.session.flush()
        made = _of(paper_id).values(file_id=stored.id, made_at=clock.now(), failed_at=None)
        if db.session.scalar(made.returning(Paper.id)) is None:
            raise Conflict("paper_made_already")


def _of(paper_id: int) -> Any:
    return change(Paper).where(Paper.id == paper_id, Paper.file_id.is_(None))


@jobs.task(ASK_FOR_PAPERS)
def ask_for_papers() -> None:
    """Ask for what has no paper yet: what is older than papers are, or may be read by others."""
    for missing in _missing:
        with unit_of_work():
            missing()


when_broken("uq_paper_edition", "paper_asked_already")
