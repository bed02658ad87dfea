"""Stored files: checked by content, kept under random names outside the web root.

A file of some size is written before the unit of work that records it: while bytes go to a disk
nobody else should have to wait for the database.
"""

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask, current_app, g
from sqlalchemy import BigInteger, String, event, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock
from app.core.content import CheckedFile, clean_filename
from app.core.db import PENDING, Base, db
from app.core.ids import new_id
from app.core.privacy import IMPERSONAL, About, Basis, Category, Erased, Recipient, personal
from app.core.types import UTCDateTime

_WRITTEN = "innoday_files"  # what this transaction has written, in case it is rolled back
_UNWANTED = "innoday_unwanted_files"  # what goes once this transaction is committed
_RECORDED = "innoday_recorded_files"  # what was written before it, and is recorded in it
_PLACED = "placed_files"  # what this request or job has written before a unit of work
LOOSE_AFTER = timedelta(days=1)  # no request and no job takes that long


class StoredFile(Base):
    """A file's record; its bytes lie in the file store under `storage_key`."""

    __tablename__ = "stored_file"
    __about__ = About(
        whose=(),
        held=True,
        purpose="Files that people uploaded and files made for them",
        basis=Basis.CONTRACT,
        erased=Erased.DELETED,
        recipients=(Recipient.ORGANISERS,),
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, default=new_id)
    storage_key: Mapped[str] = mapped_column(String(64), unique=True, info=IMPERSONAL)
    filename: Mapped[str] = mapped_column(
        String(200), info=personal(Category.CONTENT, blank="file")
    )
    content_type: Mapped[str] = mapped_column(String(100), info=IMPERSONAL)
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), info=IMPERSONAL)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, default=clock.now)


@dataclass
class Placed:
    """A file whose bytes lie in the store and that no unit of work has recorded yet."""

    storage_key: str
    filename: str
    content_type: str
    size: int
    sha256: str
    is_recorded: bool = False  # or may be: its record was sent to be committed


def place(file: CheckedFile) -> Placed:
    """Write a file that was checked, before the unit of work that records it."""
    return place_parts((file.data,), file.filename, file.content_type)


def place_parts(parts: Iterable[bytes], filename: str, content_type: str) -> Placed:
    """Write a file that comes in parts, because as a whole it may not fit into memory.

    What is not recorded by the end of the request or the job is removed again, and what a process
    leaves that is killed in between is swept.
    """
    if PENDING in db.session().info:
        raise RuntimeError("a file is written before the unit of work, not in it")
    key = secrets.token_hex(20)
    placed = Placed(key, clean_filename(filename, content_type), content_type, 0, "")
    g.setdefault(_PLACED, []).append(placed)
    placed.size, placed.sha256 = _write(_path(key), parts)
    return placed


def store_placed(placed: Placed) -> StoredFile:
    """Record in the current unit of work a file that was written before it."""
    db.session().info.setdefault(_RECORDED, []).append(placed)
    return _record(placed)


def store_checked(file: CheckedFile) -> StoredFile:
    """Store a small file that was checked before the unit of work began."""
    return store_bytes(file.data, file.filename, file.content_type)


def store_bytes(data: bytes, filename: str, content_type: str) -> StoredFile:
    """Store a small file of our own making in the current unit of work."""
    key = secrets.token_hex(20)
    path = _path(key)
    db.session().info.setdefault(_WRITTEN, []).append(path)
    size, sha256 = _write(path, (data,))
    name = clean_filename(filename, content_type)
    return _record(Placed(key, name, content_type, size, sha256))


def _record(placed: Placed) -> StoredFile:
    stored = StoredFile(
        id=new_id(),
        storage_key=placed.storage_key,
        filename=placed.filename,
        content_type=placed.content_type,
        size=placed.size,
        sha256=placed.sha256,
        created_at=clock.now(),
    )
    db.session.add(stored)
    return stored


def path_of(stored: StoredFile) -> Path:
    """Return where the bytes of a stored file lie."""
    return _path(stored.storage_key)


def _path(key: str) -> Path:
    folder: Path = current_app.config["FILES_FOLDER"]
    return folder / key[:2] / key[2:4] / key[4:]


def remove_after_commit(path: Path) -> None:
    """Remove a file once the current unit of work is committed; without the commit it stays."""
    db.session().info.setdefault(_UNWANTED, []).append(path)


def sweep(*, dry_run: bool = False) -> tuple[int, int]:
    """Remove bytes older than a day that no record names; return how many files and bytes."""
    unnamed = list(list_unnamed(before=clock.now() - LOOSE_AFTER))
    size = sum(path.stat().st_size for path in unnamed)
    for path in unnamed if not dry_run else ():
        path.unlink(missing_ok=True)
    return len(unnamed), size


def list_unnamed(before: datetime) -> Iterator[Path]:
    """Find bytes last written before an instant whose record was never committed, or is gone.

    A process that is killed between writing them and the end of its transaction leaves such bytes.
    """
    folder: Path = current_app.config["FILES_FOLDER"]
    for drawer in sorted(folder.glob("[0-9a-f][0-9a-f]")):
        old = [path for path in drawer.glob("*/*") if path.stat().st_mtime < before.timestamp()]
        keys = select(StoredFile.storage_key).where(StoredFile.storage_key.startswith(drawer.name))
        named = {folder.joinpath(key[:2], key[2:4], key[4:]) for key in db.session.scalars(keys)}
        yield from (path for path in sorted(old) if path not in named)


def _write(path: Path, parts: Iterable[bytes]) -> tuple[int, str]:
    """Write a file, after a power cut there as a whole or not at all; return its size and hash."""
    size, seen = 0, hashlib.sha256()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(".part")
    with unfinished.open("xb") as file:
        for part in parts:
            size += file.write(part)
            seen.update(part)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return size, seen.hexdigest()


def install(app: Flask) -> None:
    """Have what nobody recorded removed at the end of each request and job."""
    app.teardown_request(_remove_unrecorded)
    app.teardown_appcontext(_remove_unrecorded)


def _remove_unrecorded(_error: BaseException | None) -> None:
    for placed in g.pop(_PLACED, []):
        if not placed.is_recorded:
            _remove(_path(placed.storage_key))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.with_suffix(".part").unlink(missing_ok=True)


@event.listens_for(Session, "before_commit")
def _count_as_recorded(session: Session) -> None:
    """Leave alone what may be committed even if the answer does not arrive; it is swept if not."""
    for placed in session.info.pop(_RECORDED, []):
        placed.is_recorded = True


@event.listens_for(Session, "after_commit")
def _keep_written(session: Session) -> None:
    session.info.pop(_WRITTEN, None)
    for path in session.info.pop(_UNWANTED, []):
        path.unlink(missing_ok=True)


@event.listens_for(Session, "after_rollback")
def _remove_written(session: Session) -> None:
    """Remove the bytes of files whose records were never committed."""
    session.info.pop(_UNWANTED, None)
    session.info.pop(_RECORDED, None)
    for path in session.info.pop(_WRITTEN, []):
        _remove(path)
